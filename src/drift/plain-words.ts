import { objectName, type TerraformChange } from "../run/index.ts";

/** What people call an object of each type. */
const NOUNS: Readonly<Record<string, string>> = {
  openstack_compute_instance_v2: "machine",
  openstack_blockstorage_volume_v3: "disk",
  openstack_compute_volume_attach_v2: "disk attachment",
  openstack_compute_keypair_v2: "SSH key",
  openstack_images_image_v2: "image",
  openstack_networking_network_v2: "network",
  openstack_networking_subnet_v2: "subnet",
  openstack_networking_router_v2: "router",
  openstack_networking_router_interface_v2: "router connection",
  openstack_networking_port_v2: "network connection",
  openstack_networking_floatingip_v2: "public address",
  openstack_networking_floatingip_associate_v2: "public address assignment",
  openstack_networking_secgroup_v2: "firewall",
  openstack_networking_secgroup_rule_v2: "firewall rule",
  cloudstack_instance: "machine",
  cloudstack_disk: "disk",
  cloudstack_volume: "disk",
  cloudstack_attach_volume: "disk attachment",
  cloudstack_ssh_keypair: "SSH key",
  cloudstack_template: "image",
  cloudstack_network: "network",
  cloudstack_ipaddress: "public address",
  cloudstack_static_nat: "public address assignment",
  cloudstack_firewall: "firewall rules",
  cloudstack_egress_firewall: "outgoing firewall rules",
  cloudstack_port_forward: "port forwarding",
  terraform_data: "note of what the machine was first booted with",
};

/** The object in words, with the name a person gave it where there is one: `the disk "web-root"`. */
export function describeObject(change: TerraformChange): string {
  const noun = NOUNS[change.type] ?? change.type;
  if (change.type === "terraform_data") return `the ${noun}`;
  if (change.type === "openstack_networking_secgroup_rule_v2") return `the ${noun} ${describeRule(change)}`;
  return `the ${noun} "${objectName(change)}"`;
}

/** `data disk, size` rather than paths with positions. */
export function describePaths(paths: readonly string[]): string {
  const names = paths.map((path) =>
    path
      .split(".")
      .filter((part) => !/^\d+$/.test(part))
      .join(" "),
  );
  return [...new Set(names)].map((name) => name.replaceAll("_", " ")).join(", ");
}

function describeRule(change: TerraformChange): string {
  const rule = change.after ?? change.before ?? {};
  const direction = rule["direction"] === "egress" ? "to" : "from";
  const first = numberOf(rule["port_range_min"]);
  const last = numberOf(rule["port_range_max"]);
  const ports =
    first === null || first === 0 ? "" : first === last || last === null ? ` ${first}` : ` ${first}-${last}`;
  const protocol = textOf(rule["protocol"]) ?? "any protocol";
  return `${protocol}${ports} ${direction} ${textOf(rule["remote_ip_prefix"]) ?? "anywhere"}`;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
