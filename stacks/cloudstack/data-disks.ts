import { Construct } from "constructs";
import { Disk } from "../../generated/cloudstack/disk.ts";
import type { CloudstackSitePlan } from "../../src/contract/index.ts";
import { TAGS_OF_CREATION } from "../lifecycle.ts";

export interface DataDisksConfig {
  readonly plan: CloudstackSitePlan;
  readonly tags: Readonly<Record<string, string>>;
  readonly instanceId: string;
}

/** Extra volumes, attached one after the other, so that the guest sees them in the order of the plan. */
export class DataDisks extends Construct {
  readonly volumeIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { plan, tags, instanceId }: DataDisksConfig) {
    super(scope, id);
    const volumeIds: Record<string, string> = {};
    let previous: Disk | null = null;
    for (const { name, sizeGib, diskOffering } of plan.volumes) {
      previous = new Disk(this, name, {
        name: `${plan.namePrefix}-${name}`,
        zone: plan.zone.id,
        ...(plan.projectId !== null && { project: plan.projectId }),
        diskOffering: diskOffering.id,
        ...(diskOffering.fixedSize !== true && { size: sizeGib }),
        attach: true,
        virtualMachineId: instanceId,
        tags: { ...tags },
        ...(previous !== null && { dependsOn: [previous] }),
        lifecycle: TAGS_OF_CREATION,
      });
      volumeIds[name] = previous.id;
    }
    this.volumeIds = volumeIds;
  }
}
