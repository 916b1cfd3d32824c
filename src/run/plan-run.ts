import {
  isOwnStack,
  type PlanSummary,
  type RunFailure,
  SiteOutputs,
  type StackPlan,
  type StrayObject,
} from "../contract/index.ts";
import { persist } from "./persist.ts";
import { careInput, closeState, endCanceled, endFailed, type Phase } from "./phase.ts";
import type { ChangeContext, EnginePlanResult, RunObject, TerraformChange } from "./ports.ts";
import { readPlanChanges } from "./read-plan-changes.ts";
import { redactPlan } from "./redact-plan.ts";
import { failureOf, type RunPhase } from "./run-failure.ts";
import { severity, summarizePlan } from "./summarize-plan.ts";
import { vanishedObjects, withVanished } from "./vanished-objects.ts";
import { withRepairs } from "./with-repairs.ts";

type Planned = Extract<EnginePlanResult, { kind: "planned" }>;

type Environment = Readonly<Record<string, string>>;

/** What the engine needs, gathered before it starts. */
interface Prepared {
  readonly stackPlan: StackPlan;
  readonly files: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly stateSerial: number | null;
  /** What the site needs beside Terraform's own changes, because an earlier apply did not end well. */
  readonly repairs: readonly StrayObject[];
}

/** The plan phase: synthesize, plan, summarize, keep for review. It changes nothing on the cloud and may be repeated. */
export async function planRun(phase: Phase): Promise<void> {
  const { ports, run, controls } = phase;
  const prepared = await prepare(phase);
  if ("failure" in prepared) {
    await closeState(phase);
    return controls.signal.aborted ? stopPlanning(phase) : endFailed(phase, prepared.failure);
  }
  const result = await ports.engine.plan({
    runId: run.id,
    workspaceId: run.workspaceId,
    site: run.site,
    kind: run.kind,
    files: prepared.files,
    environment: prepared.environment,
    signal: controls.signal,
    killSignal: controls.killSignal,
    onEvent: controls.journal.add,
  });
  // Before the result is noted: from then on another worker may open the state for this run, or another run.
  await closeState(phase);
  if (result.kind === "failed") await endFailed(phase, result.failure);
  else if (result.kind === "canceled") await stopPlanning(phase);
  else await review(phase, prepared, result);
}

/** A plan that cannot be read ends its run; planned again it could not be read either, for ever. */
async function review(phase: Phase, prepared: Prepared, result: Planned): Promise<void> {
  const { ports, run } = phase;
  const { role, machine } = contextOf(prepared.stackPlan);
  try {
    const stoppedByHand = await ask(phase, async () => ports.stoppedByHand?.(run.workspaceId, run.site) ?? false);
    const planned = summarizePlan(result.planJson, { role, machine, stoppedByHand }, ports.classify);
    const summary = withRepairs(planned, prepared.repairs);
    await conclude(phase, { ...prepared, summary, planJson: redactPlan(result.planJson) }, result);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    phase.controls.onDefect(error);
    await endFailed(phase, failureOf(error, "plan"));
  }
}

async function prepare(phase: Phase): Promise<Prepared | { readonly failure: RunFailure }> {
  const { ports, run, claim } = phase;
  let at: RunPhase = "prepare";
  let environments: Promise<[Environment, Environment]> | undefined;
  try {
    await ask(phase, async () => ports.pins?.pin(run.workspaceId));
    environments = Promise.all([
      ask(phase, () => ports.cloudEnvironment(run.cloudId, run.ownerId, run.workspaceId)),
      ask(phase, () => ports.stateAccess.open(run, claim.epoch)),
    ]);
    // Awaited below; an earlier failure must not leave it without a listener.
    environments.catch(() => undefined);
    const stackPlan = await ask(phase, () => ports.stackPlan(run));
    at = "synth";
    const files = await ports.synthesize(stackPlan);
    at = "prepare";
    // A tenant is not compared object by object: its plan takes in what an apply left by itself.
    const care = isOwnStack(stackPlan)
      ? null
      : await ask(phase, async () => ports.siteCare?.reconcile(run, careInput(phase, stackPlan, files)));
    // Only now: what was taken into the state is a version of it.
    const stateSerial = await ask(phase, () => ports.stateSerial(run.workspaceId, run.site));
    const [cloud, state] = await environments;
    return { stackPlan, files, environment: { ...cloud, ...state }, stateSerial, repairs: care?.changes ?? [] };
  } catch (error) {
    // What is still opening would otherwise be open after the run's end.
    await environments?.catch(() => undefined);
    return { failure: failureOf(error, at) };
  }
}

