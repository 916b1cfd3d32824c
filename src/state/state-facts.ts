import type { SiteKey, SiteOutputs } from "../contract/index.ts";
import type { StateStore } from "./ports.ts";
import { managedAddresses, managedCount, readOutputs } from "./read-state.ts";

/** What other slices ask about a site's state. */
export interface StateFacts {
  serial(workspaceId: string, site: SiteKey): Promise<number | null>;
  hasObjects(workspaceId: string, site: SiteKey): Promise<boolean>;
  /** Addresses of its managed objects, without an index: several may stand behind one. */
  addresses(workspaceId: string, site: SiteKey): Promise<readonly string[]>;
  outputs(workspaceId: string, site: SiteKey): Promise<SiteOutputs | null>;
}

export function makeStateFacts(store: Pick<StateStore, "current" | "serial">): StateFacts {
  return {
    serial: (workspaceId, site) => store.serial(workspaceId, site),
    async hasObjects(workspaceId, site) {
      const now = await store.current(workspaceId, site);
      return now !== null && managedCount(now.bytes) > 0;
    },
    async addresses(workspaceId, site) {
      const now = await store.current(workspaceId, site);
      return now === null ? [] : managedAddresses(now.bytes);
    },
    async outputs(workspaceId, site) {
      const now = await store.current(workspaceId, site);
      return now === null ? null : readOutputs(now.bytes);
    },
  };
}
