import type { Table } from "../core/cloud-state.ts";

/** What every neutron object carries. Field names are neutron's own: the objects are stored as they are answered. */
export interface NeutronObject {
  readonly id: string;
  name: string;
  tenant_id: string;
  project_id: string;
  description: string;
  tags: string[];
  revision_number: number;
  readonly created_at: string;
  updated_at: string;
}

export interface Network extends NeutronObject {
  admin_state_up: boolean;
  mtu: number;
  status: string;
  subnets: string[];
  shared: boolean;
  availability_zone_hints: string[];
  availability_zones: string[];
  ipv4_address_scope: null;
  ipv6_address_scope: null;
  "router:external": boolean;
  is_default: boolean;
  port_security_enabled: boolean;
  qos_policy_id: string | null;
  dns_domain: string;
  l2_adjacency: boolean;
}

export interface AddressPool {
  readonly start: string;
  readonly end: string;
}

export interface Subnet extends NeutronObject {
  readonly network_id: string;
  readonly ip_version: 4;
  readonly subnetpool_id: null;
  enable_dhcp: boolean;
  readonly ipv6_ra_mode: null;
  readonly ipv6_address_mode: null;
  gateway_ip: string | null;
  readonly cidr: string;
  allocation_pools: readonly AddressPool[];
  host_routes: unknown[];
  dns_nameservers: string[];
  service_types: string[];
}

export interface FixedIp {
  readonly subnet_id: string;
  readonly ip_address: string;
}

export interface Port extends NeutronObject {
  readonly network_id: string;
  mac_address: string;
  admin_state_up: boolean;
  status: string;
  device_id: string;
  device_owner: string;
  fixed_ips: readonly FixedIp[];
  allowed_address_pairs: unknown[];
  extra_dhcp_opts: unknown[];
  security_groups: string[];
  "binding:vnic_type": string;
  port_security_enabled: boolean;
  qos_policy_id: string | null;
  qos_network_policy_id: string | null;
  dns_name: string;
  ip_allocation: string;
}

export interface GatewayInfo {
  readonly network_id: string;
  readonly external_fixed_ips: readonly FixedIp[];
  readonly enable_snat: boolean;
}

export interface Router extends NeutronObject {
  admin_state_up: boolean;
  status: string;
  external_gateway_info: GatewayInfo | null;
  availability_zones: string[];
  availability_zone_hints: string[];
  routes: unknown[];
  flavor_id: null;
}

export interface SecurityGroup extends NeutronObject {
  stateful: boolean;
  shared: boolean;
}

export interface SecurityGroupRule {
  readonly id: string;
  readonly tenant_id: string;
  readonly project_id: string;
  readonly security_group_id: string;
  readonly ethertype: "IPv4" | "IPv6";
  readonly direction: "ingress" | "egress";
  readonly protocol: string | null;
  readonly port_range_min: number | null;
  readonly port_range_max: number | null;
  readonly remote_ip_prefix: string | null;
  readonly remote_address_group_id: null;
  readonly normalized_cidr: string | null;
  readonly remote_group_id: string | null;
  readonly description: string | null;
  readonly revision_number: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface FloatingIp extends Omit<NeutronObject, "name"> {
  readonly floating_ip_address: string;
  readonly floating_network_id: string;
  router_id: string | null;
  port_id: string | null;
  fixed_ip_address: string | null;
  status: string;
  qos_policy_id: string | null;
  dns_domain: string;
  dns_name: string;
}

export const NETWORK_QUOTA_KEYS = [
  "network",
  "subnet",
  "subnetpool",
  "port",
  "router",
  "floatingip",
  "rbac_policy",
  "security_group",
  "security_group_rule",
  "trunk",
] as const;

export type NetworkQuota = Record<(typeof NETWORK_QUOTA_KEYS)[number], number>;

export interface NetworkState {
  networks: Table<Network>;
  subnets: Table<Subnet>;
  ports: Table<Port>;
  routers: Table<Router>;
  groups: Table<SecurityGroup>;
  rules: Table<SecurityGroupRule>;
  floatingIps: Table<FloatingIp>;
  quotas: Table<NetworkQuota>;
}
