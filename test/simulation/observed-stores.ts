import type { RunStatus, SiteKey } from "../../src/contract/index.ts";
import type { RepairStore } from "../../src/repair/ports.ts";
import type { RunStore } from "../../src/run/ports.ts";
import type { StateStore } from "../../src/state/ports.ts";
import type { Oracle } from "./followed-run.ts";
import type { VirtualProcess } from "./virtual-process.ts";

/** What the oracle remembers of the stores, so that it need not ask them. */
export interface StoreMemory {
  readonly serials: Map<string, number>;
  readonly credentials: Set<string>;
  readonly locks: Map<string, string | null>;
}

export function makeStoreMemory(): StoreMemory {
  return { serials: new Map(), credentials: new Set(), locks: new Map() };
}

type Caller = () => VirtualProcess;

/** The run store, with every effect told to the oracle in the moment it happens. */
export function observeRuns(store: RunStore, oracle: Oracle, caller: Caller): RunStore {
  return {
    ...store,
    async create(runs) {
      await store.create(runs);
      oracle.created(runs);
    },
    async claimNext(workerId, leaseSeconds, hostId) {
      const claim = await store.claimNext(workerId, leaseSeconds, hostId);
      if (claim !== null) oracle.claimed(caller(), claim, leaseSeconds);
      return claim;
    },
    async renewClaim(runId, epoch, leaseSeconds) {
      const renewed = await store.renewClaim(runId, epoch, leaseSeconds);
      if (renewed) oracle.renewed(runId, leaseSeconds);
      return renewed;
    },
    async transition(runId, from: RunStatus, to: RunStatus, patch, epoch) {
      const run = await store.transition(runId, from, to, patch, epoch);
      oracle.moved(caller(), from, run);
      return run;
    },
    async requestCancel(runId, how) {
      await store.requestCancel(runId, how);
      oracle.cancelAsked(runId, how);
    },
    async appendEvents(runId, events) {
      await store.appendEvents(runId, events);
      oracle.appended(runId, events);
    },
    async savePlan(runId, epoch, plan) {
      await store.savePlan(runId, epoch, plan);
      oracle.planSaved(caller(), runId, plan.stateSerial);
    },
  };
}

/** The state store, with every effect told to the oracle in the moment it happens. */
export function observeStates(store: StateStore, memory: StoreMemory, oracle: Oracle, caller: Caller): StateStore {
  const key = (workspaceId: string, site: SiteKey) => `${workspaceId}/${site}`;
  return {
    ...store,
    async takeLock(workspaceId, site, lock) {
      const holder = await store.takeLock(workspaceId, site, lock);
      if (holder === null) memory.locks.set(key(workspaceId, site), lock.runId);
      return holder;
    },
    async releaseLock(workspaceId, site, lockId) {
      const released = await store.releaseLock(workspaceId, site, lockId);
      if (released) memory.locks.delete(key(workspaceId, site));
      return released;
    },
    async serial(workspaceId, site) {
      const serial = await store.serial(workspaceId, site);
      oracle.serialSeen(caller(), workspaceId, site, serial);
      return serial;
    },
    async write(workspaceId, site, next, judge, claim) {
      const before = await store.current(workspaceId, site);
      const verdict = await store.write(workspaceId, site, next, judge, claim);
      if (verdict === "accept") {
        memory.serials.set(key(workspaceId, site), next.serial);
        // A worker may store what its own engine left after the lock was gone.
        if (!memory.locks.has(key(workspaceId, site)) && !caller().name.startsWith("worker"))
          oracle.blame(`serial ${next.serial} of ${workspaceId.slice(0, 8)}/${site} was written without a lock`);
        const isByHand = caller().name.startsWith("worker");
        if (isByHand && next.runId !== null) oracle.needsClaim(caller(), next.runId, "stored a state");
        oracle.stateAccepted(workspaceId, site, before, next);
      } else if (verdict !== "same" && before !== null && before.serial === next.serial) {
        const isSame = before.runId === next.runId && Buffer.from(before.bytes).equals(Buffer.from(next.bytes));
        if (isSame && next.runId !== null && memory.locks.get(key(workspaceId, site)) === next.runId)
          oracle.blame(`a write that was repeated after its answer was lost is refused: ${verdict}`);
      }
      return verdict;
    },
    async saveCredential(credential) {
      const { runId } = credential;
      const saved = await store.saveCredential(credential);
      if (saved) memory.credentials.add(runId);
      if (saved) oracle.accessOpened(caller(), runId);
      return saved;
    },
    async removeCredential(runId, epoch) {
      const removed = await store.removeCredential(runId, epoch);
      if (!removed) return removed;
      memory.credentials.delete(runId);
      for (const [where, holder] of memory.locks) if (holder === runId) memory.locks.delete(where);
      oracle.accessClosed(caller(), runId);
      return removed;
    },
  };
}

/** The repair store, as far as its writes need a claim. */
export function observeRepairs(store: RepairStore, oracle: Oracle, caller: Caller): RepairStore {
  return {
    ...store,
    async saveRemovals(claim, removals) {
      const saved = await store.saveRemovals(claim, removals);
      if (saved) oracle.needsClaim(caller(), claim.runId, "noted what is to be removed");
      return saved;
    },
  };
}
