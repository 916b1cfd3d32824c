import type { Instance } from "../../contract/index.ts";

const BY_STATE: Readonly<Record<string, Instance["powerState"]>> = {
  Running: "running",
  Migrating: "running",
  Starting: "starting",
  Restoring: "starting",
  Stopping: "stopping",
  Stopped: "stopped",
  Shutdown: "stopped",
  Error: "error",
  Destroyed: "absent",
  Expunging: "absent",
};

/** CloudStack's state in our words. A destroyed machine is still listed until it is expunged. */
export function powerStateOf(state: string): Instance["powerState"] {
  return BY_STATE[state] ?? "unknown";
}
