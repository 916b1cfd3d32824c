import * as z from "zod";
import type { CloudAct } from "../../cloud/ports.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { CloudstackApi } from "./cloudstack-api.ts";

const Events = z.object({
  event: z.array(z.object({ type: z.string(), username: z.string().nullish(), created: z.string() })).nullish(),
});
/** An account's history is long. */
const AT_MOST = "50";

/** Every object with an event; sets of rules are many objects to the cloud and none by their own id. */
export async function listCloudstackActs(
  api: CloudstackApi,
  projectId: string | undefined,
  { id }: { readonly id: string },
  signal: AbortSignal | undefined,
): Promise<readonly CloudAct[]> {
  try {
    const project = projectId === undefined ? {} : { projectid: projectId };
    const asked = { resourceid: id, page: "1", pagesize: AT_MOST, ...project };
    const { event } = await api.call("listEvents", asked, Events, signal);
    return (event ?? [])
      .map(({ type, username, created }) => ({ what: type, by: username ?? null, at: momentOf(created) }))
      .toSorted((left, right) => right.at.getTime() - left.at.getTime());
  } catch (error) {
    // Releases before 4.17 know no resourceid, and roles may hide the record.
    if (error instanceof AppError) return [];
    throw error;
  }
}

/** CloudStack writes its zone without a colon. */
function momentOf(text: string): Date {
  return new Date(text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
}
