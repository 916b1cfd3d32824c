import { isOwnStack, type RunFailure } from "../contract/index.ts";
import { persist } from "./persist.ts";
import { adoptState, careInput, closeState, endCanceled, endFailed, type Phase } from "./phase.ts";
import type { EngineApplyResult, StoredPlan } from "./ports.ts";
import { canceledApply, failureOf, interruptedApply, stalePlan, stateSavedAfterwards } from "./run-failure.ts";

/** The apply phase: exactly the reviewed plan, on exactly the state it was made on, once. */
export async function applyRun(phase: Phase): Promise<void> {
  const ready = await prepare(phase);
  if ("failure" in ready) {
    await closeState(phase);
    return endFailed(phase, ready.failure);
  }
  const before = phase.run.kind === "apply" ? await removeStrays(phase, ready) : null;
  const result =
    before ?? (await afterDestroy(phase, ready, await saveLeftState(phase, await startEngine(phase, ready))));
  // Before the run's end is noted: from then on another run may hold this site.
  await closeState(phase);
  await conclude(phase, result);
}

/** Before an apply, because what is in the way would be met again; null when Terraform may go on. */
async function removeStrays(phase: Phase, ready: Ready): Promise<EngineApplyResult | null> {
  const { ports, run, controls } = phase;
  try {
    // Done again after the database was away, it removes what is still there.
    await persist(async () => {
      const plan = await ports.stackPlan(run);
      if (isOwnStack(plan)) return;
      await ports.siteCare?.removeStrays(run, careInput(phase, plan, ready.plan.terraform));
    }, controls.pause);
    return null;
  } catch (error) {
    if (controls.signal.aborted) return { kind: "canceled" };
    return { kind: "failed", failure: failureOf(error, "apply") };
  }
}

/** After a destroy, because what is left is held by what Terraform destroys. */
async function afterDestroy(phase: Phase, ready: Ready, result: EngineApplyResult): Promise<EngineApplyResult> {
  if (phase.run.kind !== "destroy" || result.kind !== "applied") return result;
  return (await removeStrays(phase, ready)) ?? result;
}

/** A state that the backend did not take is stored now, while the site still is this run's. */
async function saveLeftState(phase: Phase, result: EngineApplyResult): Promise<EngineApplyResult> {
  const { controls } = phase;
  const state = result.kind === "failed" ? result.unsavedState : undefined;
  if (result.kind !== "failed" || state === undefined || controls.stopReason() === "lost") return result;
  const adopted = await adoptState(phase, state);
  return adopted ? { kind: "failed", failure: stateSavedAfterwards(result.failure) } : result;
}

interface Ready {
  readonly plan: StoredPlan;
  readonly environment: Readonly<Record<string, string>>;
}

/** A failure when the plan may not be applied any more. */
async function prepare(phase: Phase): Promise<Ready | { readonly failure: RunFailure }> {
  const { ports, run, claim, controls } = phase;
  const ask = <T>(question: () => Promise<T>): Promise<T> => persist(question, controls.pause);
  try {
    const plan = await ask(() => ports.store.plan(run.id));
    const present = await ask(() => ports.stateSerial(run.workspaceId, run.site));
    // Terraform itself does not notice a plan made on an empty state that was filled since.
    if (plan === null || plan.stateSerial !== present) {
      return { failure: stalePlan(plan?.stateSerial ?? null, present) };
    }
    const cloud = await ask(() => ports.cloudEnvironment(run.cloudId, run.ownerId, run.workspaceId));
    const state = await ask(() => ports.stateAccess.open(run, claim.epoch));
    return { plan, environment: { ...cloud, ...state } };
  } catch (error) {
    return { failure: failureOf(error, "prepare") };
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
