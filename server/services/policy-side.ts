import type { Principal } from "../../src/account/ports.ts";
import type { Policy, PolicyRequest } from "../../src/contract/index.ts";

/** What the routes about owners' policies ask for. */
export interface PolicyServices {
  /** Throws AppError: not-found. */
  find(principal: Principal, workspaceId: string): Promise<Policy>;
  /** Replaces all of it. Throws AppError: not-found, validation-failed, policy-conflict. */
  change(
    principal: Principal,
    workspaceId: string,
    request: PolicyRequest,
    basedOn: number | undefined,
  ): Promise<Policy>;
}
