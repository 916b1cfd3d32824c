import { Construct } from "constructs";
import { NetworkingPortV2 } from "../../generated/openstack/networking-port-v2.ts";
import { type OpenstackSitePlan, siteMark } from "../../src/contract/index.ts";
import { MARKS_OF_CREATION } from "../lifecycle.ts";
import { tagWords } from "../site-tags.ts";
import type { SiteNetwork } from "./site-network.ts";

export interface NetworkPortConfig {
  readonly plan: OpenstackSitePlan;
  readonly tags: Readonly<Record<string, string>>;
  readonly network: SiteNetwork;
  readonly securityGroupId: string;
}

/**
 * The machine's place on the network, as an element of its own: address and firewall outlive the machine, and a
 * security group on the instance itself would differ for ever (OS#754).
 */
export class NetworkPort extends Construct {
  readonly portId: string;
  readonly privateAddress: string;

  constructor(scope: Construct, id: string, { plan, tags, network, securityGroupId }: NetworkPortConfig) {
    super(scope, id);
    const port = new NetworkingPortV2(this, "port", {
      name: `${plan.namePrefix}-port`,
      description: siteMark(plan),
      networkId: network.networkId,
      adminStateUp: !mustStayOffTheAir(plan),
      securityGroupIds: [securityGroupId],
      ...(network.subnetId !== null && { fixedIp: [{ subnetId: network.subnetId }] }),
      tags: tagWords(tags),
      lifecycle: {
        ...MARKS_OF_CREATION,
        // Its address would change in place, but only after the old subnet is gone, which Neutron refuses while it is used.
        ...(network.subnetAddress !== null && { replaceTriggeredBy: [network.subnetAddress] }),
      },
    });
    this.portId = port.id;
    this.privateAddress = `\${${port.terraformResourceType}.${port.friendlyUniqueId}.all_fixed_ips[0]}`;
  }
}

/** A stopped instance boots once before the provider stops it (O5): its services must not be reached meanwhile. */
function mustStayOffTheAir(plan: OpenstackSitePlan): boolean {
  return plan.role === "standby" && plan.machine === "stopped";
}
