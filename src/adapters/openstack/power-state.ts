import type { Instance } from "../../contract/index.ts";

type PowerState = Instance["powerState"];

const BY_STATUS: Readonly<Record<string, PowerState>> = {
  ACTIVE: "running",
  BUILD: "starting",
  REBUILD: "starting",
  REBOOT: "starting",
  HARD_REBOOT: "starting",
  MIGRATING: "running",
  PASSWORD: "running",
  RESCUE: "running",
  VERIFY_RESIZE: "running",
  REVERT_RESIZE: "stopping",
  RESIZE: "stopping",
  PAUSED: "paused",
  SUSPENDED: "paused",
  SHUTOFF: "stopped",
  SHELVED: "stopped",
  SHELVED_OFFLOADED: "stopped",
  ERROR: "error",
  DELETED: "absent",
  SOFT_DELETED: "absent",
};

const BY_TASK: Readonly<Record<string, PowerState>> = {
  "powering-off": "stopping",
  deleting: "stopping",
  shelving: "stopping",
  "powering-on": "starting",
  unshelving: "starting",
  spawning: "starting",
};

/** Nova's status in our words; what it is doing right now wins over where it still stands. */
export function powerStateOf(status: string, taskState: string | null): PowerState {
  if (status === "ERROR") return "error";
  return BY_TASK[taskState ?? ""] ?? BY_STATUS[status] ?? "unknown";
}
