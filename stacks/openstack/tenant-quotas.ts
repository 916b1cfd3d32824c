import { Construct } from "constructs";
import { BlockstorageQuotasetV3 } from "../../generated/openstack/blockstorage-quotaset-v3.ts";
import { ComputeQuotasetV2 } from "../../generated/openstack/compute-quotaset-v2.ts";
import { NetworkingQuotaV2 } from "../../generated/openstack/networking-quota-v2.ts";
import type { TenantLimits } from "../../src/contract/index.ts";

export interface TenantQuotasConfig {
  readonly limits: TenantLimits;
  readonly projectId: string;
}

const MIB_PER_GIB = 1024;

/** How much the project may use. What is not limited here stays as the cloud's operator has it for everybody. */
export class TenantQuotas extends Construct {
  constructor(scope: Construct, id: string, { limits, projectId }: TenantQuotasConfig) {
    super(scope, id);
    const { machines, vcpus, memoryGib, diskGib, volumes, addresses } = limits;
    new ComputeQuotasetV2(this, "compute", {
      ...{ projectId, instances: machines, cores: vcpus, ram: memoryGib * MIB_PER_GIB },
    });
    new BlockstorageQuotasetV3(this, "storage", { projectId, volumes, gigabytes: diskGib });
    new NetworkingQuotaV2(this, "network", { projectId, floatingip: addresses });
  }
}
