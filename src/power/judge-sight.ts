import type { PowerSight } from "../cloud/index.ts";
import type { PowerVerb } from "../contract/index.ts";

/** What to do about a machine as it stands: tell the cloud, wait, or nothing because it is so already. */
export type Judgement = "send" | "wait" | "so-already" | "gone" | "refuse";

const REACHED: Readonly<Record<PowerVerb, PowerSight["powerState"]>> = {
  start: "running",
  stop: "stopped",
  reboot: "running",
};

/** Before the cloud is told. */
export function judgeBefore(
  wish: { readonly action: PowerVerb; readonly hard: boolean },
  sight: PowerSight | null,
): Judgement {
  if (sight === null || sight.powerState === "absent") return "gone";
  if (sight.busy) return "wait";
  const { powerState } = sight;
  switch (wish.action) {
    case "start":
      return powerState === "running" ? "so-already" : powerState === "stopped" ? "send" : "refuse";
    case "stop":
      return powerState === "stopped"
        ? "so-already"
        : powerState === "running" || powerState === "error"
          ? "send"
          : "refuse";
    case "reboot":
      return powerState === "running" || (wish.hard && powerState === "error") ? "send" : "refuse";
  }
}

/** After the cloud took it: whether the machine stands as it was wanted to. */
export function hasReached(verb: PowerVerb, sight: PowerSight): boolean {
  return !sight.busy && sight.powerState === REACHED[verb];
}
