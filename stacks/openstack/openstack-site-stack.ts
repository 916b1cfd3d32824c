import type { Construct } from "constructs";
import { OpenstackProvider } from "../../generated/openstack/provider.ts";
import type { OpenstackSitePlan } from "../../src/contract/index.ts";
import { literal } from "../literal-text.ts";
import { type SiteBackend, SiteStack } from "../site-stack.ts";
import { siteTags } from "../site-tags.ts";
import { Access } from "./access.ts";
import { Machine } from "./machine.ts";
import { NetworkPort } from "./network-port.ts";
import { PublicAddress } from "./public-address.ts";
import { SiteNetwork } from "./site-network.ts";

/** One site on OpenStack: network → access → port → machine with volumes → public address → outputs. */
export class OpenstackSiteStack extends SiteStack {
  constructor(scope: Construct, id: string, sitePlan: OpenstackSitePlan, backend: SiteBackend) {
    super(scope, id, backend);
    const plan = literal(sitePlan);
    const tags = siteTags(plan);
    new OpenstackProvider(this, "openstack", { region: plan.region });

    const network = new SiteNetwork(this, "network", { plan, tags });
    const access = new Access(this, "access", { plan, tags });
    const port = new NetworkPort(this, "port", { plan, tags, network, securityGroupId: access.securityGroupId });
    const machine = plan.machine === "absent" ? null : new Machine(this, "machine", { plan, tags, port, access });
    const address = plan.publicAddress ? new PublicAddress(this, "address", { plan, tags, network, port }) : null;

    this.publish({
      instance_id: machine?.instanceId ?? null,
      instance_name: plan.instanceName,
      private_address: port.privateAddress,
      public_address: address?.publicAddress ?? null,
      network_id: network.networkId,
      root_volume_id: machine?.rootVolumeId ?? null,
      volume_ids: machine?.volumeIds ?? {},
    });
  }
}
