import { Construct } from "constructs";
import { BlockstorageVolumeV3 } from "../../generated/openstack/blockstorage-volume-v3.ts";
import { ComputeInstanceV2 } from "../../generated/openstack/compute-instance-v2.ts";
import type { OpenstackSitePlan } from "../../src/contract/index.ts";
import { METADATA_OF_CREATION } from "../lifecycle.ts";
import { tagWords } from "../site-tags.ts";
import { userDataText } from "../user-data.ts";
import type { Access } from "./access.ts";
import { DataVolumes } from "./data-volumes.ts";
import type { NetworkPort } from "./network-port.ts";

export interface MachineConfig {
  readonly plan: OpenstackSitePlan;
  readonly tags: Readonly<Record<string, string>>;
  readonly port: NetworkPort;
  readonly access: Access;
}

/**
 * The instance, booted from a volume of its own, with its data volumes. A changed user data replaces the instance: it
 * boots anew from the same root volume, and cloud-init takes it for a new machine.
 */
export class Machine extends Construct {
  readonly instanceId: string;
  readonly rootVolumeId: string;
  readonly volumeIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, config: MachineConfig) {
    super(scope, id);
    const { plan, tags } = config;
    this.rootVolumeId = this.#addRootVolume(plan, tags);
    const instance = this.#addInstance(config);
    this.instanceId = instance.id;
    this.volumeIds = new DataVolumes(this, "volume", { plan, tags, instanceId: instance.id }).volumeIds;
  }

  /** Never `image_id` on the instance: changing it there wipes the disk in place (O1). */
  #addRootVolume(plan: OpenstackSitePlan, tags: MachineConfig["tags"]): string {
    return new BlockstorageVolumeV3(this, "root", {
      name: `${plan.namePrefix}-root`,
      imageId: plan.image.id,
      size: plan.rootDiskGib,
      ...(plan.rootVolumeType !== null && { volumeType: plan.rootVolumeType }),
      volumeRetypePolicy: "on-demand",
      enableOnlineResize: true,
      metadata: { ...tags },
      // Copying the image takes longer than the provider's 10 minutes on a slow cloud; a volume given up is made anew.
      timeouts: { create: "60m" },
      lifecycle: METADATA_OF_CREATION,
    }).id;
  }

  #addInstance({ plan, tags, port, access }: MachineConfig): ComputeInstanceV2 {
    return new ComputeInstanceV2(this, "instance", {
      name: plan.instanceName,
      flavorId: plan.flavor.id,
      ...(plan.availabilityZone !== null && { availabilityZone: plan.availabilityZone }),
      ...(access.keyPairName !== null && { keyPair: access.keyPairName }),
      configDrive: true,
      userData: userDataText(plan.userData),
      // Always written: the provider's default is "active" and starts a machine that was stopped on purpose (O2).
      powerState: plan.machine === "stopped" ? "shutoff" : "active",
      blockDevice: [
        {
          uuid: this.rootVolumeId,
          sourceType: "volume",
          destinationType: "volume",
          bootIndex: 0,
          deleteOnTermination: false,
        },
      ],
      network: [{ port: port.portId }],
      metadata: { ...tags },
      tags: tagWords(tags),
      // Would replace the instance for nothing: keys come from cloud-init.
      lifecycle: { ignoreChanges: ["key_pair"] },
    });
  }
}
