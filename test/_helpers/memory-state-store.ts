import type { SiteKey } from "../../src/contract/index.ts";
import type { StateLock, StateStore, StateVersion } from "../../src/state/ports.ts";

interface Site {
  readonly versions: StateVersion[];
  lock: StateLock | null;
}

/** The state store without a database; the contract suite ties it to the real one. */
export function makeMemoryStateStore(): StateStore {
  const sites = new Map<string, Site>();
  const credentials = new Map<string, { workspaceId: string; site: SiteKey; passwordHash: string }>();

  function at(workspaceId: string, site: SiteKey): Site {
    const key = `${workspaceId}/${site}`;
    const found = sites.get(key) ?? { versions: [], lock: null };
    sites.set(key, found);
    return found;
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
    async lock(workspaceId, site) {
      return at(workspaceId, site).lock;
    },
    async takeLock(workspaceId, site, lock) {
      const place = at(workspaceId, site);
      if (place.lock !== null) return place.lock;
      place.lock = lock;
      return null;
    },
    async releaseLock(workspaceId, site, lockId) {
      const place = at(workspaceId, site);
      if (place.lock === null || (lockId !== null && place.lock.id !== lockId)) return false;
      place.lock = null;
      return true;
    },
    async releaseLocksOf(runId) {
      const held = [...sites.values()].filter(({ lock }) => lock?.runId === runId);
      for (const place of held) place.lock = null;
      return held.length;
    },
    async write(workspaceId, site, next, judge) {
      const place = at(workspaceId, site);
      const verdict = judge(place.versions.at(-1) ?? null, place.lock);
      if (verdict === "accept") place.versions.push(next);
      return verdict;
    },
    async saveCredential(runId, workspaceId, site, passwordHash) {
      credentials.set(runId, { workspaceId, site, passwordHash });
    },
    async credential(runId) {
      return credentials.get(runId) ?? null;
    },
    async removeCredential(runId) {
      credentials.delete(runId);
    },
  };
}
