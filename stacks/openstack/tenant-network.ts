import { Construct } from "constructs";
import { NetworkingNetworkV2 } from "../../generated/openstack/networking-network-v2.ts";
import { NetworkingRouterInterfaceV2 } from "../../generated/openstack/networking-router-interface-v2.ts";
import { NetworkingRouterV2 } from "../../generated/openstack/networking-router-v2.ts";
import { NetworkingSubnetV2 } from "../../generated/openstack/networking-subnet-v2.ts";
import { type OpenstackTenantPlan, tenantMark } from "../../src/contract/index.ts";

export interface TenantNetworkConfig {
  readonly plan: OpenstackTenantPlan;
  readonly projectId: string;
}

/** The project's own network with a router to the outside, where the cloud has an outside. */
export class TenantNetwork extends Construct {
  constructor(scope: Construct, id: string, { plan, projectId }: TenantNetworkConfig) {
    super(scope, id);
    const common = { tenantId: projectId, description: tenantMark(plan.tenantId) };
    const network = new NetworkingNetworkV2(this, "network", {
      ...{ ...common, name: `${plan.name}-network`, adminStateUp: true },
    });
    const subnet = new NetworkingSubnetV2(this, "subnet", {
      ...{ ...common, name: `${plan.name}-subnet`, networkId: network.id },
      ...{ cidr: plan.cidr, ipVersion: 4, enableDhcp: true },
      ...(plan.dnsServers.length > 0 && { dnsNameservers: plan.dnsServers }),
    });
    if (plan.externalNetworkId === null) return;
    const router = new NetworkingRouterV2(this, "router", {
      ...{ ...common, name: `${plan.name}-router`, adminStateUp: true },
      externalNetworkId: plan.externalNetworkId,
    });
    new NetworkingRouterInterfaceV2(this, "router-interface", { routerId: router.id, subnetId: subnet.id });
  }
}
