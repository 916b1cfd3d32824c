import type { MachineState, Role, StandbyMode } from "../contract/index.ts";

/** What a site keeps ready: the main machine runs; the standby as asked for. */
export function machineState(role: Role, mode: StandbyMode): MachineState {
  if (role === "primary" || mode === "running") return "running";
  return mode === "stopped" ? "stopped" : "absent";
}
