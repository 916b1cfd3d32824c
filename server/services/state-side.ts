import type { Principal, RequestOrigin } from "../../src/account/ports.ts";
import type { RollbackReceipt, SiteKey, StateDiff, StateHistory, UnlockReceipt } from "../../src/contract/index.ts";

/** Terraform states as people see them. Throws AppError not-found for a workspace of another account. */
export interface StateServices {
  list(
    principal: Principal,
    workspaceId: string,
    site: SiteKey,
    page: { readonly limit: number; readonly before?: number | undefined },
  ): Promise<StateHistory>;
  /** The document as Terraform wrote it. */
  document(
    principal: Principal,
    origin: RequestOrigin,
    workspaceId: string,
    site: SiteKey,
    serial: number,
  ): Promise<Uint8Array>;
  diff(
    principal: Principal,
    workspaceId: string,
    site: SiteKey,
    asked: { readonly from?: number | undefined; readonly to?: number | undefined },
  ): Promise<StateDiff>;
  /** Throws AppError: run-active, state-locked, state-conflict. */
  rollback(
    principal: Principal,
    origin: RequestOrigin,
    workspaceId: string,
    site: SiteKey,
    serial: number,
  ): Promise<RollbackReceipt>;
  /** Throws AppError: run-active, state-conflict. */
  unlock(
    principal: Principal,
    origin: RequestOrigin,
    workspaceId: string,
    site: SiteKey,
    lockId: string,
  ): Promise<UnlockReceipt>;
}
