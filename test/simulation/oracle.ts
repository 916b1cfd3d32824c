import { type RunStatus, siteKind } from "../../src/contract/index.ts";
import type { RunRecord } from "../../src/run/ports.ts";
import type { Followed, Oracle, OracleParts } from "./followed-run.ts";
import { makeMoveJudges } from "./judge-moves.ts";
import { decodeState } from "./state-document.ts";
import type { VirtualProcess } from "./virtual-process.ts";

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
  const changedAt = new Map<string, number>();
  const knownIds = new Map<string, ReadonlySet<string>>();
  const serialsSeen = new Map<string, number | null>();
  const { judgeMove, judgeTurn } = makeMoveJudges({ parts, runs, changedAt, knownIds, blame });
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
            unheard: false,
            waitingSince: scheduler.now(),
            applies: 0,
            by: null,
          },
          ...{ appliesSince: 0, engine: null, plannedOn: null, planSavedAt: 0, finished: null, said: [], heard: 0 },
          ...{ canceledAt: null, forcedAt: null },
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
      if (run.status === "pending" || run.status === "confirmed") judgeTurn(by, known);
      const waited = scheduler.now() - known.waitingSince;
      if (calm && waited > PICKUP_MS) blame(`run ${brief(run.id)} waited ${waited} ms with nobody busy`);
      known.owner = by;
      known.epoch = epoch;
      known.unheard = false;
      known.leasedUntil = scheduler.now() + leaseSeconds * 1_000;
    },

    claimUnheard(runId) {
      of(runId).unheard = true;
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
      judgeMove(by, before, known, run);
      if (!WORKING.includes(run.status)) {
        known.owner = null;
        known.leasedUntil = -1;
      }
      if (run.status === "applying") {
        known.by = by;
        known.appliesSince = scheduler.now();
      }
      if (run.status === "planned" || run.status === "confirmed") known.waitingSince = scheduler.now();
      if (run.status === "confirmed") {
        known.canceledAt = null;
        known.forcedAt = null;
      }
      known.run = run;
    },

    planSaved(by, runId, stateSerial) {
      of(runId).plannedOn = stateSerial;
      of(runId).planSavedAt = scheduler.now();
      if (!isOwner(by, runId)) blame(`${by.name} saved a plan of run ${brief(runId)} without owning it`);
    },

    needsClaim(by, runId, what) {
      if (!isOwner(by, runId)) blame(`${by.name} ${what} for run ${brief(runId)} without owning it`);
    },

    cancelAsked(runId, how) {
      const known = of(runId);
      known.canceledAt ??= scheduler.now();
      if (how === "forced") known.forcedAt ??= scheduler.now();
    },

    serialSeen(by, workspaceId, site, serial) {
      serialsSeen.set(`${by.name} ${workspaceId}/${site}`, serial);
    },

    appended(runId, events) {
      const known = of(runId);
      for (const { kind, text } of events) {
        if (kind !== "progress") continue;
        const at = known.said.indexOf(text);
        // A line may come twice when its answer was lost, but never before one that came earlier.
        if (at < known.heard && !parts.answersGetLost) blame(`line "${text}" of run ${brief(runId)} came twice`);
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
      changedAt.set(`${workspaceId}/${site}`, scheduler.now());
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
      knownIds.set(`${workspaceId}/${site}`, kept);
      for (const { id, address } of before === null ? [] : decodeState(before.bytes).objects) {
        if (!kept.has(id) && clouds[siteKind(site)].objects.has(id))
          blame(`${where} forgot ${address} ${id}, which exists`);
      }
      for (const { id } of document.objects)
        if (!clouds[siteKind(site)].wasMade(id)) blame(`${where} knows ${id}, which never was`);
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
      known.applies += 1;
      if (known.applies > 1) blame(`the plan of run ${brief(request.runId)} was applied twice`);
      if (known.run.status !== "applying") blame(`run ${brief(request.runId)} is applied while ${known.run.status}`);
      const seen = serialsSeen.get(`${worker.name} ${request.workspaceId}/${request.site}`);
      if (plan !== null && plan.stateSerial !== seen)
        blame(`run ${brief(request.runId)} applies a plan of ${plan.stateSerial} though ${worker.name} saw ${seen}`);
    },

    engineSaid(runId, event) {
      if (event.kind !== "progress") return;
      const { said, canceledAt } = of(runId);
      said.push(event.text);
      const late = canceledAt === null ? 0 : scheduler.now() - canceledAt;
      if (calm && event.progress?.state === "started" && late > 3_000)
        blame(`run ${brief(runId)} begins "${event.text}" ${late} ms after its cancel`);
    },

    engineEnded(runId) {
      of(runId).engine = null;
    },

    applyEnded(runId, end) {
      of(runId).finished = end;
    },

    workerLeft(process) {
      if ((parts.healthyFor(process) ?? 0) < 20_000) return;
      for (const { run, owner, leasedUntil, unheard } of runs.values())
        if (owner === process && !unheard && leasedUntil > scheduler.now())
          blame(`${process.name} left and keeps run ${brief(run.id)}, which is ${run.status}`);
    },

    lookAround() {
      for (const { run, engine } of runs.values()) {
        if (engine !== null && FINAL.includes(run.status) && hasNoticed(engine.worker))
          blame(`an engine of run ${brief(run.id)}, which is ${run.status}, goes on under ${engine.worker.name}`);
      }
    },
  };
}
