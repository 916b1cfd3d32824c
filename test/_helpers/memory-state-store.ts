import type { SiteKey } from "../../src/contract/index.ts";
import type { LockHolder, StateLock, StateStore, StateVersion } from "../../src/state/ports.ts";

interface Site {
  readonly versions: StateVersion[];
  lock: StateLock | null;
  /** Holders of locks that were given back, by lock id. */
  readonly released: Map<string, LockHolder>;
}

/**
 * The state store without a database; the contract suite ties it to the real one.
 *
 * @param presentEpoch of a run's claim, as the run store knows it; without one every claim counts as the present one
 */
export function makeMemoryStateStore(presentEpoch: (runId: string) => number | null = () => null): StateStore {
  const sites = new Map<string, Site>();
  const credentials = new Map<string, { workspaceId: string; site: SiteKey; passwordHash: string }>();

  function at(workspaceId: string, site: SiteKey): Site {
    const key = `${workspaceId}/${site}`;
    const found = sites.get(key) ?? { versions: [], lock: null, released: new Map() };
    sites.set(key, found);
    return found;
  }

  function isPresent(runId: string, epoch: number): boolean {
    return (presentEpoch(runId) ?? epoch) === epoch;
  }

  return {
    async current(workspaceId, site) {
      return at(workspaceId, site).versions.at(-1) ?? null;
    },
    async serial(workspaceId, site) {
      return at(workspaceId, site).versions.at(-1)?.serial ?? null;
    },
    async versions(workspaceId, site) {
      return at(workspaceId, site)
        .versions.map(({ bytes: _bytes, ...rest }) => rest)
        .reverse();
    },
    async version(workspaceId, site, serial) {
      return at(workspaceId, site).versions.find((version) => version.serial === serial) ?? null;
    },
    async lock(workspaceId, site) {
      return at(workspaceId, site).lock;
    },
    async takeLock(workspaceId, site, lock) {
      const place = at(workspaceId, site);
      if (place.lock !== null) return place.lock;
      if (lock.runId !== null && !credentials.has(lock.runId)) return "closed";
      place.lock = lock;
      return null;
    },
    async releaseLock(workspaceId, site, lockId) {
      const place = at(workspaceId, site);
      if (place.lock === null || (lockId !== null && place.lock.id !== lockId)) return false;
      place.released.set(place.lock.id, { runId: place.lock.runId, personId: place.lock.person?.id ?? null });
      place.lock = null;
      return true;
    },
    async wasReleased(workspaceId, site, lockId, { runId, personId }) {
      const holder = at(workspaceId, site).released.get(lockId);
      return holder !== undefined && holder.runId === runId && holder.personId === personId;
    },
    async write(workspaceId, site, next, judge, claim) {
      if (claim !== undefined && !isPresent(claim.runId, claim.epoch)) return "closed";
      const place = at(workspaceId, site);
      const now = place.versions.at(-1);
      const isRepeated =
        now !== undefined && now.serial === next.serial && Buffer.from(now.bytes).equals(Buffer.from(next.bytes));
      const verdict = judge(now === undefined ? null : { ...now, isRepeated }, place.lock);
      if (verdict === "accept") place.versions.push(next);
      return verdict;
    },
    async saveCredential({ runId, epoch, ...credential }) {
      if (!isPresent(runId, epoch)) return false;
      credentials.set(runId, credential);
      return true;
    },
    async credential(runId) {
      return credentials.get(runId) ?? null;
    },
    async removeCredential(runId, epoch) {
      if (!isPresent(runId, epoch)) return false;
      credentials.delete(runId);
      for (const place of sites.values()) if (place.lock?.runId === runId) place.lock = null;
      return true;
    },
  };
}
