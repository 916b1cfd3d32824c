import * as z from "zod";
import type { CloudAct } from "../../cloud/ports.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { OpenstackApi } from "./openstack-api.ts";

const ActionsAnswer = z.object({
  instanceActions: z.array(z.object({ action: z.string(), user_id: z.string().nullish(), start_time: z.string() })),
});

/** Nova alone keeps a record that tenants may read, and only of machines; their deletion stands in it, too. */
export async function listOpenstackActs(
  api: OpenstackApi,
  { type, id }: { readonly type: string; readonly id: string },
  signal: AbortSignal | undefined,
): Promise<readonly CloudAct[]> {
  if (type !== "openstack_compute_instance_v2") return [];
  try {
    const { instanceActions } = await api.get("compute", `/servers/${id}/os-instance-actions`, ActionsAnswer, signal);
    return instanceActions
      .map(({ action, user_id: by, start_time: start }) => ({ what: action, by: by ?? null, at: momentOf(start) }))
      .toSorted((left, right) => right.at.getTime() - left.at.getTime());
  } catch (error) {
    // Older clouds forget the record with the machine, and policies may hide it.
    if (error instanceof AppError) return [];
    throw error;
  }
}

/** Nova writes UTC and does not say so. */
function momentOf(text: string): Date {
  return new Date(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
}
