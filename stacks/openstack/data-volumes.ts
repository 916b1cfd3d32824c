import { Construct } from "constructs";
import { BlockstorageVolumeV3 } from "../../generated/openstack/blockstorage-volume-v3.ts";
import { ComputeVolumeAttachV2 } from "../../generated/openstack/compute-volume-attach-v2.ts";
import type { OpenstackSitePlan } from "../../src/contract/index.ts";
import { METADATA_OF_CREATION } from "../lifecycle.ts";

export interface DataVolumesConfig {
  readonly plan: OpenstackSitePlan;
  readonly tags: Readonly<Record<string, string>>;
  readonly instanceId: string;
}

/** Extra volumes, attached one after the other, so that the guest sees them in the order of the plan. */
export class DataVolumes extends Construct {
  readonly volumeIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { plan, tags, instanceId }: DataVolumesConfig) {
    super(scope, id);
    const attachments = new Construct(this, "attachment");
    const volumeIds: Record<string, string> = {};
    let previous: ComputeVolumeAttachV2 | null = null;
    for (const { name, sizeGib, volumeType } of plan.volumes) {
      const volume = new BlockstorageVolumeV3(this, name, {
        name: `${plan.namePrefix}-${name}`,
        size: sizeGib,
        ...(volumeType !== null && { volumeType }),
        volumeRetypePolicy: "on-demand",
        enableOnlineResize: true,
        metadata: { ...tags },
        lifecycle: METADATA_OF_CREATION,
      });
      previous = new ComputeVolumeAttachV2(attachments, name, {
        instanceId,
        volumeId: volume.id,
        ...(previous !== null && { dependsOn: [previous] }),
      });
      volumeIds[name] = volume.id;
    }
    this.volumeIds = volumeIds;
  }
}
