import { type PlannedSide, previewChange, type RecordedDurations, type StandingSide } from "../../src/change/index.ts";
import type { ChangePreview, CheckReport, Revision, SitePlan } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { WorkspaceFacts } from "../../src/overview/index.ts";
import type { PowerRecord } from "../../src/power/index.ts";
import { isFinished, type RunRecord } from "../../src/run/index.ts";
import type { SharedParts } from "./compose-service.ts";

/** So many earlier applies of the account and power actions of the machine tell how long things take. */
const REMEMBERED_RUNS = 50;
const REMEMBERED_ACTIONS = 20;
/** Both sites' latest plans are among so many. */
const LATEST_RUNS = 20;

type PreviewStores = Pick<SharedParts["stores"], "workspaces" | "overview" | "runs" | "power">;
type Wanted = Pick<Revision, "requirement" | "deploymentPlan"> & { readonly number: number | null };

/** Gathers what is known of a change, for the pure part to tell. */
export function previewService(stores: PreviewStores) {
  return { ofCheck, ofRevision };

  /** Null where there is no machine of that name, or nothing that can be planned. */
  async function ofCheck(ownerId: string, { requirement, deploymentPlan }: CheckReport): Promise<ChangePreview | null> {
    if (requirement === null || deploymentPlan === null) return null;
    const workspace = await stores.workspaces.findByName(ownerId, requirement.name);
    const facts = workspace === null ? null : await stores.overview.find(ownerId, workspace.id);
    return facts === null ? null : preview(facts, { number: null, requirement, deploymentPlan }, []);
  }

  async function ofRevision(ownerId: string, workspaceId: string, number: number): Promise<ChangePreview> {
    const facts = await stores.overview.find(ownerId, workspaceId);
    const revision = facts === null ? null : await stores.workspaces.revision(workspaceId, number);
    if (facts === null || revision === null) {
      throw new AppError("not-found", `There is no revision ${number} of workspace ${workspaceId}.`, { workspaceId });
    }
    const runs = await stores.runs.list(ownerId, { workspaceId, limit: LATEST_RUNS });
    return preview(facts, revision, plannedSides(runs, number));
  }

  async function preview(
    facts: WorkspaceFacts,
    { number, requirement, deploymentPlan }: Wanted,
    planned: readonly PlannedSide[],
  ): Promise<ChangePreview> {
    const [standing, applied, actions] = await Promise.all([
      standingSides(facts),
      stores.runs.list(facts.ownerId, { status: "applied", limit: REMEMBERED_RUNS }),
      stores.power.list(facts.id, { limit: REMEMBERED_ACTIONS, before: null }),
    ]);
    return previewChange({
      ...{ number, requirement, standing, planned },
      superseded: number !== null && number < facts.revision,
      sites: deploymentPlan.sites,
      recorded: (site) => recordedDurations(site, applied, actions),
    });
  }

  async function standingSides(facts: WorkspaceFacts): Promise<readonly StandingSide[]> {
    const applied = facts.settledRuns.filter(({ kind }) => kind === "apply");
    const sides = await Promise.all(
      applied.map(async ({ site, revision }) => {
        const stored = await stores.workspaces.revision(facts.id, revision);
        const plan = stored?.deploymentPlan.sites.find((one) => one.site === site);
        return stored === null || plan === undefined ? [] : [{ revision, requirement: stored.requirement, plan }];
      }),
    );
    return sides.flat();
  }
}

/** The latest run of each site, where it is of this revision; one that is over without having been applied tells nothing. */
function plannedSides(runs: readonly RunRecord[], revision: number): readonly PlannedSide[] {
  const latest = runs.filter(({ site }, index) => runs.findIndex((run) => run.site === site) === index);
  return latest
    .filter((run) => isOf(run, revision) && !isForgotten(run))
    .map(({ id, site, summary, failure }) => ({
      ...{ site, runId: id },
      summary: failure?.phase === "apply" ? null : summary,
      problem: failure === null ? null : `${failure.summary}: ${failure.remedy}`,
    }));
}

/** A site that the revision has dropped is destroyed with the revision that described it. */
function isOf(run: RunRecord, revision: number): boolean {
  return run.kind === "apply" ? run.revision === revision : run.reason === "site-removed";
}

function isForgotten({ status }: RunRecord): boolean {
  return status === "discarded" || status === "canceled" || (isFinished(status) && status !== "errored");
}

/** Runs of the same cloud by what their plan did, and reboots of this machine there. */
function recordedDurations(
  { cloudId, site }: SitePlan,
  applied: readonly RunRecord[],
  actions: readonly PowerRecord[],
): RecordedDurations {
  const there = applied.filter((run) => run.cloudId === cloudId && run.kind === "apply");
  const of = (dangers: readonly string[]) =>
    there
      .filter(({ summary }) => summary !== null && dangers.includes(summary.danger) && touchesMachine(summary))
      .flatMap(({ confirmedAt, finishedAt }) => secondsBetween(confirmedAt, finishedAt));
  const reboots = actions
    .filter((action) => action.site === site && action.action === "reboot" && action.status === "done")
    .flatMap(({ sentAt, finishedAt }) => secondsBetween(sentAt, finishedAt));
  return { restarts: [...of(["restarts"]), ...reboots], rebuilds: of(["replaces", "destroys-data"]) };
}

/** An apply that only moved an address tells nothing of restarts. */
function touchesMachine(summary: NonNullable<RunRecord["summary"]>): boolean {
  return summary.changes.some(({ type, danger }) => /_instance(_v2)?$/.test(type) && danger === summary.danger);
}

function secondsBetween(from: Date | null, to: Date | null): readonly number[] {
  return from === null || to === null ? [] : [Math.max(0, (to.getTime() - from.getTime()) / 1_000)];
}
