import type { SiteKey } from "../contract/index.ts";
import type { Clock } from "../kernel/clock.ts";
import { makeAdoptState } from "./adopt-state.ts";
import type { StateDigests, StateStore } from "./ports.ts";

export interface StateAccessPorts {
  readonly store: Pick<StateStore, "saveCredential" | "removeCredential" | "releaseLocksOf" | "write">;
  readonly digests: StateDigests;
  readonly clock: Clock;
  /** A new random password. */
  readonly newPassword: () => string;
  /** Where the service's state routes answer, such as `http://127.0.0.1:3000/state/v1`; asked for at every run. */
  readonly baseUrl: () => string;
}

/**
 * Opens the state backend for one run, as the environment Terraform's HTTP backend reads, and closes it again: the
 * password dies with the run, and a lock that the run left behind is released.
 */
export function makeStateAccess(ports: StateAccessPorts) {
  return {
    adopt: makeAdoptState(ports),

    async open(run: { readonly id: string; readonly workspaceId: string; readonly site: SiteKey }) {
      const password = ports.newPassword();
      await ports.store.saveCredential(run.id, run.workspaceId, run.site, ports.digests.sha256Hex(password));
      const address = `${ports.baseUrl()}/${run.workspaceId}/${run.site}`;
      return {
        TF_HTTP_ADDRESS: address,
        TF_HTTP_LOCK_ADDRESS: `${address}/lock`,
        TF_HTTP_LOCK_METHOD: "POST",
        TF_HTTP_UNLOCK_ADDRESS: `${address}/lock`,
        TF_HTTP_UNLOCK_METHOD: "DELETE",
        TF_HTTP_USERNAME: run.id,
        TF_HTTP_PASSWORD: password,
      };
    },

    async close(runId: string): Promise<void> {
      await ports.store.removeCredential(runId);
      await ports.store.releaseLocksOf(runId);
    },
  };
}
