import type { Cloud, Issue, PrivateNetwork } from "../contract/index.ts";
import { ok, type Result, refused } from "../kernel/result.ts";

/** The id of the network to join on this cloud. */
export function existingNetwork(
  cloud: Cloud,
  { networks }: Extract<PrivateNetwork, { kind: "existing" }>,
): Result<string, readonly Issue[]> {
  const id = Object.hasOwn(networks, cloud.name) ? networks[cloud.name] : undefined;
  if (id !== undefined) return ok(id);
  return refused([
    {
      pointer: "/network/privateNetwork/networks",
      code: "network-missing",
      message: `No existing network is named for cloud “${cloud.name}”; named are: ${Object.keys(networks).join(", ") || "none"}.`,
      remedy: `Add “${cloud.name}” with the id of a network there, or let a network of its own be made (kind: own).`,
    },
  ]);
}