/** A tenant has no machine, and nobody types a name for it: whoever removes it has been asked before. */
function contextOf(plan: StackPlan): Pick<ChangeContext, "role" | "machine"> {
  return isOwnStack(plan) ? { role: "standby", machine: "absent" } : plan;
}

/** Asks again while the database is away: nothing has been begun, so a run that is to stop need not wait for it. */
function ask<T>({ controls }: Phase, question: () => Promise<T>): Promise<T> {
  return persist(question, async (ms) => {
    controls.signal.throwIfAborted();
    await controls.pause(ms);
  });
}

interface Reviewed extends Prepared {
  readonly summary: PlanSummary;
  readonly planJson: unknown;
}

async function conclude(phase: Phase, reviewed: Reviewed, result: Planned): Promise<void> {
  const { ports, run, claim, controls, move } = phase;
  const vanished = result.hasChanges ? [] : await vanishedFrom(phase, result);
  const summary = withVanished(reviewed.summary, vanished);
  const plannedAt = ports.clock.now();
  const removes = reviewed.repairs.some(({ decision }) => decision === "remove");
  if (!result.hasChanges && !removes && vanished.length === 0) {
    const outputs = run.kind === "destroy" ? null : plannedOutputs(result.planJson);
    await persist(() => ports.onApplied(run, outputs), controls.pause);
    await move("nothing-to-change", { summary, plannedAt, finishedAt: plannedAt });
    return;
  }
  const plan = {
    planFile: result.planFile,
    planJson: reviewed.planJson,
    terraform: reviewed.files,
    stateSerial: reviewed.stateSerial,
  };
  await persist(() => ports.store.savePlan(run.id, claim.epoch, plan), controls.pause);
  const intents = readPlanChanges(result.planJson).flatMap(intentOf);
  await persist(async () => ports.siteCare?.noteObjects(run.id, intents), controls.pause);
  // A cancel that came too late for the engine still is a cancel; left alone it would hit the apply.
  if ((await persist(() => ports.store.cancelRequested(run.id), controls.pause)) !== "no") return endCanceled(phase);
  await move("changes-found", { summary, plannedAt });
  if (!run.autoApply || !mayGoOnAlone(run.kind, summary)) return;
  if (await ports.pins?.awaitsReview(run.workspaceId, run.site)) return;
  await confirmAlone(phase);
}

function vanishedFrom({ ports, run, controls }: Phase, { planJson }: Planned): Promise<PlanSummary["changes"]> {
  return persist(
    async () => [...vanishedObjects(planJson, await ports.stateAddresses(run.workspaceId, run.site))],
    controls.pause,
  );
}

/** Written before anything is done, so that whoever finds an object later knows that it was to be made. */
function intentOf({ address, actions }: TerraformChange): RunObject[] {
  const action = actions.includes("create") && actions.includes("delete") ? "replace" : (actions[0] ?? "no-op");
  if (action === "no-op" || action === "read") return [];
  return [{ address, action, state: "intended", objectId: null }];
}

/** Without a person only what harms nothing goes on: never a destroy, a replacement or a restart. */
function mayGoOnAlone(
  kind: "apply" | "destroy",
  summary: { readonly danger: Parameters<typeof severity>[0]; readonly rejected: readonly string[] },
): boolean {
  return kind === "apply" && summary.rejected.length === 0 && severity(summary.danger) >= severity("in-place");
}

/** A person may have discarded the plan in this very moment; then that stands. */
async function confirmAlone(phase: Phase): Promise<void> {
  await phase.ports.store.transition(phase.run.id, "planned", "confirmed", {});
}

/** At shutdown another worker plans again; otherwise a person wanted the end. */
async function stopPlanning(phase: Phase): Promise<void> {
  if (phase.controls.stopReason() === "shutdown") {
    await persist(() => phase.ports.store.renewClaim(phase.run.id, phase.claim.epoch, 0), phase.controls.pause);
    return;
  }
  await endCanceled(phase);
}

/** Outputs of an unchanged site, which no apply will report. */
function plannedOutputs(planJson: unknown): SiteOutputs | null {
  const planned = fieldsOf(fieldsOf(planJson)["planned_values"])["outputs"];
  const values = Object.entries(fieldsOf(planned)).map(([name, output]) => [name, fieldsOf(output)["value"]]);
  const parsed = SiteOutputs.safeParse(Object.fromEntries(values));
  return parsed.success ? parsed.data : null;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
