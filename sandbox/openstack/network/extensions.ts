/** What this neutron says it can do: only what the sandbox really honours. */
export const EXTENSIONS = [
  "allowed-address-pairs",
  "availability_zone",
  "binding",
  "dns-integration",
  "ext-gw-mode",
  "external-net",
  "extra_dhcp_opt",
  "extraroute",
  "fip-port-details",
  "net-mtu",
  "net-mtu-writable",
  "pagination",
  "port-security",
  "project-id",
  "quotas",
  "quota_details",
  "router",
  "security-group",
  "security-groups-normalized-cidr",
  "sorting",
  "standard-attr-description",
  "standard-attr-revisions",
  "standard-attr-tag",
  "standard-attr-timestamp",
  "stateful-security-group",
] as const;

export function extensionView(alias: string): Record<string, unknown> {
  return { name: alias, alias, description: `${alias} (sandbox)`, updated: "2026-01-01T00:00:00-00:00", links: [] };
}
