import type { Principal } from "../../src/account/ports.ts";
import type { EnginePin } from "../../src/contract/index.ts";

/** The versions of engine and providers that a workspace is held to. */
export interface EnginePinServices {
  find(principal: Principal, workspaceId: string): Promise<EnginePin>;
  /** Moves it to what this service has; nothing happens when it is there. Throws AppError: run-active. */
  upgrade(principal: Principal, workspaceId: string): Promise<EnginePin>;
}
