import { persist } from "./persist.ts";
import { closeState, endCanceled, endFailed, type Phase } from "./phase.ts";
import type { EngineApplyResult, StoredPlan } from "./ports.ts";
import { canceledApply, failureOf, interruptedApply, stalePlan } from "./run-failure.ts";

/** The apply phase: exactly the reviewed plan, on exactly the state it was made on, once. */
export async function applyRun(phase: Phase): Promise<void> {
  try {
    const ready = await prepare(phase);
    if (ready === null) return;
    await conclude(phase, await startEngine(phase, ready));
  } finally {
    await closeState(phase);
  }
}

interface Ready {
  readonly plan: StoredPlan;
  readonly environment: Readonly<Record<string, string>>;
}

/** Null when the plan may not be applied any more; the run has ended then. */
async function prepare(phase: Phase): Promise<Ready | null> {
  const { ports, run } = phase;
  try {
    const plan = await ports.store.plan(run.id);
    const present = await ports.stateSerial(run.workspaceId, run.site);
    // Terraform itself does not notice a plan made on an empty state that was filled since.
    if (plan === null || plan.stateSerial !== present) {
      await endFailed(phase, stalePlan(plan?.stateSerial ?? null, present));
      return null;
    }
    const cloud = await ports.cloudEnvironment(run.cloudId);
    return { plan, environment: { ...cloud, ...(await ports.stateAccess.open(run)) } };
  } catch (error) {
    await endFailed(phase, failureOf(error, "prepare"));
    return null;
  }
}

function startEngine(phase: Phase, ready: Ready): Promise<EngineApplyResult> {
  const { run, controls } = phase;
  const request = {
    runId: run.id,
    workspaceId: run.workspaceId,
    site: run.site,
    kind: run.kind,
    files: ready.plan.terraform,
    environment: ready.environment,
    signal: controls.signal,
    killSignal: controls.killSignal,
    onEvent: controls.journal.add,
  };
  return phase.ports.engine.apply(request, ready.plan);
}

async function conclude(phase: Phase, result: EngineApplyResult): Promise<void> {
  const { ports, run, controls, move } = phase;
  switch (result.kind) {
    case "failed":
      return endFailed(phase, result.failure);
    case "canceled":
      return controls.stopReason() === "shutdown"
        ? endFailed(phase, interruptedApply())
        : endCanceled(phase, canceledApply());
    case "applied":
      await persist(() => ports.onApplied(run, run.kind === "destroy" ? null : result.outputs), controls.pause);
      await move("finished", { finishedAt: ports.clock.now() });
  }
}
