import type { SandboxFault, SandboxFaultRequest } from "../../src/contract/index.ts";

/** The fault switches of the built-in sandbox clouds. Throws AppError `internal` when the sandbox does not answer. */
export interface SandboxServices {
  faults(): Promise<readonly SandboxFault[]>;
  break(request: SandboxFaultRequest): Promise<SandboxFault>;
  /** One that is gone already is healed. */
  heal(id: string): Promise<void>;
  healAll(): Promise<void>;
}
