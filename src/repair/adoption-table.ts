import type { CloudObject, CloudObjectKind } from "../cloud/index.ts";

type Attributes = Readonly<Record<string, unknown>>;

/** How one Terraform type is found among a cloud's objects, and what its state needs beside its configuration. */
export interface AdoptableType {
  readonly kind: CloudObjectKind;
  /** Pairs of configured attribute and the object's fact (`id` and `name` count as facts) that must agree. */
  readonly match: readonly (readonly [attribute: string, fact: string])[];
  /** False for an object that is not whole. */
  readonly fits?: (configured: Attributes, object: CloudObject) => boolean;
  /** Attributes the provider neither reads back nor leaves empty; without them the next plan would change something. */
  readonly extra?: (configured: Attributes, object: CloudObject, tools: AdoptionTools) => Attributes;
  /** Configured attributes that stay out of the state. */
  readonly without?: readonly string[];
}

export interface AdoptionTools {
  /** Lower-case hex SHA-1 of a text: how the providers keep user data. */
  sha1Hex(text: string): string;
}

const BY_NAME = [["name", "name"]] as const;

/**
 * Every type of the stacks but those made of single rules. The providers' own import is not used: it leaves out what a
 * cloud does not tell (`user_data`, `image_id`, `value_specs`, `delete_default_rules`) and reads names where the stacks
 * have ids, and each of these forces a replacement.
 */
export const ADOPTABLE: Readonly<Record<string, AdoptableType>> = {
  openstack_networking_network_v2: { kind: "network", match: BY_NAME },
  openstack_networking_subnet_v2: { kind: "subnet", match: [...BY_NAME, ["network_id", "networkId"]] },
  openstack_networking_router_v2: { kind: "router", match: BY_NAME },
  openstack_networking_router_interface_v2: {
    kind: "router-interface",
    match: [
      ["router_id", "routerId"],
      ["subnet_id", "subnetId"],
    ],
    extra: (_configured, { id }) => ({ port_id: id, force_destroy: false }),
  },
  openstack_networking_secgroup_v2: { kind: "security-group", match: BY_NAME },
  openstack_networking_secgroup_rule_v2: {
    kind: "security-group-rule",
    match: [
      ["security_group_id", "groupId"],
      ["direction", "direction"],
      ["ethertype", "ethertype"],
      ["protocol", "protocol"],
      ["port_range_min", "fromPort"],
      ["port_range_max", "toPort"],
      ["remote_ip_prefix", "source"],
      ["remote_group_id", "remoteGroupId"],
    ],
  },
  openstack_networking_port_v2: { kind: "port", match: [...BY_NAME, ["network_id", "networkId"]] },
  openstack_networking_floatingip_v2: {
    kind: "public-address",
    match: [],
    extra: (_configured, { facts }) => ({ address: facts["address"] ?? "" }),
  },
  openstack_networking_floatingip_associate_v2: {
    kind: "address-association",
    match: [
      ["floating_ip", "address"],
      ["port_id", "portId"],
    ],
  },
  openstack_compute_keypair_v2: { kind: "key-pair", match: BY_NAME },
  openstack_blockstorage_volume_v3: { kind: "volume", match: BY_NAME },
  openstack_compute_instance_v2: {
    kind: "machine",
    match: BY_NAME,
    // Of two sets of everything, a machine stands on the disk and the port of its own set.
    fits: ({ network, block_device: disks }, { facts }) =>
      valuesOf(network, "port").every((id) => facts["portIds"]?.split(",").includes(id) === true) &&
      valuesOf(disks, "uuid").every((id) => facts["volumeIds"]?.split(",").includes(id) === true),
    extra: ({ user_data: text }, _object, { sha1Hex }) => ({
      ...(typeof text === "string" && { user_data: sha1Hex(text) }),
      force_delete: false,
      stop_before_destroy: false,
    }),
  },
  openstack_compute_volume_attach_v2: {
    kind: "volume-attachment",
    match: [
      ["instance_id", "machineId"],
      ["volume_id", "volumeId"],
    ],
  },
  cloudstack_network: {
    kind: "network",
    match: BY_NAME,
    // Interrupted before it got its address, it would be replaced anyway.
    fits: ({ source_nat_ip: wanted }, { facts }) => wanted !== true || facts["sourceNatId"] !== undefined,
    extra: (_configured, { facts }) => ({
      acl_id: "none",
      source_nat_ip_id: facts["sourceNatId"] ?? null,
      source_nat_ip_address: facts["sourceNatAddress"] ?? null,
    }),
  },
  cloudstack_instance: {
    kind: "machine",
    match: [...BY_NAME, ["network_id", "networkId"]],
    extra: () => ({ uefi: false }),
    without: ["user_data", "details"],
  },
  cloudstack_disk: {
    kind: "volume",
    match: BY_NAME,
    fits: ({ virtual_machine_id: machine }, { facts }) => ["", String(machine)].includes(facts["machineId"] ?? ""),
    extra: () => ({ reattach_on_change: false, shrink_ok: false }),
  },
  cloudstack_ipaddress: {
    kind: "public-address",
    match: [["network_id", "networkId"]],
    extra: (_configured, { facts }) => ({ ip_address: facts["address"] ?? "", is_portable: false }),
  },
  cloudstack_static_nat: {
    kind: "static-nat",
    match: [
      ["ip_address_id", "addressId"],
      ["virtual_machine_id", "machineId"],
    ],
  },
};

/** Types that hold a set of rules of one parent: its attribute, its fact on a rule, and the kind of rule. */
export const RULE_SETS: Readonly<
  Record<string, { readonly kind: CloudObjectKind; readonly parent: readonly [attribute: string, fact: string] }>
> = {
  cloudstack_egress_firewall: { kind: "egress-rule", parent: ["network_id", "networkId"] },
  cloudstack_firewall: { kind: "firewall-rule", parent: ["ip_address_id", "addressId"] },
};

function valuesOf(blocks: unknown, key: string): readonly string[] {
  return Array.isArray(blocks) ? blocks.map((block: Attributes) => String(block[key])) : [];
}
