import { type RunStatus, siteKind } from "../../src/contract/index.ts";
import type { RunRecord } from "../../src/run/ports.ts";
import type { Followed, OracleParts } from "./followed-run.ts";
import { decodeState } from "./state-document.ts";
import type { VirtualProcess } from "./virtual-process.ts";

export interface MoveJudgeParts {
  readonly parts: OracleParts;
  readonly runs: ReadonlyMap<string, Followed>;
  /** When the state of a site was last written, and which objects it knows since. */
  readonly changedAt: ReadonlyMap<string, number>;
  readonly knownIds: ReadonlyMap<string, ReadonlySet<string>>;
  readonly blame: (what: string) => void;
}

const FINAL: readonly RunStatus[] = ["applied", "planned-and-finished", "discarded", "canceled", "errored"];
/** Longer than a slow database takes between the look at the state and the yes. */
const STALE_MS = 17_000;
/** An engine that is told to stop may take a minute before it is killed. */
const GENTLE_END_MS = 62_000;
const FORCED_END_MS = 4_000;

/** Judges every change of a run's status in the moment it happens. */
export function makeMoveJudges({ parts, runs, changedAt, knownIds, blame }: MoveJudgeParts) {
  const { scheduler, clouds, calm } = parts;

  function judgeMove(by: VirtualProcess, before: RunStatus, known: Followed, run: RunRecord): void {
    const worked =
      before === "planning" || before === "applying" || run.status === "planning" || run.status === "applying";
    if (worked && known.owner !== by) blame(`${by.name} moved run ${brief(run)} to ${run.status} without owning it`);
    if (run.status === "applying" && before !== "confirmed") blame(`run ${brief(run)} is applied without a yes`);
    if ((FINAL.includes(run.status) || run.status === "planned") && parts.holdsAccess(run.id))
      blame(`run ${brief(run)} is ${run.status} and still may reach the state`);
    if (run.status === "applied") judgeApplied(known);
    if (run.status === "errored") judgeFailure(by, before, known, run);
    if (run.status === "confirmed") judgeYes(by, known, run);
    if (run.status === "canceled" && before === "applying" && run.failure === null && known.applies > 0)
      blame(`run ${brief(run)} was canceled in its apply and says nothing of what may be left`);
    if (run.status === "planned" && known.canceledAt !== null && known.canceledAt <= known.planSavedAt)
      blame(`run ${brief(run)} waits for review although it was canceled before its plan was kept`);
    if (calm && worked) judgeCancel(known, run);
  }

  function judgeApplied({ run, finished, said, heard }: Followed): void {
    if (finished?.ok !== true) blame(`run ${brief(run)} is applied, but its engine did not say so`);
    if (heard < said.length) blame(`run ${brief(run)} ended with ${said.length - heard} lines of its log missing`);
  }

  function judgeFailure(by: VirtualProcess, before: RunStatus, known: Followed, run: RunRecord): void {
    const { failure } = run;
    if (failure === null) {
      blame(`run ${brief(run)} failed without a reason`);
      return;
    }
    if (before === "applying") judgeLeftState(by, known);
    // A desk that had the lock may still write between the worker's look at the state and the engine's own lock.
    const isStale = failure.code === "plan-stale" || failure.detail.includes("stale");
    if (calm && !isStale) blame(`run ${brief(run)} failed in fair weather: ${failure.code} ${failure.detail}`);
    const wasWell = by.upSince() < known.appliesSince && known.by === by;
    if (failure.code !== "interrupted" || !wasWell) return;
    // Its claim can run out while the database is away, and be given to itself again before it has heard of that.
    const reachedAll = (parts.healthyFor(by) ?? 0) > scheduler.now() - known.appliesSince;
    if (known.finished?.ok && reachedAll)
      blame(`run ${brief(run)} is called interrupted by the worker that saw it succeed`);
    if (known.applies === 0 && reachedAll) blame(`run ${brief(run)} is called interrupted and was never begun`);
  }

  /** What the engine could not save lies on its machine: whoever ends the run there has to store it. */
  function judgeLeftState(by: VirtualProcess, { run, by: starter, finished }: Followed): void {
    if (finished === null || finished.ok || finished.unsaved === null || by.machine !== starter?.machine) return;
    const known = knownIds.get(`${run.workspaceId}/${run.site}`) ?? new Set();
    const left = decodeState(finished.unsaved);
    const lost = left.objects.find(({ id }) => !known.has(id) && clouds[siteKind(run.site)].objects.has(id));
    // Without a lineage it can only become the first state.
    if (lost !== undefined && (left.lineage !== "" || known.size === 0))
      blame(`run ${brief(run)} left a state with ${lost.address} ${lost.id}, and nobody stored it`);
  }

  /** A worker goes on alone only with what harms nothing; nobody goes on with a plan whose state has long moved. */
  function judgeYes(by: VirtualProcess, { plannedOn }: Followed, run: RunRecord): void {
    const danger = run.summary?.danger;
    const isHarmless = run.kind === "apply" && (danger === "in-place" || danger === "nothing");
    if (by.name.startsWith("worker")) {
      if (!(run.autoApply && isHarmless)) blame(`run ${brief(run)} goes on alone with a ${run.kind} that ${danger}`);
      return;
    }
    const movedAt = changedAt.get(`${run.workspaceId}/${run.site}`) ?? 0;
    const isStale = plannedOn !== parts.currentSerial(run.workspaceId, run.site);
    if (isStale && scheduler.now() - movedAt > STALE_MS)
      blame(`run ${brief(run)} is confirmed on a state that moved ${scheduler.now() - movedAt} ms ago`);
  }

  function judgeCancel({ canceledAt, forcedAt }: Followed, run: RunRecord): void {
    if (run.status === "canceled" && canceledAt === null) blame(`run ${brief(run)} ended as canceled unasked`);
    if (!FINAL.includes(run.status)) return;
    const gentle = canceledAt === null ? 0 : scheduler.now() - canceledAt;
    const forced = forcedAt === null ? 0 : scheduler.now() - forcedAt;
    if (gentle > GENTLE_END_MS) blame(`run ${brief(run)} went on for ${gentle} ms after its cancel`);
    if (forced > FORCED_END_MS) blame(`run ${brief(run)} went on for ${forced} ms after it was forced to end`);
  }

  /** Nobody is served before somebody who has fewer at work, and nobody gets the last places. */
  function judgeTurn(by: VirtualProcess, { run }: Followed): void {
    const own = atWork(run.ownerId);
    for (const other of runs.values()) {
      const waits = other.run.status === "pending" || other.run.status === "confirmed";
      if (!waits || parts.isHeldBack(other.run) || other.owner !== null || other.run.ownerId === run.ownerId) continue;
      if (atWork(other.run.ownerId) < own)
        blame(`run ${brief(run)} was taken before ${brief(other.run)}, whose owner has fewer at work`);
    }
    const most = Math.max(1, parts.slots - Math.max(1, Math.floor(parts.slots / 4)));
    // What a worker takes that was told to stop meanwhile is given back.
    const isServed = (parts.healthyFor(by) ?? 0) > 20_000 && !parts.isLeaving(by);
    if (parts.owners > 1 && own + 1 > most && isServed)
      blame(`${run.ownerId} got ${own + 1} of ${parts.slots} places, and none is left for anybody else`);
  }

  function atWork(ownerId: string): number {
    const held = ({ run, owner, leasedUntil }: Followed) =>
      run.ownerId === ownerId && owner !== null && leasedUntil >= scheduler.now();
    return [...runs.values()].filter(held).length;
  }

  return { judgeMove, judgeTurn };
}

function brief({ id }: RunRecord): string {
  return id.slice(0, 8);
}
