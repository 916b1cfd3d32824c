import type { RunEvent, RunStatus } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { RunPatch, RunRecord, RunStore, StoredPlan } from "../../src/run/ports.ts";

interface Entry {
  run: RunRecord;
  epoch: number;
  claimedUntil: number | null;
  plan: StoredPlan | null;
  readonly events: RunEvent[];
}

const ACTIVE: readonly RunStatus[] = ["pending", "planning", "planned", "confirmed", "applying"];
const CLAIMABLE: readonly RunStatus[] = ["pending", "planning", "confirmed", "applying"];
const WORKED: readonly RunStatus[] = ["planning", "applying"];

export interface MemoryRunStore extends RunStore {
  /** Of the run's present claim; null when there is no such run. */
  presentEpoch(runId: string): number | null;
}

/** The run store without a database; the contract suite ties it to the real one. `now` moves claims' time. */
export function makeMemoryRunStore(now: () => number = Date.now): MemoryRunStore {
  const entries = new Map<string, Entry>();
  const listeners = new Set<(runId: string | null) => void>();

  function tell(runId: string | null): void {
    for (const listener of listeners) listener(runId);
  }

  function entry(id: string): Entry {
    const found = entries.get(id);
    if (found === undefined) throw new AppError("not-found", `There is no run ${id}.`);
    return found;
  }

  function isFree({ claimedUntil }: Entry): boolean {
    return claimedUntil === null || claimedUntil < now();
  }

  function refuseActive(run: RunRecord): void {
    const active = [...entries.values()].find(
      (other) =>
        other.run.workspaceId === run.workspaceId && other.run.site === run.site && ACTIVE.includes(other.run.status),
    );
    if (active === undefined) return;
    throw new AppError("run-active", `Run ${active.run.id} is ${active.run.status} on ${run.site}.`, {
      runId: active.run.id,
      status: active.run.status,
      site: run.site,
    });
  }

  return {
    async create(runs) {
      for (const run of runs) refuseActive(run);
      for (const run of runs) entries.set(run.id, { run, epoch: 0, claimedUntil: null, plan: null, events: [] });
      tell(null);
    },
    async find(ownerId, id) {
      const found = entries.get(id)?.run;
      return found?.ownerId === ownerId ? found : null;
    },
    async list(ownerId, { workspaceId, status, limit, before }) {
      const own = [...entries.values()].map(({ run }) => run).filter((run) => run.ownerId === ownerId);
      const wanted = own.filter(
        (run) =>
          (workspaceId === undefined || run.workspaceId === workspaceId) &&
          (status === undefined || run.status === status),
      );
      const newestFirst = own.reverse();
      const older =
        before === undefined ? newestFirst : newestFirst.slice(newestFirst.findIndex((run) => run.id === before) + 1);
      return older.filter((run) => wanted.includes(run)).slice(0, limit);
    },
    async queuePosition(id) {
      const waiting = [...entries.values()].filter(
        (other) => (other.run.status === "pending" || other.run.status === "confirmed") && isFree(other),
      );
      const index = waiting.findIndex(({ run }) => run.id === id);
      return index < 0 ? null : index + 1;
    },
    async claimNext(_workerId, leaseSeconds) {
      const found = [...entries.values()].find((other) => CLAIMABLE.includes(other.run.status) && isFree(other));
      if (found === undefined) return null;
      found.epoch += 1;
      found.claimedUntil = now() + leaseSeconds * 1_000;
      return { run: found.run, epoch: found.epoch };
    },
    async renewClaim(runId, epoch, leaseSeconds) {
      const found = entry(runId);
      if (found.epoch !== epoch || found.claimedUntil === null) return false;
      found.claimedUntil = leaseSeconds === 0 ? null : now() + leaseSeconds * 1_000;
      if (leaseSeconds === 0) tell(runId);
      return true;
    },
    async transition(runId: string, from: RunStatus, to: RunStatus, patch: RunPatch, epoch?: number) {
      const found = entry(runId);
      if (found.run.status !== from || (epoch !== undefined && found.epoch !== epoch)) {
        throw new AppError(
          "illegal-transition",
          `Run ${runId} is ${found.run.status}; it cannot go from ${from} to ${to}.`,
          {
            runId,
            status: found.run.status,
          },
        );
      }
      found.run = { ...found.run, ...patch, status: to };
      if (!WORKED.includes(to)) found.claimedUntil = null;
      tell(runId);
      return found.run;
    },
    async requestCancel(runId, how) {
      const found = entry(runId);
      if (found.run.cancelRequested !== "forced") found.run = { ...found.run, cancelRequested: how };
      tell(runId);
    },
    async cancelRequested(runId) {
      return entry(runId).run.cancelRequested;
    },
    async appendEvents(runId, events) {
      const found = entry(runId);
      for (const event of events) found.events.push({ ...event, runId, sequence: found.events.length + 1 });
      tell(runId);
    },
    async events(runId, afterSequence, limit) {
      const all = entries.get(runId)?.events ?? [];
      return all.filter(({ sequence }) => sequence > afterSequence).slice(0, limit);
    },
    async savePlan(runId, epoch, plan) {
      const found = entry(runId);
      if (found.epoch !== epoch) throw new AppError("illegal-transition", `Run ${runId} is claimed by another worker.`);
      found.plan = plan;
    },
    async plan(runId) {
      return entries.get(runId)?.plan ?? null;
    },
    presentEpoch: (runId) => entries.get(runId)?.epoch ?? null,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
