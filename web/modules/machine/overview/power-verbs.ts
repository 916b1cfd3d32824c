import type { Instance, PowerVerb } from "../../../../src/contract/index.ts";

/** What can be asked of a machine as its cloud shows it; all of it while nobody knows how it stands. */
export function powerVerbs({ powerState, stale }: Pick<Instance, "powerState" | "stale">): readonly PowerVerb[] {
  if (stale || powerState === "unknown") return ["start", "stop", "reboot"];
  switch (powerState) {
    case "running":
    case "error":
      return ["stop", "reboot"];
    case "stopped":
      return ["start"];
    default:
      return [];
  }
}
