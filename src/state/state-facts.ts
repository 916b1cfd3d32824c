import type { SiteKey, SiteOutputs } from "../contract/index.ts";
import type { StateStore } from "./ports.ts";
import { managedCount, readOutputs } from "./read-state.ts";

/** What other slices ask about a site's state. */
export interface StateFacts {
  serial(workspaceId: string, site: SiteKey): Promise<number | null>;
  hasObjects(workspaceId: string, site: SiteKey): Promise<boolean>;
  outputs(workspaceId: string, site: SiteKey): Promise<SiteOutputs | null>;
}

export function makeStateFacts(store: Pick<StateStore, "current" | "serial">): StateFacts {
  return {
    serial: (workspaceId, site) => store.serial(workspaceId, site),
    async hasObjects(workspaceId, site) {
      const now = await store.current(workspaceId, site);
      return now !== null && managedCount(now.bytes) > 0;
    },
    async outputs(workspaceId, site) {
      const now = await store.current(workspaceId, site);
      return now === null ? null : readOutputs(now.bytes);
    },
  };
}
