import type { SitePlan } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { RunRecord } from "./ports.ts";
import type { PlannedRevision } from "./start-runs.ts";

/** Finds what a run is about: its site in the deployment plan that was stored with its revision. */
export function makeSitePlanOf(revisions: {
  revision(workspaceId: string, number: number): Promise<PlannedRevision | null>;
}) {
  return async function sitePlanOf(run: Pick<RunRecord, "workspaceId" | "revision" | "site">): Promise<SitePlan> {
    const revision = await revisions.revision(run.workspaceId, run.revision);
    const site = revision?.deploymentPlan.sites.find((candidate) => candidate.site === run.site);
    if (site !== undefined) return site;
    throw new AppError(
      "not-found",
      `Revision ${run.revision} of workspace ${run.workspaceId} has no ${run.site} site.`,
      {
        workspaceId: run.workspaceId,
        revision: run.revision,
        site: run.site,
      },
    );
  };
}
