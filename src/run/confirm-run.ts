import type { Run, SiteKey } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { findRun } from "./find-run.ts";
import type { RunRecord, RunStore } from "./ports.ts";
import { presentRun } from "./present-run.ts";
import { next } from "./transitions.ts";

/** Among so many is the last apply of each site. */
const REMEMBERED_RUNS = 200;

export interface ConfirmRunPorts {
  readonly store: Pick<RunStore, "find" | "list" | "plan" | "transition">;
  /** Serial of the site's present state; null when there is none. */
  readonly stateSerial: (workspaceId: string, site: SiteKey) => Promise<number | null>;
}

export interface ConfirmRunRequest {
  readonly ownerId: string;
  readonly runId: string;
  readonly confirmName?: string | undefined;
}

/**
 * Lets exactly the reviewed plan be applied. Throws AppError: illegal-transition (not waiting for review, or the
 * plan is rejected), approval-required (the machine's name must be typed), plan-stale (the state has moved since).
 */
export function makeConfirmRun(ports: ConfirmRunPorts) {
  return async function confirmRun(request: ConfirmRunRequest): Promise<Run> {
    const run = await findRun(ports.store, request.ownerId, request.runId);
    const to = next(run.status, "confirmed");
    refuseRejected(run);
    if (request.confirmName !== run.workspaceName) await refuseUnapproved(ports, run);
    await refuseStale(ports, run);
    return presentRun(await ports.store.transition(run.id, run.status, to, { cancelRequested: "no" }));
  };
}

/**
 * Data on the main machine is only given up by somebody who types the machine's name; also on the one that was main until
 * now and becomes the standby by this very plan: what it stores is no copy of anything.
 */
async function needsTypedName({ store }: ConfirmRunPorts, run: RunRecord): Promise<boolean> {
  if (run.summary?.danger !== "destroys-data") return false;
  if (run.role === "primary") return true;
  const { ownerId, workspaceId, site } = run;
  const runs = await store.list(ownerId, { workspaceId, limit: REMEMBERED_RUNS });
  const applied = runs.find((other) => other.site === site && other.kind === "apply" && isAsPlanned(other));
  return applied?.role === "primary";
}

function isAsPlanned({ status }: RunRecord): boolean {
  return status === "applied" || status === "planned-and-finished";
}

function refuseRejected(run: RunRecord): void {
  const reasons = run.summary?.rejected ?? ["The plan has no summary."];
  if (reasons.length === 0) return;
  throw new AppError("illegal-transition", `The plan of run ${run.id} must not be applied: ${reasons.join(" ")}`, {
    runId: run.id,
    reasons,
  });
}

async function refuseUnapproved(ports: ConfirmRunPorts, run: RunRecord): Promise<void> {
  if (!(await needsTypedName(ports, run))) return;
  throw new AppError(
    "approval-required",
    `This plan destroys data on the main machine ${run.workspaceName}. Confirm with its name.`,
    { runId: run.id, workspaceName: run.workspaceName },
  );
}

async function refuseStale(ports: ConfirmRunPorts, run: RunRecord): Promise<void> {
  const plan = await ports.store.plan(run.id);
  const serial = await ports.stateSerial(run.workspaceId, run.site);
  if (plan !== null && plan.stateSerial === serial) return;
  throw new AppError(
    "plan-stale",
    `The state of ${run.workspaceName}/${run.site} has moved since run ${run.id} planned.`,
    {
      runId: run.id,
      plannedOnSerial: plan?.stateSerial ?? null,
      presentSerial: serial,
    },
  );
}
