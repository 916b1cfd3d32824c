import { AppError } from "../../src/kernel/app-error.ts";
import type { PowerRecord, PowerStore } from "../../src/power/index.ts";
import type { RunRecord } from "../../src/run/ports.ts";

interface Entry {
  record: PowerRecord;
  epoch: number;
  claimedUntil: number | null;
}

export interface MemoryPowerStore extends PowerStore {
  /** Whether the site's machine is being started or stopped, or is about to be. */
  isOpenOn(workspaceId: string, site: string): boolean;
}

export interface MemoryPowerParts {
  /** Milliseconds since 1970: the database's time. */
  readonly now: () => number;
  /** A run that plans, applies or waits for a worker on a site. */
  readonly busyRun: (workspaceId: string, site: string) => RunRecord | undefined;
  /** Wakes up whoever waits for a change. */
  readonly wake: () => void;
}

/** Power actions without a database: what `power-store.ts` does in PostgreSQL. */
export function makeMemoryPowerStore({ now, busyRun, wake }: MemoryPowerParts): MemoryPowerStore {
  const entries = new Map<string, Entry>();
  const isOpen = ({ record }: Entry) => record.finishedAt === null;
  const on = (workspaceId: string, site: string) =>
    [...entries.values()].filter(({ record }) => record.workspaceId === workspaceId && record.site === site);

  function change(id: string, epoch: number, next: (record: PowerRecord) => Partial<PowerRecord>): boolean {
    const found = entries.get(id);
    if (found === undefined || found.epoch !== epoch || !isOpen(found)) return false;
    found.record = { ...found.record, ...next(found.record) };
    return true;
  }

  return {
    isOpenOn: (workspaceId, site) => on(workspaceId, site).some(isOpen),
    async create(record) {
      const { workspaceId, site } = record;
      const run = busyRun(workspaceId, site);
      if (run !== undefined) throw new AppError("run-active", `Run ${run.id} on ${site} is ${run.status}.`);
      if (on(workspaceId, site).some(isOpen)) throw new AppError("power-active", `Something is under way on ${site}.`);
      const made: PowerRecord = {
        ...record,
        ...{ status: "waiting", detail: null, problem: null, mark: null, ticket: null, createdAt: new Date(now()) },
        ...{ sentAt: null, acceptedAt: null, finishedAt: null },
      };
      entries.set(record.id, { record: made, epoch: 0, claimedUntil: null });
      wake();
      return made;
    },
    async find(workspaceId, id) {
      const found = entries.get(id)?.record;
      return found?.workspaceId === workspaceId ? found : null;
    },
    async list(workspaceId, { limit, before }) {
      const own = [...entries.values()].map(({ record }) => record).filter((one) => one.workspaceId === workspaceId);
      const until = before === null ? own.length : own.findIndex(({ id }) => id === before);
      return own.slice(0, Math.max(0, until)).reverse().slice(0, limit);
    },
    async claimNext(_workerId, leaseSeconds) {
      const isFree = ({ claimedUntil }: Entry) => claimedUntil === null || claimedUntil < now();
      const found = [...entries.values()].find((entry) => isOpen(entry) && isFree(entry));
      if (found === undefined) return null;
      found.epoch += 1;
      found.claimedUntil = now() + leaseSeconds * 1_000;
      const { record, epoch } = found;
      const sentMsAgo = record.sentAt === null ? null : now() - record.sentAt.getTime();
      return { record, epoch, ageMs: now() - record.createdAt.getTime(), sentMsAgo };
    },
    async renewClaim(id, epoch, leaseSeconds) {
      const isHeld = change(id, epoch, () => ({}));
      const found = entries.get(id);
      if (isHeld && found !== undefined) found.claimedUntil = leaseSeconds > 0 ? now() + leaseSeconds * 1_000 : null;
      return isHeld;
    },
    async noteSending(id, epoch, mark) {
      const sentAt = new Date(now());
      return change(id, epoch, () => ({
        ...{ status: "working", detail: null, sentAt, mark, acceptedAt: null, ticket: null },
      }));
    },
    noteAccepted: async (id, epoch, ticket) => change(id, epoch, () => ({ acceptedAt: new Date(now()), ticket })),
    noteWaiting: async (id, epoch, detail) => void change(id, epoch, () => ({ detail })),
    async finish(id, epoch, { status, detail, problem }) {
      const isHeld = change(id, epoch, () => ({ status, detail, problem, finishedAt: new Date(now()) }));
      if (isHeld) wake();
      return isHeld;
    },
    async cancel(workspaceId, id, detail) {
      const found = entries.get(id);
      if (found?.record.workspaceId !== workspaceId || found.record.status !== "waiting") return null;
      found.record = { ...found.record, status: "canceled", detail, finishedAt: new Date(now()) };
      wake();
      return found.record;
    },
    async last(workspaceId, site) {
      const done = on(workspaceId, site).findLast(({ record }) => record.status === "done")?.record;
      if (done === undefined || done.finishedAt === null) return null;
      return { action: done.action, createdBy: done.createdBy, finishedAt: done.finishedAt };
    },
  };
}
