import { Construct } from "constructs";
import { BlockstorageQuotasetV3 } from "../../generated/openstack/blockstorage-quotaset-v3.ts";
import { ComputeQuotasetV2 } from "../../generated/openstack/compute-quotaset-v2.ts";
import { NetworkingQuotaV2 } from "../../generated/openstack/networking-quota-v2.ts";
import { openstackLimits, type TenantLimits } from "../../src/contract/index.ts";

export interface TenantQuotasConfig {
  readonly limits: TenantLimits;
  readonly projectId: string;
}

/** How much the project may use. What is not limited here stays as the cloud's operator has it for everybody. */
export class TenantQuotas extends Construct {
  constructor(scope: Construct, id: string, { limits, projectId }: TenantQuotasConfig) {
    super(scope, id);
    const { instances, cores, ram, volumes, gigabytes, floatingip } = openstackLimits(limits);
    new ComputeQuotasetV2(this, "compute", { projectId, instances, cores, ram });
    new BlockstorageQuotasetV3(this, "storage", { projectId, volumes, gigabytes });
    new NetworkingQuotaV2(this, "network", { projectId, floatingip });
  }
}
