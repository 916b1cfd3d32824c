import type pg from "pg";
import type { AccessStore, AuditEntry, NoteAudit, Principal, RequestOrigin } from "../../src/account/ports.ts";
import { findSiteCloud } from "../../src/adapters/postgres/site-cloud.ts";
import { makeStateRuns } from "../../src/adapters/postgres/state-runs.ts";
import { stateDigests } from "../../src/adapters/terraform/state-digests.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import { makeStateBackend, makeStateHistory, type StateBackend } from "../../src/state/index.ts";
import type { DeskAccess } from "../../src/state/ports.ts";
import type { StateServices } from "../services/state-side.ts";
import type { Stores } from "./make-stores.ts";

interface BackendParts {
  /** The service's own, for a run acts for no tenant. */
  readonly pool: Pick<pg.Pool, "query">;
  readonly stores: Pick<Stores, "states" | "noteAudit">;
  readonly access: AccessStore;
  readonly authenticate: (token: string) => Promise<Principal | null>;
  readonly clock: Clock;
}

interface ServiceParts {
  /** The tenants': what a person may not see is not there. */
  readonly pool: Pick<pg.Pool, "query">;
  readonly stores: Pick<Stores, "states" | "workspaces" | "noteAudit">;
  readonly clock: Clock;
  readonly newId: () => string;
}

const NOWHERE: RequestOrigin = { remoteAddress: null, requestId: null, userAgent: "terraform" };

/** Terraform's side of the states: runs by their one-run credential, desks by API tokens. */
export function stateBackend({ pool, stores, access, authenticate, clock }: BackendParts): StateBackend {
  const runs = makeStateRuns(pool);
  const desks: DeskAccess = {
    async caller(token, workspaceId, site) {
      const principal = await authenticate(token);
      if (principal === null) return null;
      const standing = await access.accountOf("workspace", workspaceId, principal.userId);
      if (standing === null || standing.accountId === null) return null;
      if (principal.boundTo !== undefined && principal.boundTo !== standing.accountId) return null;
      const cloud = await findSiteCloud(pool, workspaceId, site);
      return {
        person: { id: principal.userId, name: principal.name },
        mayChange: standing.role !== "viewer" && principal.scope !== "view",
        cloud: cloud === null ? null : { name: cloud.name, isOwn: cloud.ownerId === standing.accountId },
      };
    },

    async noteWrite({ person }, workspaceId, site, serial) {
      const standing = await access.accountOf("workspace", workspaceId, person.id);
      await stores.noteAudit({
        ...{ accountId: standing?.accountId ?? null, userId: person.id, userName: person.name, via: "token" },
        ...{ origin: NOWHERE, action: "state.write", outcome: "done", detail: { site, serial, at: "desk" } },
        object: { kind: "workspace", id: workspaceId, name: null },
      });
      await runs.tellWaitingPlan(workspaceId, site, serial, `a write at the desk of ${person.name}`);
    },
  };
  return makeStateBackend({ store: stores.states, runs, desks, digests: stateDigests, clock });
}

/** States for the routes. */
export function stateServices({ pool, stores, clock, newId }: ServiceParts): StateServices {
  const store = stores.states;
  const history = makeStateHistory({ store, runs: makeStateRuns(pool), digests: stateDigests, clock, newId });

  async function nameOf({ accountId }: Principal, workspaceId: string): Promise<string> {
    const workspace = await stores.workspaces.find(accountId, workspaceId);
    if (workspace !== null) return workspace.name;
    throw new AppError("not-found", `There is no workspace ${workspaceId}.`, { workspaceId });
  }

  return {
    async list(principal, workspaceId, site, page) {
      await nameOf(principal, workspaceId);
      return history.list(workspaceId, site, page);
    },

    async document(principal, origin, workspaceId, site, serial) {
      const name = await nameOf(principal, workspaceId);
      const bytes = await history.document(workspaceId, site, serial);
      await noted(stores.noteAudit, principal, origin, "state.read", { id: workspaceId, name }, { site, serial });
      return bytes;
    },

    async diff(principal, workspaceId, site, asked) {
      await nameOf(principal, workspaceId);
      return history.diff(workspaceId, site, asked);
    },

    async rollback(principal, origin, workspaceId, site, serial) {
      const name = await nameOf(principal, workspaceId);
      const person = { id: principal.userId, name: principal.name };
      const receipt = await history.rollback(workspaceId, site, serial, person);
      const detail = { site, restored: serial, serial: receipt.version.serial };
      await noted(stores.noteAudit, principal, origin, "state.rollback", { id: workspaceId, name }, detail);
      return receipt;
    },

    async unlock(principal, origin, workspaceId, site, lockId) {
      const name = await nameOf(principal, workspaceId);
      const receipt = await history.unlock(workspaceId, site, lockId);
      const { runId, person } = receipt.released;
      const detail = { site, lockId, runId, person };
      await noted(stores.noteAudit, principal, origin, "state.unlock", { id: workspaceId, name }, detail);
      return receipt;
    },
  };
}

function noted(
  note: NoteAudit,
  { accountId, userId, name, via }: Principal,
  origin: RequestOrigin,
  action: string,
  workspace: { readonly id: string; readonly name: string },
  detail: AuditEntry["detail"],
): Promise<void> {
  const object = { kind: "workspace", ...workspace };
  return note({ accountId, userId, userName: name, via, origin, action, object, outcome: "done", detail });
}
