import type { CloudClients, ListedObject } from "../cloud/index.ts";
import { DriftClass, type DriftFinding, isSecondSite, type MachineState, type SitePlan } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Synthesize } from "../run/index.ts";
import { compareSite, type Difference, makeProjectSight, type ProjectSight } from "./compare-site.ts";
import { judgeDifference } from "./judge-difference.ts";
import { lastAct } from "./last-act.ts";
import type { DriftNote, DriftStore, DueSite, RefreshPlan } from "./ports.ts";
import { type RecordedObject, recordedObjects } from "./recorded-objects.ts";
import { mergeDifferences, refreshedDifferences, type SeenDifference, writtenAttributes } from "./refresh-drift.ts";

export interface CheckPorts {
  readonly store: Pick<DriftStore, "note">;
  readonly clients: CloudClients;
  readonly currentState: (workspaceId: string, site: DueSite["site"]) => Promise<Uint8Array | null>;
  readonly sitePlan: (site: DueSite) => Promise<SitePlan>;
  readonly synthesize: Synthesize;
  readonly refreshPlan: RefreshPlan;
  /** A new signal that fires when a cloud has had long enough. */
  readonly timeLimit: () => AbortSignal;
}

interface Recorded {
  readonly site: DueSite;
  readonly state: Uint8Array;
  readonly objects: readonly RecordedObject[];
}

/** Looks at sites of one cloud: all of them by one listing, and at the suspects by a plan each. */
export function makeCheckSites(ports: CheckPorts) {
  return async function checkSites(due: readonly DueSite[], signal: AbortSignal): Promise<void> {
    // The records first: what is applied and listed between the two looks would otherwise seem to be a difference.
    const recorded = await Promise.all(due.map((site) => recordOf(ports, site)));
    const sight = await sightOf(ports, due, signal);
    for (const [index, site] of due.entries()) {
      const record = recorded[index];
      const note = await (sight instanceof AppError
        ? { status: "unknown" as const, findings: [], problem: sight.message }
        : record === undefined || record === null
          ? { status: "in-step" as const, findings: [], problem: null }
          : judge(ports, record, sight, signal));
      // What was broken off says nothing about the site.
      if (signal.aborted) return;
      await ports.store.note(site, note);
    }
  };
}

async function recordOf(ports: CheckPorts, site: DueSite): Promise<Recorded | null> {
  const state = await ports.currentState(site.workspaceId, site.site);
  return state === null ? null : { site, state, objects: recordedObjects(state) };
}

async function sightOf(
  ports: CheckPorts,
  [first]: readonly DueSite[],
  signal: AbortSignal,
): Promise<ProjectSight | AppError> {
  try {
    const client = first && (await ports.clients(first.cloudId));
    const listed: readonly ListedObject[] =
      (await client?.listProject?.(AbortSignal.any([signal, ports.timeLimit()]))) ?? [];
    return makeProjectSight(listed);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

async function judge(
  ports: CheckPorts,
  record: Recorded,
  sight: ProjectSight,
  signal: AbortSignal,
): Promise<DriftNote> {
  const { site, objects } = record;
  const { workspaceId } = site;
  const secondSite = isSecondSite(site.site);
  const machine = wishedMachine(site);
  const listed = compareSite({ workspaceId, secondSite, objects, machine }, sight);
  if (listed.length === 0) return { status: "in-step", findings: [], problem: null };
  const { differences, problem, role } = await confirmed(ports, record, listed, signal);
  const findings = differences
    .map(({ seenBy, ...one }): DriftFinding => ({ ...judgeDifference(one, { role, machine }), seenBy }))
    .toSorted((left, right) => rank(left) - rank(right) || (key(left) < key(right) ? -1 : 1));
  const told = await Promise.all(findings.map((finding) => withAct(ports, site, finding, signal)));
  return { status: findings.length === 0 ? "in-step" : "drifted", findings: told, problem };
}

/** Who did it and when, where the cloud tells; a record that cannot be read changes nothing about what was found. */
async function withAct(
  { clients, timeLimit }: CheckPorts,
  { cloudId, appliedAt }: DueSite,
  finding: DriftFinding,
  signal: AbortSignal,
): Promise<DriftFinding> {
  if (finding.kind === "extra") return finding;
  try {
    const { type, objectId: id } = finding;
    const client = await clients(cloudId);
    const acts = (await client.listActs?.({ type, id }, AbortSignal.any([signal, timeLimit()]))) ?? [];
    const act = lastAct(finding, acts, appliedAt);
    return act === undefined ? finding : { ...finding, lastAct: act };
  } catch (error) {
    if (error instanceof AppError || signal.aborted) return finding;
    throw error;
  }
}

async function confirmed(
  ports: CheckPorts,
  { site, state }: Recorded,
  listed: readonly Difference[],
  signal: AbortSignal,
): Promise<{ differences: readonly SeenDifference[]; problem: string | null; role: SitePlan["role"] }> {
  const sitePlan = await ports.sitePlan(site);
  const byLists = listed.map((one) => ({ ...one, seenBy: "listing" as const }));
  try {
    const files = await ports.synthesize(sitePlan);
    const plan = await ports.refreshPlan(site, { state, files, signal });
    if (plan === null) return { differences: byLists, problem: "The plan was canceled.", role: sitePlan.role };
    if ("failure" in plan) {
      const { summary, detail } = plan.failure;
      return { differences: byLists, problem: `No plan could confirm it: ${summary}. ${detail}`, role: sitePlan.role };
    }
    const refreshed = refreshedDifferences(plan.planJson, writtenAttributes(files));
    return { differences: mergeDifferences(listed, refreshed), problem: null, role: sitePlan.role };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { differences: byLists, problem: `No plan could confirm it: ${error.message}`, role: sitePlan.role };
  }
}

/** What a person asked for since the last apply counts more than the requirement. */
function wishedMachine({ machine, power }: DueSite): MachineState {
  if (machine === "absent" || power === null) return machine;
  return power === "stop" ? "stopped" : "running";
}

/** The gravest first. */
function rank({ class: grave }: DriftFinding): number {
  return DriftClass.options.indexOf(grave);
}

function key({ address, objectId }: DriftFinding): string {
  return address ?? objectId;
}
