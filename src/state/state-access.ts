import type { SiteKey } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import { makeAdoptState } from "./adopt-state.ts";
import type { StateDigests, StateStore } from "./ports.ts";

export interface StateAccessPorts {
  readonly store: Pick<StateStore, "saveCredential" | "removeCredential" | "write">;
  readonly digests: StateDigests;
  readonly clock: Clock;
  /** A new random password. */
  readonly newPassword: () => string;
  /** Where the service's state routes answer, such as `http://127.0.0.1:3000/state/v1`; asked for at every run. */
  readonly baseUrl: () => string;
}

interface RunOnSite {
  readonly id: string;
  readonly workspaceId: string;
  readonly site: SiteKey;
}

/**
 * Opens the state backend for one run, as the environment Terraform's HTTP backend reads, and closes it again: the
 * password dies with the run, and a lock that the run left behind is released.
 */
export function makeStateAccess(ports: StateAccessPorts) {
  return {
    adopt: makeAdoptState(ports),

    /** @param epoch of the claim; throws AppError("illegal-transition") when the run has a newer one */
    async open({ id: runId, workspaceId, site }: RunOnSite, epoch: number) {
      const password = ports.newPassword();
      const passwordHash = ports.digests.sha256Hex(password);
      if (!(await ports.store.saveCredential({ runId, epoch, workspaceId, site, passwordHash }))) {
        throw new AppError("illegal-transition", `Run ${runId} is claimed by another worker.`, { runId });
      }
      const address = `${ports.baseUrl()}/${workspaceId}/${site}`;
      return {
        TF_HTTP_ADDRESS: address,
        TF_HTTP_LOCK_ADDRESS: `${address}/lock`,
        TF_HTTP_LOCK_METHOD: "POST",
        TF_HTTP_UNLOCK_ADDRESS: `${address}/lock`,
        TF_HTTP_UNLOCK_METHOD: "DELETE",
        TF_HTTP_USERNAME: runId,
        TF_HTTP_PASSWORD: password,
      };
    },

    /** False, and nothing ends, when another claim of the run is the present one: then the state is in other hands. */
    close: (runId: string, epoch: number): Promise<boolean> => ports.store.removeCredential(runId, epoch),
  };
}
