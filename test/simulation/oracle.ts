import type { RunStatus, SiteKey } from "../../src/contract/index.ts";
import type { Claim, EngineRequest, NewRunEvent, RunRecord, StoredPlan } from "../../src/run/ports.ts";
import type { StateVersion } from "../../src/state/ports.ts";
import type { FakeCloud } from "./fake-cloud.ts";
import type { ApplyEnd } from "./fake-terraform.ts";
import type { Scheduler } from "./scheduler.ts";
import { decodeState } from "./state-document.ts";
import type { VirtualProcess } from "./virtual-process.ts";

/** What the oracle knows of one run, seen from outside the product. */
interface Followed {
  run: RunRecord;
  owner: VirtualProcess | null;
  epoch: number;
  leasedUntil: number;
  waitingSince: number;
  applies: number;
  /** Who started its apply. */
  by: VirtualProcess | null;
  appliesSince: number;
  engine: { readonly worker: VirtualProcess; readonly phase: string } | null;
  readonly made: Map<string, string>;
  finished: ApplyEnd | null;
  readonly said: string[];
  heard: number;
  canceledAt: number | null;
  credential: boolean;
}

export interface Oracle {
  /** The first broken promise; null while everything is kept. */
  broken(): string | null;
  blame(what: string): void;
  runs(): ReadonlyMap<string, Followed>;
  created(runs: readonly RunRecord[]): void;
  claimed(by: VirtualProcess, claim: Claim, leaseSeconds: number): void;
  renewed(runId: string, leaseSeconds: number): void;
  moved(by: VirtualProcess, before: RunStatus, run: RunRecord): void;
  planSaved(by: VirtualProcess, runId: string): void;
  cancelAsked(runId: string): void;
  appended(runId: string, events: readonly NewRunEvent[]): void;
  accessOpened(by: VirtualProcess, runId: string): void;
  accessClosed(by: VirtualProcess, runId: string): void;
  stateAccepted(workspaceId: string, site: SiteKey, before: StateVersion | null, next: StateVersion): void;
  engineStarts(request: EngineRequest, phase: "plan" | "apply", worker: VirtualProcess, plan: StoredPlan | null): void;
  engineSaid(runId: string, event: NewRunEvent, worker: VirtualProcess): void;
  engineEnded(runId: string): void;
  made(runId: string, address: string, id: string): void;
  applyEnded(runId: string, end: ApplyEnd): void;
  /** Looks at what only time shows. */
  lookAround(): void;
}

export interface OracleParts {
  readonly scheduler: Scheduler;
  readonly clouds: Readonly<Record<SiteKey, FakeCloud>>;
  /** Nothing ever fails in this history, so nothing may end badly and nobody may wait. */
  readonly calm: boolean;
  readonly owners: number;
  /** Runs that all workers together can work on at once. */
  readonly slots: number;
  readonly currentSerial: (workspaceId: string, site: SiteKey) => number | null;
  readonly holdsAccess: (runId: string) => boolean;
  /** For how long a program has been running and reaching the database; null when it does not. */
  readonly healthyFor: (process: VirtualProcess) => number | null;
}

const WORKING: readonly RunStatus[] = ["planning", "applying"];
const FINAL: readonly RunStatus[] = ["applied", "planned-and-finished", "discarded", "canceled", "errored"];
/** By then a worker must have noticed that its claim is lost and ended its engine. */
const NOTICE_MS = 45_000;
/** In a calm history a waiting run is taken within this time: a notification's way and one call. */
const PICKUP_MS = 400;

