import type { Principal } from "../../src/account/ports.ts";
import type { DriftReport, DriftStatus, SiteDrift } from "../../src/contract/index.ts";

/** What the routes about drift ask for. */
export interface DriftServices {
  /** Throws AppError: not-found. */
  report(principal: Principal, workspaceId: string): Promise<DriftReport>;
  /** Asks for a check of everything that stands; a worker makes it. Throws AppError: not-found. */
  check(principal: Principal, workspaceId: string): Promise<DriftReport>;
  /** Sites of all the account's workspaces, those after `after` (`workspaceId site`). */
  fleet(
    principal: Principal,
    page: { readonly after: string | null; readonly limit: number; readonly status: DriftStatus | null },
  ): Promise<readonly SiteDrift[]>;
}
