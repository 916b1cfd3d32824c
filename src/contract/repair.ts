import * as z from "zod";
import { SiteKey } from "./plan.ts";
import { Danger, Run } from "./run.ts";
import { isSecondSite } from "./site-kind.ts";

/**
 * Text by which an object belongs to a workspace from its first moment on: its description, or its display text. Tags
 * come by a second call, which an interrupted apply may never have made.
 */
export function siteMark({ workspaceId, site }: { readonly workspaceId: string; readonly site: SiteKey }): string {
  return `twinstack workspace-id=${workspaceId}${isSecondSite(site) ? ` site=${site}` : ""}`;
}

/** What the mark of any site of any workspace begins with. */
export const MARK_START = "twinstack workspace-id=";

/** Something on a cloud that carries a site's marks and that its Terraform state does not know, or not as it is. */
export const StrayObject = z
  .object({
    kind: z.string().meta({ description: "machine, volume, network, subnet, router, port, public-address …" }),
    id: z.string().meta({ description: "The cloud's own id" }),
    name: z.string(),
    cloudStatus: z.string().meta({ description: "As the cloud says it; empty where it has no word" }),
    decision: z.enum(["adopt", "remove", "wait", "finish"]).meta({
      description:
        "What repair does: take it into the state, remove it from the cloud, wait until the cloud is done, or tell the cloud to finish what an interrupted apply began",
    }),
    address: z.string().nullable().meta({ description: "Terraform address under which it is taken into the state" }),
    danger: Danger,
    title: z.string().meta({ description: "In plain words: what repair does with it" }),
    reason: z.string(),
  })
  .meta({ id: "StrayObject" });
export type StrayObject = z.infer<typeof StrayObject>;

export const SiteRepair = z
  .object({
    site: SiteKey,
    cloudId: z.uuid(),
    condition: z.enum(["clean", "unclean"]).meta({
      description:
        "Unclean from the moment an apply begins until it ended well or the cloud was compared with the state",
    }),
    reason: z.string().nullable().meta({ description: "Why it is unclean" }),
    since: z.iso.datetime().nullable(),
    runId: z.uuid().nullable().meta({ description: "The run that left it so" }),
    inspectedAt: z.iso.datetime().nullable().meta({ description: "When the cloud was last listed for it" }),
    inspectionProblem: z.string().nullable().meta({ description: "Why the last listing did not succeed" }),
    strays: z.array(StrayObject),
    next: z.string().meta({ description: "What happens next, or what to do" }),
  })
  .meta({ id: "SiteRepair" });
export type SiteRepair = z.infer<typeof SiteRepair>;

export const RepairReport = z
  .object({ workspaceId: z.uuid(), workspaceName: z.string(), sites: z.array(SiteRepair) })
  .meta({ id: "RepairReport" });
export type RepairReport = z.infer<typeof RepairReport>;

export const RepairRequest = z
  .strictObject({
    sites: z.array(SiteKey).min(1).optional().meta({ description: "Left out: every site that is not clean" }),
    autoApply: z.boolean().default(false),
  })
  .meta({ id: "RepairRequest" });
export type RepairRequest = z.infer<typeof RepairRequest>;

export const RepairStarted = z.object({ runs: z.array(Run) }).meta({ id: "RepairStarted" });
