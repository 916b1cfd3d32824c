import { Construct } from "constructs";
import { NetworkingFloatingipAssociateV2 } from "../../generated/openstack/networking-floatingip-associate-v2.ts";
import { NetworkingFloatingipV2 } from "../../generated/openstack/networking-floatingip-v2.ts";
import { type OpenstackSitePlan, siteMark } from "../../src/contract/index.ts";
import { MARKS_OF_CREATION } from "../lifecycle.ts";
import { tagWords } from "../site-tags.ts";
import { SynthRefusal } from "../synth-refusal.ts";
import type { NetworkPort } from "./network-port.ts";
import type { SiteNetwork } from "./site-network.ts";

export interface PublicAddressConfig {
  readonly plan: OpenstackSitePlan;
  readonly tags: Readonly<Record<string, string>>;
  readonly network: SiteNetwork;
  readonly port: NetworkPort;
}

/** A floating IP on the port; on a pilot light it is reserved and waits for the machine. */
export class PublicAddress extends Construct {
  readonly publicAddress: string;

  constructor(scope: Construct, id: string, { plan, tags, network, port }: PublicAddressConfig) {
    super(scope, id);
    if (plan.externalNetwork === null) {
      throw new SynthRefusal(`${plan.cloudName} has no external network to take a public address from`);
    }
    const address = new NetworkingFloatingipV2(this, "address", {
      // The provider takes a name only and then the first network of that name, which may be anybody's; the id goes
      // into the request past it. So a new name of the network must not replace the address.
      pool: plan.externalNetwork.name,
      valueSpecs: { floating_network_id: plan.externalNetwork.id },
      description: siteMark(plan),
      tags: tagWords(tags),
      lifecycle: { ignoreChanges: [...MARKS_OF_CREATION.ignoreChanges, "pool"] },
    });
    const association = new NetworkingFloatingipAssociateV2(this, "association", {
      floatingIp: address.address,
      portId: port.portId,
      ...(network.routerInterface !== null && { dependsOn: [network.routerInterface] }),
    });
    this.publicAddress = association.floatingIp;
  }
}
