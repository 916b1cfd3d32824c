import type { CloudBuckets } from "../../cloud/ports.ts";
import type { ConnectionStep } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";

/** Whether a cloud can keep buckets. One without is whole: machines need none. */
export async function judgeObjectStorage(
  buckets: Pick<CloudBuckets, "support">,
  signal?: AbortSignal,
): Promise<ConnectionStep> {
  const step = "object storage";
  try {
    return { step, ok: true, detail: await buckets.support(signal), remedy: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const remedy = "Machines need none; without it no buckets can be made here.";
    return { step, ok: true, detail: `none: ${error.message}`, remedy };
  }
}