/** Watches every effect from outside and knows what must never happen, whatever the product thinks. */
export function makeOracle(parts: OracleParts): Oracle {
  const { scheduler, clouds, calm } = parts;
  const runs = new Map<string, Followed>();
  let broken: string | null = null;

  function blame(what: string): void {
    broken ??= `${what} (at ${scheduler.now()} ms)`;
  }

  function of(runId: string): Followed {
    const found = runs.get(runId);
    if (found === undefined) throw new Error(`The oracle does not know run ${runId}.`);
    return found;
  }

  function isOwner(by: VirtualProcess, runId: string): boolean {
    return of(runId).owner === by;
  }

  function onSite({ workspaceId, site }: RunRecord): readonly Followed[] {
    return [...runs.values()].filter(({ run }) => run.workspaceId === workspaceId && run.site === site);
  }

  function hasNoticed(worker: VirtualProcess): boolean {
    return (parts.healthyFor(worker) ?? 0) > NOTICE_MS;
  }

  const brief = (id: string) => id.slice(0, 8);

  return {
    broken: () => broken,
    blame,
    runs: () => runs,

    created(records) {
      for (const run of records) {
        runs.set(run.id, {
          ...{
            run,
            owner: null,
            epoch: 0,
            leasedUntil: -1,
            waitingSince: scheduler.now(),
            applies: 0,
            by: null,
            appliesSince: 0,
            engine: null,
          },
          ...{ made: new Map(), finished: null, said: [], heard: 0, canceledAt: null, credential: false },
        });
        const active = onSite(run).filter((other) => !FINAL.includes(other.run.status));
        if (active.length > 1) blame(`two runs are active on one site: ${active.map(({ run: { id } }) => brief(id))}`);
      }
    },

    claimed(by, { run, epoch }, leaseSeconds) {
      const known = of(run.id);
      if (known.owner !== null && scheduler.now() < known.leasedUntil)
        blame(`run ${brief(run.id)} was claimed by ${by.name} while ${known.owner.name} still holds it`);
      if (epoch <= known.epoch) blame(`the epoch of run ${brief(run.id)} did not grow`);
      if (FINAL.includes(run.status) || run.status === "planned") blame(`a run that is ${run.status} was handed out`);
      const other = onSite(run).find((one) => one !== known && WORKING.includes(one.run.status));
      if (other !== undefined) blame(`two runs work on one site: ${brief(run.id)} and ${brief(other.run.id)}`);
      if (calm && known.owner !== null && known.owner !== by && WORKING.includes(run.status))
        blame(`run ${brief(run.id)} was taken from a healthy worker`);
      if (run.status === "pending" || run.status === "confirmed") checkFair(by, known);
      const waited = scheduler.now() - known.waitingSince;
      if (calm && waited > PICKUP_MS) blame(`run ${brief(run.id)} waited ${waited} ms with nobody busy`);
      known.owner = by;
      known.epoch = epoch;
      known.leasedUntil = scheduler.now() + leaseSeconds * 1_000;
    },

    renewed(runId, leaseSeconds) {
      const known = of(runId);
      known.leasedUntil = leaseSeconds > 0 ? scheduler.now() + leaseSeconds * 1_000 : -1;
      if (leaseSeconds > 0) return;
      known.owner = null;
      known.waitingSince = scheduler.now();
    },

    moved(by, before, run) {
      const known = of(run.id);
      const byWorker = by.name.startsWith("worker");
      const worked = before === "planning" || before === "applying" || WORKING.includes(run.status);
      if (worked && !(byWorker && isOwner(by, run.id)))
        blame(`${by.name} moved run ${brief(run.id)} to ${run.status} without owning it`);
      if (run.status === "applying" && before !== "confirmed") blame(`run ${brief(run.id)} is applied without a yes`);
      if (FINAL.includes(run.status) || run.status === "planned") {
        if (parts.holdsAccess(run.id)) blame(`run ${brief(run.id)} is ${run.status} and still may reach the state`);
        if (run.status === "planned") known.waitingSince = scheduler.now();
      }
      if (run.status === "applied") finishedWell(known, run);
      if (
        run.status === "errored" &&
        run.failure?.code === "interrupted" &&
        known.finished?.ok &&
        known.by === by &&
        by.upSince() < known.appliesSince
      )
        blame(`run ${brief(run.id)} is called interrupted by the worker that saw it succeed`);
      if (run.status === "errored" && run.failure === null) blame(`run ${brief(run.id)} failed without a reason`);
      if (calm && run.status === "errored" && run.failure?.code !== "plan-stale")
        blame(`run ${brief(run.id)} failed in fair weather: ${run.failure?.code} ${run.failure?.detail}`);
      if (calm && worked && run.status === "canceled" && known.canceledAt === null)
        blame(`run ${brief(run.id)} ended as canceled unasked`);
      if (calm && FINAL.includes(run.status) && known.canceledAt !== null && worked) {
        const took = scheduler.now() - known.canceledAt;
        if (took > 62_000) blame(`run ${brief(run.id)} went on for ${took} ms after its cancel`);
      }
      if (calm && run.status === "planned" && known.canceledAt !== null && scheduler.now() - known.canceledAt > 1_000)
        blame(`run ${brief(run.id)} waits for review although it was canceled before`);
      if (!WORKING.includes(run.status)) {
        known.owner = null;
        known.leasedUntil = -1;
      }
      if (run.status === "confirmed") {
        known.waitingSince = scheduler.now();
        known.canceledAt = null;
      }
      known.run = run;
    },

    planSaved(by, runId) {
      if (!isOwner(by, runId)) blame(`${by.name} saved a plan of run ${brief(runId)} without owning it`);
    },

    cancelAsked(runId) {
      of(runId).canceledAt ??= scheduler.now();
    },

    appended(runId, events) {
      const known = of(runId);
      for (const { kind, text } of events) {
        if (kind !== "progress") continue;
        const at = known.said.indexOf(text);
        // A line may come twice when its answer was lost, but never before one that came earlier.
        if (at > known.heard) blame(`line "${text}" of run ${brief(runId)} came before its turn`);
        if (at === known.heard) known.heard += 1;
      }
    },

    accessOpened(by, runId) {
      if (!isOwner(by, runId)) blame(`${by.name} opened the state for run ${brief(runId)} without owning it`);
    },

    accessClosed(by, runId) {
      const known = of(runId);
      const other = known.owner;
      if (other !== null && other !== by && known.engine !== null)
        blame(`${by.name} closed the state of run ${brief(runId)}, which ${other.name} works on`);
    },

    stateAccepted(workspaceId, site, before, next) {
      const where = `${brief(workspaceId)}/${site}`;
      if (before !== null && next.serial <= before.serial) blame(`serial ${next.serial} of ${where} is not newer`);
      if (before !== null && next.lineage !== before.lineage) blame(`the lineage of ${where} changed`);
      const document = decodeState(next.bytes);
      const sameRun = before !== null && before.runId === next.runId;
      const repaired = next.runId !== null && of(next.runId).run.status === "planning";
      if (repaired && next.serial !== (before?.serial ?? 0) + 1) blame(`${where}: repair skipped a serial`);
      if (!sameRun && !repaired && document.base !== (before?.serial ?? null))
        blame(`${where}: serial ${next.serial} was made from ${document.base}, not from ${before?.serial ?? null}`);
      const kept = new Set(document.objects.map(({ id }) => id));
      for (const { id, address } of before === null ? [] : decodeState(before.bytes).objects) {
        if (!kept.has(id) && clouds[site].objects.has(id)) blame(`${where} forgot ${address} ${id}, which exists`);
      }
      for (const { id } of document.objects)
        if (!clouds[site].wasMade(id)) blame(`${where} knows ${id}, which never was`);
      const { run } = next.runId === null ? { run: null } : of(next.runId);
      if (run !== null && FINAL.includes(run.status)) blame(`run ${brief(run.id)} wrote a state after its end`);
    },

    engineStarts(request, phase, worker, plan) {
      const known = of(request.runId);
      if (!isOwner(worker, request.runId) && calm)
        blame(`${worker.name} starts an engine for run ${brief(request.runId)} without owning it`);
      for (const other of onSite(known.run)) {
        if (other.engine === null || (other === known && phase === "plan")) continue;
        if (calm || hasNoticed(other.engine.worker))
          blame(`two engines on one site: ${brief(request.runId)} and ${brief(other.run.id)}`);
      }
      known.engine = { worker, phase };
      if (phase === "plan") return;
      known.by = worker;
      known.appliesSince = scheduler.now();
      known.applies += 1;
      if (known.applies > 1) blame(`the plan of run ${brief(request.runId)} was applied twice`);
      if (known.run.status !== "applying") blame(`run ${brief(request.runId)} is applied while ${known.run.status}`);
      const present = parts.currentSerial(request.workspaceId, request.site);
      if (plan !== null && plan.stateSerial !== present)
        blame(`run ${brief(request.runId)} applies a plan of ${plan.stateSerial} on ${present}`);
    },

    engineSaid(runId, event) {
      if (event.kind === "progress") of(runId).said.push(event.text);
    },

    engineEnded(runId) {
      of(runId).engine = null;
    },

    made(runId, address, id) {
      of(runId).made.set(address, id);
    },

    applyEnded(runId, end) {
      of(runId).finished = end;
    },

    lookAround() {
      for (const { run, engine } of runs.values()) {
        if (engine !== null && FINAL.includes(run.status) && hasNoticed(engine.worker))
          blame(`an engine of run ${brief(run.id)}, which is ${run.status}, goes on under ${engine.worker.name}`);
      }
    },
  };

  function atWork(ownerId: string): number {
    const held = ({ run, owner, leasedUntil }: Followed) =>
      run.ownerId === ownerId && owner !== null && leasedUntil >= scheduler.now();
    return [...runs.values()].filter(held).length;
  }

  /** Nobody is served before somebody who has fewer at work, and nobody gets the last places. */
  function checkFair(by: VirtualProcess, { run }: Followed): void {
    const own = atWork(run.ownerId);
    for (const other of runs.values()) {
      const waits = other.run.status === "pending" || other.run.status === "confirmed";
      if (!waits || other.owner !== null || other.run.ownerId === run.ownerId) continue;
      if (atWork(other.run.ownerId) < own)
        blame(`run ${brief(run.id)} was taken before ${brief(other.run.id)}, whose owner has fewer at work`);
    }
    const most = Math.max(1, parts.slots - Math.max(1, Math.floor(parts.slots / 4)));
    if (parts.owners > 1 && own + 1 > most && (parts.healthyFor(by) ?? 0) > 20_000)
      blame(`${run.ownerId} got ${own + 1} of ${parts.slots} places, and none is left for anybody else`);
  }

  function finishedWell(known: Followed, run: RunRecord): void {
    if (known.finished?.ok !== true) blame(`run ${brief(run.id)} is applied, but its engine did not say so`);
    if (known.heard < known.said.length)
      blame(`run ${brief(run.id)} ended with ${known.said.length - known.heard} lines of its log missing`);
  }
}
