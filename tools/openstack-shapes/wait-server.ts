import { type Answer, type Probe, until } from "./probe.ts";
import { fieldOf } from "./read.ts";

export interface ServerParts {
  readonly imageId: string;
  readonly networkId: string;
  readonly portId: string;
  readonly flavorId: string;
  readonly biggerFlavorId: string;
}

/** Waits for a server's status with no step under way; ERROR fails at once. */
export function waitServer(probe: Probe, serverId: string, status: string): Promise<Answer> {
  return until(
    () => probe.call("compute", "GET", `/servers/${serverId}`),
    (answer) => {
      const seen = fieldOf(answer, "server", "status");
      if (seen === "ERROR") throw new Error(`server ${serverId} is in ERROR: ${answer.text}`);
      return seen === status && fieldOf(answer, "server", "OS-EXT-STS:task_state") === "";
    },
  );
}
