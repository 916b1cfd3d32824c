import type { CloudObject } from "../cloud/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Timers } from "../kernel/timers.ts";
import type { RunRecord, SiteCare, SiteCareInput, StateAccess } from "../run/index.ts";
import { unfinishedStray } from "./judge-strays.ts";
import type { Removal, RepairStore, SiteCondition } from "./ports.ts";
import { writeState } from "./state-document.ts";
import { type Survey, type SurveyPorts, surveySite } from "./survey-site.ts";

export interface SiteCarePorts extends SurveyPorts {
  readonly store: RepairStore;
  readonly adoptState: StateAccess["adopt"];
  readonly timers: Pick<Timers, "pause">;
  /**
   * How long after an unclean end nothing is decided: a killed engine's provider lives on for some seconds, and a
   * request may still be on its way.
   */
  readonly quietMs?: number;
  /** How long a cloud may take to finish what it is busy with. */
  readonly patienceMs?: number;
}

export const QUIET_MS = 8_000;
const PATIENCE_MS = 20 * 60_000;
const LOOK_MS = 2_000;
/** Somebody at a desk may hold the state's lock for a moment; as long as the engine itself waits for it. */
const LOCK_PATIENCE_MS = 10_000;

/** Brings a site's state and its cloud together before a plan, and removes what the reviewed plan says before an apply. */
export function makeSiteCare(ports: SiteCarePorts): SiteCare {
  const quietMs = ports.quietMs ?? QUIET_MS;
  const patienceMs = ports.patienceMs ?? PATIENCE_MS;

  async function waitForQuiet(condition: SiteCondition, input: SiteCareInput): Promise<void> {
    const left = quietMs - (condition.endedMsAgo ?? quietMs);
    if (left <= 0) return;
    input.say("Waiting until nothing of the interrupted apply is on its way any more");
    await pause(left, input.signal);
  }

  /** Ends early, and throws, when the run is told to end. */
  async function pause(ms: number, signal: AbortSignal): Promise<void> {
    if (!signal.aborted) await Promise.race([ports.timers.pause(ms), aborted(signal)]);
    if (signal.aborted) throw new AppError("cloud-refused", "Stopped while the site was compared with its cloud.");
  }

  async function settled(run: RunRecord, condition: SiteCondition, input: SiteCareInput): Promise<Survey> {
    let told = "";
    for (let waited = 0; ; waited += LOOK_MS) {
      const survey = await surveySite(ports, { ...input, runId: condition.runId });
      if (survey.busy.length === 0 && survey.unfinished.length === 0) return survey;
      if (waited >= patienceMs) throw stillBusy(run, survey);
      if (survey.busy.length === 0) await finish(run, survey, input);
      const now = survey.busy.map(({ name, cloudStatus }) => `${name} (${cloudStatus})`).join(", ");
      if (now !== told) input.say(`Waiting for the cloud: ${now}`);
      told = now;
      await pause(LOOK_MS, input.signal);
    }
  }

  /** What was asked for stays: the plan that asked was reviewed. */
  async function finish(run: RunRecord, { unfinished }: Survey, input: SiteCareInput): Promise<void> {
    const client = await ports.clients(run.cloudId);
    for (const object of unfinished) {
      input.say(`${unfinishedStray(object).title}: an interrupted apply left it half-way`);
      await client.finishObject(object, input.signal);
    }
  }

  /** Takes what exists into the state. Whoever else has the state in hand may move it, so the cloud is asked again. */
  async function takeIn(run: RunRecord, condition: SiteCondition, input: SiteCareInput): Promise<Survey> {
    for (let waited = 0; ; waited += LOOK_MS) {
      const survey = await settled(run, condition, input);
      const entries = survey.adoptions.map(({ entry }) => entry);
      if (entries.length === 0) return survey;
      const state = writeState(survey.state, entries, run.id);
      if (await input.underClaim((epoch) => ports.adoptState(run, state, epoch))) return survey;
      if (waited >= LOCK_PATIENCE_MS)
        throw new AppError(
          "state-conflict",
          `The state of ${run.workspaceName} is locked, or moved while it was repaired.`,
        );
      if (waited === 0) input.say("Waiting for the state: somebody else has it in hand");
      await pause(LOOK_MS, input.signal);
    }
  }

  async function reconcile(run: RunRecord, input: SiteCareInput): ReturnType<SiteCare["reconcile"]> {
    const condition = await ports.store.condition(run);
    if (condition === null || !condition.unclean) return null;
    input.say(`Comparing the cloud with the state, because of what happened before: ${condition.reason ?? "unclean"}`);
    await waitForQuiet(condition, input);
    const { removals, strays } = await takeIn(run, condition, input);
    for (const { title, reason } of strays) input.say(`${title}: ${reason}`);
    if (strays.length === 0) input.say("The cloud has nothing that the state does not know");
    await input.underClaim(
      async (epoch) => (await ports.store.saveRemovals({ runId: run.id, epoch }, removals)) || null,
    );
    return { changes: strays.filter(({ decision }) => decision !== "wait") };
  }

  async function removeStrays(run: RunRecord, input: SiteCareInput): Promise<void> {
    const condition = await ports.store.condition(run);
    if (condition?.uncleanBefore !== true) return;
    const planned = await ports.store.removals(run.id);
    const survey = await surveySite(ports, { ...input, runId: run.id });
    // After a destroy the state is empty, so what is to go looks like something to be adopted.
    const unknown = [
      ...survey.adoptions.flatMap(({ objects }) => objects),
      ...survey.removals.map(({ object }) => object),
    ];
    const present = new Set(unknown.map(({ kind, id }) => `${kind} ${id}`));
    if (run.kind === "apply") refuseUnplanned(run, unknown, planned);
    if (planned.length === 0) return;
    const client = await ports.clients(run.cloudId);
    for (const { object, stray } of planned) {
      if (input.signal.aborted) throw new AppError("cloud-refused", "Stopped before everything was removed.");
      const { kind, id } = object;
      const entry = { address: `stray:${kind}.${id}`, action: "delete", objectId: id };
      // Gone meanwhile, or taken into the state: then it is none of ours any more.
      if (!present.has(`${kind} ${id}`)) continue;
      await ports.store.noteObjects(run.id, [{ ...entry, state: "started" }]);
      await client.removeObject(object, input.signal);
      await ports.store.noteObjects(run.id, [{ ...entry, state: "complete" }]);
      input.say(`${stray.title}: done`);
    }
  }

  return {
    reconcile,
    removeStrays,
    noteObjects: ports.store.noteObjects,
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

/** Something that arrived after the plan would be made a second time. */
function refuseUnplanned(run: RunRecord, unknown: readonly CloudObject[], planned: readonly Removal[]): void {
  const known = new Set(planned.map(({ object }) => `${object.kind} ${object.id}`));
  const late = unknown.filter(({ kind, id }) => !known.has(`${kind} ${id}`));
  if (late.length === 0) return;
  const names = late.map(({ kind, name }) => `${kind} ${name}`).join(", ");
  throw new AppError("plan-stale", `Since run ${run.id} was planned the cloud shows more of this machine: ${names}.`);
}

function stillBusy(run: RunRecord, { busy }: Survey): AppError {
  const names = busy.map(({ kind, name, cloudStatus }) => `${kind} ${name} (${cloudStatus})`).join(", ");
  return new AppError(
    "cloud-busy",
    `The cloud is still busy with ${names}; nothing is planned for ${run.site} before.`,
  );
}
