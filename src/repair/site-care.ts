import type { CloudObject } from "../cloud/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Timers } from "../kernel/timers.ts";
import type { RunRecord, SiteCare, SiteCareInput, StateAccess } from "../run/index.ts";
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

type Say = (text: string) => void;

/** Brings a site's state and its cloud together before a plan, and removes what the reviewed plan says before an apply. */
export function makeSiteCare(ports: SiteCarePorts): SiteCare {
  const quietMs = ports.quietMs ?? QUIET_MS;
  const patienceMs = ports.patienceMs ?? PATIENCE_MS;

  async function waitForQuiet(condition: SiteCondition, say: Say): Promise<void> {
    const left = quietMs - (condition.endedMsAgo ?? quietMs);
    if (left <= 0) return;
    say("Waiting until nothing of the interrupted apply is on its way any more");
    await ports.timers.pause(left);
  }

  async function settled(run: RunRecord, condition: SiteCondition, input: SiteCareInput): Promise<Survey> {
    let told = "";
    for (let waited = 0; ; waited += LOOK_MS) {
      const survey = await surveySite(ports, { ...input, runId: condition.runId });
      if (survey.busy.length === 0) return survey;
      if (input.signal.aborted) throw new AppError("cloud-refused", "Stopped while the cloud was still busy.");
      if (waited >= patienceMs) throw stillBusy(run, survey);
      const now = survey.busy.map(({ name, cloudStatus }) => `${name} (${cloudStatus})`).join(", ");
      if (now !== told) input.say(`Waiting for the cloud: ${now}`);
      told = now;
      await ports.timers.pause(LOOK_MS);
    }
  }

  async function reconcile(run: RunRecord, input: SiteCareInput): ReturnType<SiteCare["reconcile"]> {
    const condition = await ports.store.condition(run);
    if (condition === null || !condition.unclean) return null;
    input.say(`Comparing the cloud with the state, because of what happened before: ${condition.reason ?? "unclean"}`);
    await waitForQuiet(condition, input.say);
    const survey = await settled(run, condition, input);
    const { adoptions, removals, strays } = survey;
    if (adoptions.length > 0) {
      const entries = adoptions.map(({ entry }) => entry);
      const taken = await ports.adoptState(run, writeState(survey.state, entries, run.id));
      if (!taken)
        throw new AppError("state-conflict", `The state of ${run.workspaceName} moved while it was repaired.`);
    }
    for (const { title, reason } of strays) input.say(`${title}: ${reason}`);
    if (strays.length === 0) input.say("The cloud has nothing that the state does not know");
    await ports.store.saveRemovals(run.id, removals);
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
