import type { Json } from "../core/command.ts";

type Capability = readonly [name: string, value: string, canChoose?: boolean];

/** What the virtual router can do per service, as networks show it. */
const CAPABILITIES: Record<string, readonly Capability[]> = {
  Dhcp: [["DhcpAccrossMultipleSubnets", "true"]],
  PortForwarding: [["SupportedProtocols", "tcp,udp"]],
  Dns: [["AllowDnsSuffixModification", "true"]],
  StaticNat: [
    ["ElasticIp", "false"],
    ["AssociatePublicIP", "true"],
  ],
  UserData: [],
  Lb: [
    ["VmAutoScaling", "true"],
    ["SupportedLBIsolation", "dedicated", true],
    ["SupportedProtocols", "tcp, udp, tcp-proxy, ssl"],
    ["LbSchemes", "Public"],
    ["SslTermination", "true"],
    ["SupportedLbAlgorithms", "roundrobin,leastconn,source"],
    ["ElasticLb", "false"],
    ["InlineMode", "false"],
  ],
  Vpn: [
    ["VpnTypes", "remoteaccessvpn"],
    ["SupportedVpnTypes", "pptp,l2tp,ipsec"],
  ],
  SourceNat: [
    ["SupportedSourceNatTypes", "peraccount", true],
    ["RedundantRouter", "false", true],
  ],
  Firewall: [
    ["SupportedEgressProtocols", "tcp,udp,icmp, all"],
    ["MultipleIps", "true"],
    ["SupportedProtocols", "tcp,udp,icmp"],
    ["SupportedTrafficDirection", "ingress, egress"],
    ["TrafficStatistics", "per public ip"],
  ],
  SecurityGroup: [],
  Connectivity: [],
};

/** In offerings only these services list capabilities, and none can be chosen there. */
const SHOWN_IN_OFFERINGS: Record<string, readonly string[]> = {
  StaticNat: ["ElasticIp", "AssociatePublicIP"],
  Lb: ["SupportedLBIsolation", "ElasticLb", "InlineMode", "VmAutoScaling"],
  SourceNat: ["SupportedSourceNatTypes", "RedundantRouter"],
};

export function networkServices(names: readonly string[]): Json[] {
  return names.map((name) => ({
    name,
    provider: [{ name: "VirtualRouter" }],
    capability: (CAPABILITIES[name] ?? []).map(([capability, value, canChoose]) => ({
      name: capability,
      value,
      canchooseservicecapability: canChoose ?? false,
    })),
  }));
}

export function offeringServices(names: readonly string[]): Json[] {
  return names.map((name) => {
    const shown = SHOWN_IN_OFFERINGS[name] ?? [];
    const capability = (CAPABILITIES[name] ?? [])
      .filter(([capability]) => shown.includes(capability))
      .map(([capability, value]) => ({ name: capability, value, canchooseservicecapability: false }));
    const provider = [{ name: "VirtualRouter" }];
    return capability.length > 0 ? { name, provider, capability } : { name, provider };
  });
}
