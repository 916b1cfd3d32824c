import type { CloudObjectKind } from "../cloud/index.ts";

/** How one Terraform type is found in a cloud's lists, and which of its attributes these lists tell. */
export interface ComparedType {
  readonly kind: CloudObjectKind;
  /** Terraform's attribute → the listed object's fact (`name` counts as one). Only what the stacks write. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The part of them that no update changes: putting them right means making the object anew. */
  readonly fixed?: readonly string[];
  /** The part of them that the provider does not read back: no plan sees them change, and none puts them right. */
  readonly unread?: readonly string[];
}

/** Every type of the stacks but the sets of rules. */
export const COMPARED_TYPES: Readonly<Record<string, ComparedType>> = {
  openstack_networking_network_v2: { kind: "network", attributes: { name: "name", admin_state_up: "adminUp" } },
  openstack_networking_subnet_v2: {
    kind: "subnet",
    attributes: {
      ...{ name: "name", network_id: "networkId", cidr: "cidr", enable_dhcp: "dhcp" },
      ...{ gateway_ip: "gateway", dns_nameservers: "dnsServers" },
    },
    fixed: ["network_id", "cidr"],
  },
  openstack_networking_router_v2: {
    kind: "router",
    attributes: { name: "name", admin_state_up: "adminUp", external_network_id: "externalNetworkId" },
  },
  openstack_networking_router_interface_v2: {
    kind: "router-interface",
    attributes: { router_id: "routerId", subnet_id: "subnetId" },
    fixed: ["router_id", "subnet_id"],
  },
  openstack_networking_secgroup_v2: { kind: "security-group", attributes: { name: "name" } },
  openstack_networking_secgroup_rule_v2: { kind: "security-group-rule", attributes: {} },
  openstack_networking_port_v2: {
    kind: "port",
    attributes: {
      ...{ name: "name", admin_state_up: "adminUp", network_id: "networkId" },
      ...{ security_group_ids: "securityGroups", all_fixed_ips: "addresses" },
    },
    fixed: ["network_id"],
    // Read back as `all_security_group_ids`, which nobody writes (recorded: npm run bench -- drift-recall).
    unread: ["security_group_ids"],
  },
  openstack_networking_floatingip_v2: { kind: "public-address", attributes: { address: "address" } },
  openstack_networking_floatingip_associate_v2: {
    kind: "address-association",
    attributes: { floating_ip: "address", port_id: "portId" },
  },
  openstack_compute_keypair_v2: { kind: "key-pair", attributes: { public_key: "publicKey" }, fixed: ["public_key"] },
  openstack_blockstorage_volume_v3: {
    kind: "volume",
    attributes: { name: "name", size: "sizeGib", volume_type: "volumeType" },
  },
  openstack_compute_volume_attach_v2: { kind: "volume-attachment", attributes: {} },
  openstack_compute_instance_v2: {
    kind: "machine",
    attributes: { name: "name", flavor_id: "flavorId", all_tags: "tags" },
  },
  cloudstack_network: {
    kind: "network",
    attributes: { name: "name", cidr: "cidr", network_offering: "offeringId" },
    fixed: ["cidr"],
  },
  cloudstack_instance: {
    kind: "machine",
    attributes: {
      ...{ name: "name", display_name: "displayName", service_offering: "offeringId" },
      ...{ root_disk_size: "rootDiskGib", network_id: "networkId", tags: "tags" },
    },
    fixed: ["root_disk_size", "network_id"],
  },
  cloudstack_disk: {
    kind: "volume",
    attributes: {
      ...{ name: "name", size: "sizeGib", disk_offering: "offeringId" },
      virtual_machine_id: "machineId",
    },
  },
  cloudstack_ipaddress: { kind: "public-address", attributes: { ip_address: "address", network_id: "networkId" } },
  cloudstack_static_nat: { kind: "static-nat", attributes: { virtual_machine_id: "machineId" } },
};

/** Types that hold a set of rules of one parent, whose id is the state's own; and the rules' fact that names it. */
export const RULE_SETS: Readonly<
  Record<string, { readonly kind: CloudObjectKind; readonly parent: string; readonly fact: string }>
> = {
  cloudstack_egress_firewall: { kind: "egress-rule", parent: "network_id", fact: "networkId" },
  cloudstack_firewall: { kind: "firewall-rule", parent: "ip_address_id", fact: "addressId" },
};

/** Single rules on a cloud, and the fact that names what they belong to. */
export const RULE_PARENTS: Readonly<Partial<Record<CloudObjectKind, string>>> = {
  "security-group-rule": "groupId",
  "egress-rule": "networkId",
  "firewall-rule": "addressId",
};

/** CloudStack keeps a machine for a while after it was destroyed, and no plan sees that it was. */
export const DESTROYED = "destroyed";

/** Of the types whose power is compared: the words for on and off. Terraform knows CloudStack's power not at all. */
export const POWER_WORDS: Readonly<Record<string, { readonly running: string; readonly stopped: string }>> = {
  openstack_compute_instance_v2: { running: "active", stopped: "shutoff" },
  cloudstack_instance: { running: "running", stopped: "stopped" },
};
