import * as z from "zod";
import type { CloudObject } from "../../cloud/ports.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { RetryTools } from "../http/retry-safely.ts";
import type { OpenstackApi } from "./openstack-api.ts";

const Answer = z.object({ server: z.object({ status: z.string() }) });

/** Confirmed already, or only just: the migration that it looks for is not there in that state. */
const CONFIRMED = [400, 409];
const LOOKS = 300;
const PAUSE_MS = 2_000;

/**
 * Brings a machine out of Nova's change of size: waits for `VERIFY_RESIZE`, confirms (`POST /servers/{id}/action`,
 * `confirmResize`), and waits until it is there. The provider does the same, unless it dies in between.
 */
export async function confirmResize(
  api: OpenstackApi,
  { id, name }: CloudObject,
  tools: RetryTools,
  signal?: AbortSignal,
): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    const { server } = await api.get("compute", `/servers/${id}`, Answer, signal);
    if (server.status !== "RESIZE" && server.status !== "VERIFY_RESIZE") return;
    if (server.status === "VERIFY_RESIZE") {
      const body = { confirmResize: null };
      const path = `/servers/${id}/action`;
      await api.change({ method: "POST", service: "compute", path, body, expected: CONFIRMED }, signal);
    }
    await tools.pause(PAUSE_MS, signal);
  }
  throw new AppError("cloud-busy", `The cloud does not finish the change of size of machine ${name}.`);
}
