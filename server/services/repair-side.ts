import type { Principal } from "../../src/account/ports.ts";
import type { RepairReport, RepairRequest, Run } from "../../src/contract/index.ts";

/** What the routes about repair ask for. */
export interface RepairServices {
  /** What is known of every site of a workspace; `refresh` asks the clouds first. */
  report(principal: Principal, workspaceId: string, refresh: boolean): Promise<RepairReport>;
  /** Starts a run on every site that is not clean; none when all are. Throws AppError: not-found, run-active. */
  start(principal: Principal, workspaceId: string, request: RepairRequest): Promise<readonly Run[]>;
}
