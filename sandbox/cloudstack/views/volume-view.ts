import type { Viewer } from "../core/access.ts";
import type { Json } from "../core/command.ts";
import type { Volume } from "../core/model.ts";
import type { World } from "../core/world.ts";
import { CLUSTER, POD, PRIMARY_STORAGE } from "../seed/hosts.ts";
import { ownerView, pendingJobView, tagViews } from "./owner-view.ts";

/** A volume; where it lies is for administrators. */
export function volumeView(world: World, volume: Volume, viewer: Viewer): Json {
  const { tables } = world;
  const isAdmin = viewer.isRootAdmin;
  const isStored = volume.path !== undefined;
  return {
    id: volume.id,
    name: volume.name,
    zoneid: volume.zoneId,
    zonename: tables.zones.must(volume.zoneId).name,
    type: volume.type,
    ...attachmentView(world, volume),
    provisioningtype: "thin",
    size: volume.sizeBytes,
    created: volume.created,
    state: volume.state,
    ...ownerView(world, volume),
    ...(isAdmin ? { storagetype: "shared" } : {}),
    ...(volume.virtualMachineId === undefined ? {} : noTraffic()),
    ...(isAdmin ? { hypervisor: isStored ? "KVM" : "None" } : {}),
    ...offeringView(world, volume),
    ...(volume.snapshotId !== undefined && isAdmin ? { snapshotid: volume.snapshotId } : {}),
    ...(isStored && isAdmin ? { storage: PRIMARY_STORAGE.name } : {}),
    ...(volume.attached === undefined ? {} : { attached: volume.attached }),
    destroyed: volume.state === "Destroy",
    isextractable: volume.type === "DATADISK" || isImageExtractable(world, volume),
    ...(isAdmin ? { displayvolume: true } : {}),
    ...(isStored && isAdmin ? { path: volume.path, storageid: PRIMARY_STORAGE.id } : {}),
    quiescevm: false,
    supportsstoragesnapshot: false,
    deleteprotection: false,
    ...(isStored && isAdmin
      ? { clusterid: CLUSTER.id, clustername: CLUSTER.name, podid: POD.id, podname: POD.name }
      : {}),
    tags: tagViews(world, volume.id),
    hasannotations: false,
    ...pendingJobView(world, volume.id),
  };
}

/** The volume as the server's error texts print it. */
export function volumeInErrors({ tables }: World, volume: Volume): string {
  const instanceId = tables.virtualMachines.get(volume.virtualMachineId)?.serial;
  const { serial: id, name, id: uuid, type: volumeType } = volume;
  return `Volume ${JSON.stringify({ id, ...(instanceId === undefined ? {} : { instanceId }), name, uuid, volumeType })}`;
}

function attachmentView({ tables }: World, volume: Volume): Json {
  const machine = tables.virtualMachines.get(volume.virtualMachineId);
  const template = tables.templates.get(volume.templateId);
  const image = template
    ? { templateid: template.id, templatename: template.name, templatedisplaytext: template.displayText }
    : {};
  if (!machine) return image;
  return {
    deviceid: volume.deviceId ?? 0,
    virtualmachineid: machine.id,
    ...image,
    vmname: machine.name,
    vmdisplayname: machine.displayName,
    vmstate: machine.state,
    vmtype: "User",
  };
}

function offeringView({ tables }: World, volume: Volume): Json {
  const disk = tables.diskOfferings.get(volume.diskOfferingId);
  if (disk) {
    return { diskofferingid: disk.id, diskofferingname: disk.name, diskofferingdisplaytext: disk.displayText };
  }
  const service = tables.serviceOfferings.get(volume.serviceOfferingId);
  if (!service) return {};
  // A root volume names its service offering by the server's number: the one id in the API that is no UUID.
  const id = String(service.serial);
  return { serviceofferingid: id, serviceofferingname: service.name, serviceofferingdisplaytext: service.displayText };
}

function noTraffic(): Json {
  return { diskkbsread: 0, diskkbswrite: 0, diskioread: 0, diskiowrite: 0 };
}

function isImageExtractable({ tables }: World, volume: Volume): boolean {
  return tables.templates.get(volume.templateId)?.isExtractable ?? false;
}
