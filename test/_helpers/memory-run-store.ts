import type { RunEvent, RunStatus } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { RunPatch, RunQueue, RunRecord, RunStore, StoredPlan, WorkerRegistry } from "../../src/run/ports.ts";
import { makeMemoryFleet } from "./memory-fleet.ts";

interface Entry {
  run: RunRecord;
  epoch: number;
  claimedUntil: number | null;
  claimedBy: string | null;
  claimedHost: string | null;
  heardAt: number | null;
  plan: StoredPlan | null;
  readonly events: RunEvent[];
}

const ACTIVE: readonly RunStatus[] = ["pending", "planning", "planned", "confirmed", "applying"];
const WORKED: readonly RunStatus[] = ["planning", "applying"];
const BUSY: readonly RunStatus[] = ["pending", "planning", "confirmed", "applying"];

/** The store together with what the database knows beside it. */
export interface MemoryRunStore extends RunStore {
  readonly queue: RunQueue;
  readonly workers: WorkerRegistry;
  /** Of the run's present claim; null when there is no such run. */
  presentEpoch(runId: string): number | null;
  /** The run of a site that plans, applies or waits for a worker. */
  busyRun(workspaceId: string, site: string): RunRecord | undefined;
  /** Tells whoever waits that something changed beside the runs. */
  wake(): void;
}

export interface MemoryRunStoreOptions {
  /** Called in the step that makes a run wait for a worker, as the delivery's `enqueue` is. */
  readonly announce?: (runId: string) => void;
  /** How many accounts there are; one owner leaves slots free only for others that exist. */
  readonly accounts?: () => number;
  /** Whether the machine of a site is being started or stopped: then no run begins there. */
  readonly powerChanges?: (workspaceId: string, site: string) => boolean;
}

/** The run store without a database; the contract suite ties it to the real one. `now` moves claims' time. */
export function makeMemoryRunStore(
  now: () => number = Date.now,
  { announce = () => undefined, accounts = () => 1, powerChanges = () => false }: MemoryRunStoreOptions = {},
): MemoryRunStore {
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

  const fleet = makeMemoryFleet(now, () => [...entries.values()], accounts, powerChanges);

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
    queue: fleet.queue,
    workers: fleet.workers,
    async create(runs) {
      for (const run of runs) refuseActive(run);
      const unclaimed = { epoch: 0, claimedUntil: null, claimedBy: null, claimedHost: null, heardAt: null };
      for (const run of runs) entries.set(run.id, { run, ...unclaimed, plan: null, events: [] });
      for (const run of runs) announce(run.id);
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
    async claimNext(workerId, leaseSeconds, hostId = workerId) {
      const found = fleet.choose(entries.values(), hostId);
      if (found === undefined) return null;
      found.epoch += 1;
      found.claimedUntil = now() + leaseSeconds * 1_000;
      found.claimedBy = workerId;
      found.claimedHost = hostId;
      found.heardAt = now();
      return { run: found.run, epoch: found.epoch };
    },
    async renewClaim(runId, epoch, leaseSeconds) {
      const found = entry(runId);
      if (found.epoch !== epoch || found.claimedUntil === null) return false;
      if (leaseSeconds > 0) {
        found.claimedUntil = now() + leaseSeconds * 1_000;
        return true;
      }
      found.claimedUntil = found.run.status === "applying" ? now() - 1 : null;
      announce(runId);
      tell(runId);
      return true;
    },
    async transition(runId: string, from: RunStatus, to: RunStatus, patch: RunPatch, epoch?: number) {
      const found = entry(runId);
      const begins = !WORKED.includes(from) && WORKED.includes(to);
      const heldBack = begins && powerChanges(found.run.workspaceId, found.run.site);
      if (found.run.status !== from || heldBack || (epoch !== undefined && found.epoch !== epoch)) {
        throw new AppError(
          "illegal-transition",
          `Run ${runId} is ${found.run.status}; it cannot go from ${from} to ${to}.`,
          {
            runId,
            status: found.run.status,
          },
        );
      }
      const confirmedAt = to === "confirmed" ? new Date(now()) : found.run.confirmedAt;
      found.run = { ...found.run, ...patch, confirmedAt, status: to };
      if (!WORKED.includes(to)) found.claimedUntil = null;
      if (to === "confirmed") announce(runId);
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
      found.heardAt = now();
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
    async planJson(runId) {
      return entries.get(runId)?.plan?.planJson ?? null;
    },
    busyRun: (workspaceId, site) =>
      [...entries.values()]
        .map(({ run }) => run)
        .find((run) => run.workspaceId === workspaceId && run.site === site && BUSY.includes(run.status)),
    wake: () => tell(null),
    presentEpoch: (runId) => entries.get(runId)?.epoch ?? null,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
