import type { Construct } from "constructs";
import { CloudstackProvider } from "../../generated/cloudstack/provider.ts";
import type { CloudstackSitePlan } from "../../src/contract/index.ts";
import { literal } from "../literal-text.ts";
import { type SiteBackend, SiteStack } from "../site-stack.ts";
import { siteTags } from "../site-tags.ts";
import { Machine } from "./machine.ts";
import { PublicAddress } from "./public-address.ts";
import { refuseTilde } from "./refuse-tilde.ts";
import { SiteNetwork } from "./site-network.ts";

/** One site on CloudStack: network with egress → machine with disks → public address with firewall → outputs. */
export class CloudstackSiteStack extends SiteStack {
  constructor(scope: Construct, id: string, sitePlan: CloudstackSitePlan, backend: SiteBackend) {
    super(scope, id, backend);
    refuseTilde(sitePlan);
    const plan = literal(sitePlan);
    const tags = siteTags(plan);
    // An hour, because a deploy that outlives the time-out leaves an instance nobody knows (C10); POST, because GET
    // would cap user data at 4 KiB.
    new CloudstackProvider(this, "cloudstack", { timeout: 3600, httpGetOnly: false });

    const network = new SiteNetwork(this, "network", { plan, tags });
    const machine = plan.machine === "absent" ? null : new Machine(this, "machine", { plan, tags, network });
    const address = plan.publicAddress ? new PublicAddress(this, "address", { plan, tags, network, machine }) : null;

    this.publish({
      instance_id: machine?.instanceId ?? null,
      instance_name: plan.instanceName,
      private_address: machine?.privateAddress ?? null,
      public_address: address?.publicAddress ?? null,
      network_id: network.networkId,
      root_volume_id: null,
      volume_ids: machine?.volumeIds ?? {},
    });
  }
}
