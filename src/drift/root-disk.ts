import type { ChangeContext, TerraformChange } from "../run/index.ts";

/**
 * Whether the root disk of an OpenStack machine outlives it: it boots from a volume of its own that is kept on
 * termination, and this plan does not remove that volume. Then only the server object is lost.
 */
export function keepsRootDisk(change: TerraformChange, context: ChangeContext): boolean {
  if (change.type !== "openstack_compute_instance_v2") return false;
  const devices = blockDevices(change.before);
  const root = devices.find((device) => device["boot_index"] === 0) ?? devices[0];
  if (root === undefined || root["source_type"] !== "volume" || root["delete_on_termination"] !== false) return false;
  return !context.changes.some((other) => other.before?.["id"] === root["uuid"] && other.actions.includes("delete"));
}

export function bootsFromVolume(change: TerraformChange): boolean {
  return blockDevices(change.after ?? change.before).length > 0;
}

function blockDevices(side: TerraformChange["before"]): readonly Readonly<Record<string, unknown>>[] {
  const devices = side?.["block_device"];
  if (!Array.isArray(devices)) return [];
  return devices.filter((device) => typeof device === "object" && device !== null);
}
