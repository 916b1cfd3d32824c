import { Construct } from "constructs";
import { Firewall } from "../../generated/cloudstack/firewall.ts";
import { Ipaddress } from "../../generated/cloudstack/ipaddress.ts";
import { StaticNat } from "../../generated/cloudstack/static-nat.ts";
import type { CloudstackSitePlan, FirewallRule } from "../../src/contract/index.ts";
import { distinctRules } from "../distinct-rules.ts";
import { TAGS_OF_CREATION } from "../lifecycle.ts";
import type { Machine } from "./machine.ts";
import type { SiteNetwork } from "./site-network.ts";

export interface PublicAddressConfig {
  readonly plan: CloudstackSitePlan;
  readonly tags: Readonly<Record<string, string>>;
  readonly network: SiteNetwork;
  readonly machine: Machine | null;
}

/** A public IP with static NAT to the machine and its firewall; on a pilot light only the address, which waits. */
export class PublicAddress extends Construct {
  readonly publicAddress: string;

  constructor(scope: Construct, id: string, config: PublicAddressConfig) {
    super(scope, id);
    const { plan, tags, network, machine } = config;
    const address = new Ipaddress(this, "address", {
      networkId: network.networkId,
      ...(plan.projectId !== null && { project: plan.projectId }),
      tags: { ...tags },
      // The first machine of a network takes its source NAT address where nobody did on purpose (C5), and starts the
      // router, which refuses an address while it starts.
      ...(machine !== null && { dependsOn: [machine.instance] }),
      lifecycle: TAGS_OF_CREATION,
    });
    this.publicAddress = address.ipAddress;
    if (machine !== null) this.#openTo(address.id, machine, plan);
  }

  #openTo(ipAddressId: string, machine: Machine, plan: CloudstackSitePlan): void {
    const project = plan.projectId === null ? {} : { project: plan.projectId };
    const nat = new StaticNat(this, "static-nat", { ipAddressId, virtualMachineId: machine.instanceId, ...project });
    const rules = distinctRules(plan.firewallRules);
    if (rules.length === 0) return;
    // One element with one block per rule: its update removes old rules before it adds new ones, where two elements
    // would meet on overlapping ports (537), and one port per block keeps a change to its own rule. Ending static NAT
    // deletes the rules behind Terraform's back, so a replaced NAT must take them along.
    new Firewall(this, "firewall", {
      ipAddressId,
      ...project,
      rule: rules.map(firewallBlock),
      dependsOn: [nat],
      lifecycle: { replaceTriggeredBy: [`${nat.terraformResourceType}.${nat.friendlyUniqueId}`] },
    });
  }
}

function firewallBlock({ protocol, fromPort, toPort, source }: FirewallRule) {
  if (protocol === "icmp") return { protocol, cidrList: [source], icmpType: -1, icmpCode: -1 };
  const first = fromPort ?? 1;
  const last = toPort ?? (fromPort === null ? 65_535 : fromPort);
  return { protocol, cidrList: [source], ports: [first === last ? String(first) : `${first}-${last}`] };
}
