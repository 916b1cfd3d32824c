import type { Principal } from "../../src/account/ports.ts";
import type { PowerAction, PowerRequest, SiteKey } from "../../src/contract/index.ts";

/** What the routes about power ask for. */
export interface PowerServices {
  /** Throws AppError: not-found, no-machine, power-not-accepted, run-active, power-active. */
  request(principal: Principal, workspaceId: string, site: SiteKey, request: PowerRequest): Promise<PowerAction>;
  /** The latest first, from `before` on. */
  list(
    principal: Principal,
    workspaceId: string,
    page: { readonly limit: number; readonly before: string | null },
  ): Promise<readonly PowerAction[]>;
  find(principal: Principal, workspaceId: string, id: string): Promise<PowerAction>;
  /** Throws AppError: not-found, illegal-transition. */
  cancel(principal: Principal, workspaceId: string, id: string): Promise<PowerAction>;
}
