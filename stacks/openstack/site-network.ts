import { Construct } from "constructs";
import { NetworkingNetworkV2 } from "../../generated/openstack/networking-network-v2.ts";
import { NetworkingRouterInterfaceV2 } from "../../generated/openstack/networking-router-interface-v2.ts";
import { NetworkingRouterV2 } from "../../generated/openstack/networking-router-v2.ts";
import { NetworkingSubnetV2 } from "../../generated/openstack/networking-subnet-v2.ts";
import { type OpenstackSitePlan, siteMark } from "../../src/contract/index.ts";
import { MARKS_OF_CREATION } from "../lifecycle.ts";
import { tagWords } from "../site-tags.ts";

export interface SiteNetworkConfig {
  readonly plan: OpenstackSitePlan;
  readonly tags: Readonly<Record<string, string>>;
}
type OwnNetwork = Extract<OpenstackSitePlan["network"], { kind: "own" }>;

/** The private network: our own with a router to the outside, or one that exists already. */
export class SiteNetwork extends Construct {
  readonly networkId: string;
  /** Null on an existing network, where the cloud chooses the subnet. */
  readonly subnetId: string | null;
  /** What a lifecycle rule refers to when the subnet is made anew; null like the subnet. */
  readonly subnetAddress: string | null;
  /** A public address works only once the router has its interface; null without a router of ours. */
  readonly routerInterface: NetworkingRouterInterfaceV2 | null;

  constructor(scope: Construct, id: string, config: SiteNetworkConfig) {
    super(scope, id);
    const { network } = config.plan;
    if (network.kind === "existing") {
      this.networkId = network.networkId;
      this.subnetId = null;
      this.subnetAddress = null;
      this.routerInterface = null;
      return;
    }
    const subnet = this.#addSubnet(config, network);
    this.networkId = subnet.networkId;
    this.subnetId = subnet.id;
    this.subnetAddress = `${subnet.terraformResourceType}.${subnet.friendlyUniqueId}.id`;
    this.routerInterface = config.plan.externalNetwork === null ? null : this.#addRouter(config, subnet);
  }

  #addSubnet({ plan, tags }: SiteNetworkConfig, own: OwnNetwork): NetworkingSubnetV2 {
    const network = new NetworkingNetworkV2(this, "network", {
      name: `${plan.namePrefix}-network`,
      description: siteMark(plan),
      adminStateUp: true,
      tags: tagWords(tags),
      lifecycle: MARKS_OF_CREATION,
    });
    return new NetworkingSubnetV2(this, "subnet", {
      name: `${plan.namePrefix}-subnet`,
      description: siteMark(plan),
      networkId: network.id,
      cidr: own.cidr,
      ipVersion: 4,
      enableDhcp: true,
      ...(own.dnsServers.length > 0 && { dnsNameservers: own.dnsServers }),
      tags: tagWords(tags),
      lifecycle: MARKS_OF_CREATION,
    });
  }

  #addRouter({ plan, tags }: SiteNetworkConfig, subnet: NetworkingSubnetV2): NetworkingRouterInterfaceV2 {
    const router = new NetworkingRouterV2(this, "router", {
      name: `${plan.namePrefix}-router`,
      description: siteMark(plan),
      adminStateUp: true,
      ...(plan.externalNetwork !== null && { externalNetworkId: plan.externalNetwork.id }),
      tags: tagWords(tags),
      lifecycle: MARKS_OF_CREATION,
    });
    return new NetworkingRouterInterfaceV2(this, "router-interface", { routerId: router.id, subnetId: subnet.id });
  }
}
