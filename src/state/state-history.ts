import type { RollbackReceipt, SiteKey, StateDiff, StateHistory, UnlockReceipt } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import { diffStates } from "./diff-states.ts";
import { judgeWrite } from "./judge-write.ts";
import type { StateDigests, StateEntry, StateLock, StatePerson, StateRuns, StateStore, StateVersion } from "./ports.ts";
import { presentEntry, presentLock } from "./present-state.ts";
import { asNextVersion } from "./roll-back.ts";

export interface StateHistoryPorts {
  readonly store: StateStore;
  readonly runs: StateRuns;
  readonly digests: StateDigests;
  readonly clock: Clock;
  readonly newId: () => string;
}

const REALITY_STANDS = "Nothing changed on the cloud. Plan now: the plan shows how reality differs from this state.";
const UNLOCKED = "If that Terraform still runs, its next write is refused; plan before anything is applied.";

/** What people may see and do about the states of a site. */
export function makeStateHistory({ store, runs, digests, clock, newId }: StateHistoryPorts) {
  async function version(workspaceId: string, site: SiteKey, serial: number): Promise<StateVersion> {
    const found = await store.version(workspaceId, site, serial);
    if (found !== null) return found;
    throw new AppError("not-found", `There is no state ${serial} on ${site}.`, { workspaceId, site, serial });
  }

  async function newest(workspaceId: string, site: SiteKey): Promise<number> {
    const serial = await store.serial(workspaceId, site);
    if (serial !== null) return serial;
    throw new AppError("not-found", `There is no state on ${site} yet.`, { workspaceId, site });
  }

  /** Holds the lock in the person's name while `work` is done. */
  async function locked<T>(
    workspaceId: string,
    site: SiteKey,
    person: StatePerson,
    work: (lock: StateLock) => Promise<T>,
  ): Promise<T> {
    const id = newId();
    const document = { ID: id, Operation: "rollback", Who: person.name, Created: clock.now().toISOString() };
    const lock = { id, document, lockedAt: clock.now(), runId: null, person };
    const holder = await store.takeLock(workspaceId, site, lock);
    if (holder !== null && holder !== "closed") throw isLocked(holder);
    try {
      return await work(lock);
    } finally {
      await store.releaseLock(workspaceId, site, id);
    }
  }

  return {
    async list(
      workspaceId: string,
      site: SiteKey,
      page: { readonly limit: number; readonly before?: number | undefined },
    ): Promise<StateHistory> {
      const [versions, lock, plan] = await Promise.all([
        store.versions(workspaceId, site),
        store.lock(workspaceId, site),
        runs.waitingPlan(workspaceId, site),
      ]);
      const older = versions.filter(({ serial }) => page.before === undefined || serial < page.before);
      const present = versions[0]?.serial ?? null;
      return {
        site,
        versions: older.slice(0, page.limit).map(presentEntry),
        more: older.length > page.limit,
        lock: lock === null ? null : presentLock(lock),
        waitingPlan: plan === null ? null : { ...plan, stale: plan.basedOn !== present },
      };
    },

    document: async (workspaceId: string, site: SiteKey, serial: number) =>
      (await version(workspaceId, site, serial)).bytes,

    /** Without `to` the newest, without `from` the version before `to`. */
    async diff(
      workspaceId: string,
      site: SiteKey,
      asked: { readonly from?: number | undefined; readonly to?: number | undefined },
    ): Promise<StateDiff> {
      const to = asked.to ?? (await newest(workspaceId, site));
      const from = asked.from ?? previous(await store.versions(workspaceId, site), to);
      const [before, after] = await Promise.all([version(workspaceId, site, from), version(workspaceId, site, to)]);
      return { site, from, to, ...diffStates(before.bytes, after.bytes) };
    },

    /** Throws AppError: not-found, run-active, state-locked, state-conflict. */
    async rollback(workspaceId: string, site: SiteKey, serial: number, person: StatePerson): Promise<RollbackReceipt> {
      const old = await version(workspaceId, site, serial);
      return locked(workspaceId, site, person, async (lock) => {
        // Asked while the lock is held: a run that starts from now on waits for it.
        await refuseWhileRunning(runs, workspaceId, site);
        const now = await newest(workspaceId, site);
        if (now === serial) throw new AppError("state-conflict", `${serial} is the present state already.`, { serial });
        const next = asNextVersion(old, now + 1, { person, at: clock.now(), md5Base64: digests.md5Base64 });
        if (next === null) throw new AppError("state-conflict", `State ${serial} cannot be read.`, { serial });
        const verdict = await store.write(workspaceId, site, next, (present, held) =>
          judgeWrite({ ...next, lockId: lock.id }, present, held),
        );
        if (verdict !== "accept") throw new AppError("state-conflict", verdict, { serial });
        await runs.tellWaitingPlan(workspaceId, site, next.serial, `a rollback by ${person.name}`);
        return { version: presentEntry(next), restored: serial, warning: REALITY_STANDS };
      });
    },

    /** Takes the lock away from a holder that is no live run. Throws AppError: not-found, run-active, state-conflict. */
    async unlock(workspaceId: string, site: SiteKey, lockId: string): Promise<UnlockReceipt> {
      const lock = await store.lock(workspaceId, site);
      if (lock === null) throw new AppError("not-found", `The state on ${site} is not locked.`, { workspaceId, site });
      if (lock.id !== lockId)
        throw new AppError("state-conflict", `The lock is ${lock.id} by now, not ${lockId}.`, { lockId: lock.id });
      if (lock.runId !== null && (await runs.isLive(lock.runId)))
        throw new AppError("run-active", `Run ${lock.runId} holds the lock and is alive; cancel it instead.`, {
          runId: lock.runId,
        });
      if (!(await store.releaseLock(workspaceId, site, lockId)))
        throw new AppError("state-conflict", "The lock was given back a moment ago.", { lockId });
      return { released: presentLock(lock), warning: UNLOCKED };
    },
  };
}

export async function refuseWhileRunning(runs: StateRuns, workspaceId: string, site: SiteKey): Promise<void> {
  const run = await runs.live(workspaceId, site);
  if (run === null) return;
  throw new AppError("run-active", `Run ${run.id} on ${site} is ${run.status}.`, { runId: run.id, status: run.status });
}

function previous(versions: readonly StateEntry[], to: number): number {
  const older = versions.find(({ serial }) => serial < to);
  if (older !== undefined) return older.serial;
  throw new AppError("not-found", `There is no state before ${to}.`, { to });
}

function isLocked(holder: StateLock): AppError {
  const { lockId, runId, person, who } = presentLock(holder);
  const by = runId === null ? (person ?? who ?? "somebody") : `run ${runId}`;
  return new AppError("state-locked", `The state is locked by ${by}.`, { lockId, runId });
}
