import { newOwner, target, visible } from "../core/access.ts";
import { invalidParameter, unsupported } from "../core/api-error.ts";
import { async, type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import { requireRoom } from "../core/limits.ts";
import type { DiskOffering, Volume } from "../core/model.ts";
import { listOf } from "../core/paging.ts";
import { settingNumber } from "../core/settings.ts";
import { hasTags } from "../core/tag-filter.ts";
import type { World } from "../core/world.ts";
import { volumeView } from "../views/volume-view.ts";

interface VolumeWork {
  id: string;
}

const GIB = 2 ** 30;
const ON_ONE_VOLUME = { byAdmin: true, instanceType: "Volume", id: "volumes" } as const;

/** Volumes by themselves; attaching is in attachment-commands, transfer in transfer-commands. */
export const VOLUME_COMMANDS: CommandFamily = {
  createVolume: async<VolumeWork>({
    byAdmin: true,
    instanceType: "Volume",
    javaClass: "user.volume.CreateVolumeCmd",
    eventType: "VOLUME.CREATE",
    admit(call) {
      const { id } = create(call);
      return { work: { id }, instanceId: id, answersId: true };
    },
    finish: ({ world, caller }, { id }) => ({ volume: volumeView(world, world.tables.volumes.must(id), caller) }),
    abandon: ({ world }, { id }) => world.tables.volumes.retire(id),
  }),

  resizeVolume: async<VolumeWork & { sizeBytes: number; shrinkOk: boolean; diskOfferingId?: string }>({
    ...ON_ONE_VOLUME,
    javaClass: "user.volume.ResizeVolumeCmd",
    eventType: "VOLUME.RESIZE",
    admit(call) {
      const volume = target(call, call.world.tables.volumes, "id");
      const offering = call.world.tables.diskOfferings.get(call.parameters.text("diskofferingid"));
      const sizeBytes = newSize(call, volume, offering);
      const shrinkOk = call.parameters.flag("shrinkok") ?? false;
      const work = { id: volume.id, sizeBytes, shrinkOk, ...(offering ? { diskOfferingId: offering.id } : {}) };
      return { work, instanceId: volume.id };
    },
    start: ({ world }, { id, sizeBytes, shrinkOk }) => rejectShrinking(world, id, sizeBytes, shrinkOk),
    finish({ world, caller }, { id, sizeBytes, diskOfferingId }) {
      const volume = world.tables.volumes.must(id);
      volume.sizeBytes = sizeBytes;
      if (diskOfferingId !== undefined) volume.diskOfferingId = diskOfferingId;
      return { volume: volumeView(world, volume, caller) };
    },
  }),

  updateVolume: async<VolumeWork & { name?: string }>({
    ...ON_ONE_VOLUME,
    javaClass: "user.volume.UpdateVolumeCmd",
    eventType: "VOLUME.UPDATE",
    admit(call) {
      const { id } = target(call, call.world.tables.volumes, "id");
      const name = call.parameters.text("name");
      return { work: { id, ...(name === undefined ? {} : { name }) }, instanceId: id };
    },
    finish({ world, caller }, { id, name }) {
      const volume = world.tables.volumes.must(id);
      volume.name = name ?? volume.name;
      return { volume: volumeView(world, volume, caller) };
    },
  }),

  deleteVolume: sync(deleteVolume, { id: "volumes" }),

  destroyVolume: async<VolumeWork>({
    ...ON_ONE_VOLUME,
    javaClass: "user.volume.DestroyVolumeCmd",
    eventType: "VOLUME.DESTROY",
    admit(call) {
      const volume = target(call, call.world.tables.volumes, "id");
      requireDetached(volume);
      return { work: { id: volume.id }, instanceId: volume.id };
    },
    finish({ world, caller }, { id }) {
      const volume = world.tables.volumes.must(id);
      volume.state = "Destroy";
      const view = volumeView(world, volume, caller);
      world.tables.volumes.retire(id);
      return { volume: view };
    },
  }),

  listVolumes: sync(listVolumes, { id: "volumes" }),
};

function create(call: Call): Volume {
  const { world, parameters } = call;
  const owner = newOwner(call);
  const snapshot = parameters.has("snapshotid") ? target(call, world.tables.snapshots, "snapshotid") : undefined;
  const offering = world.tables.diskOfferings.get(parameters.text("diskofferingid"));
  if (!snapshot && !offering)
    throw invalidParameter(
      "Missing parameter(s),either a positive volume size or a valid disk offering id must be specified.",
    );
  requireRoom(world, owner, "volume", 1);
  const row = world.newRow("volume");
  const sizeBytes = snapshot?.virtualSize ?? requestedSize(call, offering);
  return world.tables.volumes.add({
    ...row,
    ...owner,
    name: parameters.text("name") ?? row.id,
    zoneId: parameters.text("zoneid") ?? snapshot?.zoneId ?? world.tables.zones.all()[0]?.id ?? "",
    type: "DATADISK",
    sizeBytes,
    state: snapshot ? "Ready" : "Allocated",
    ...(offering ? { diskOfferingId: offering.id } : {}),
    ...(snapshot ? { snapshotId: snapshot.id, path: row.id } : {}),
    ...(snapshot?.file === undefined ? {} : { file: snapshot.file }),
  });
}

function requestedSize(call: Call, offering: DiskOffering | undefined): number {
  const size = call.parameters.whole("size");
  if (!offering || offering.isCustom) return customSize(call, size) * GIB;
  if (size !== undefined) throw invalidParameter("This disk offering does not allow custom size");
  return offering.sizeGib * GIB;
}

function newSize(call: Call, volume: Volume, offering: DiskOffering | undefined): number {
  if (offering && !offering.isCustom) return offering.sizeGib * GIB;
  const current = call.world.tables.diskOfferings.get(volume.diskOfferingId);
  if (!offering && current && !current.isCustom) {
    throw invalidParameter(
      "To change a volume's size without providing a new disk offering, its current disk offering must be customizable or it must be a root volume (if providing a disk offering, make sure it is different from the current disk offering).",
    );
  }
  return customSize(call, call.parameters.whole("size") ?? Math.round(volume.sizeBytes / GIB)) * GIB;
}

function customSize({ world }: Call, gib: number | undefined): number {
  const least = settingNumber(world, "custom.diskoffering.size.min");
  const most = settingNumber(world, "custom.diskoffering.size.max");
  if (gib === undefined) throw invalidParameter("This disk offering requires a custom size specified");
  if (gib < least || gib > most)
    throw invalidParameter(`Volume size: ${gib} GB is out of allowed range. Min: ${least}. Max: ${most}`);
  return gib;
}

/** In the job, and with the code of an unsupported action: this is where the provider learns of it. */
function rejectShrinking(world: World, id: string, sizeBytes: number, shrinkOk: boolean): void {
  const volume = world.tables.volumes.must(id);
  if (sizeBytes >= volume.sizeBytes || shrinkOk) return;
  throw unsupported(
    `Going from existing size of ${volume.sizeBytes} to size of ${sizeBytes} would shrink the volume.` +
      "Need to sign off by supplying the shrinkok parameter with value of true.",
  );
}

function deleteVolume(call: Call): Json {
  const volume = target(call, call.world.tables.volumes, "id");
  requireDetached(volume);
  const { volumes, snapshotPolicies, tags } = call.world.tables;
  for (const policy of snapshotPolicies.where((row) => row.volumeId === volume.id)) snapshotPolicies.delete(policy.id);
  for (const tag of tags.where((row) => row.subjectId === volume.id)) tags.delete(tag.id);
  volumes.retire(volume.id);
  return { success: true };
}

function requireDetached(volume: Volume): void {
  if (volume.virtualMachineId === undefined) return;
  throw invalidParameter("Please specify a volume that is not attached to any VM.");
}

function listVolumes(call: Call): Json {
  const { parameters, world } = call;
  const [id, name, type] = [parameters.text("id"), parameters.text("name"), parameters.text("type")];
  const [machineId, zoneId] = [parameters.text("virtualmachineid"), parameters.text("zoneid")];
  const state = parameters.text("state");
  const ids = parameters.list("ids");
  const rows = visible(call, world.tables.volumes.all())
    .filter((row) => id === undefined || row.id === id)
    .filter((row) => ids.length === 0 || ids.includes(row.id))
    .filter((row) => name === undefined || row.name === name)
    .filter((row) => type === undefined || row.type === type.toUpperCase())
    .filter((row) => machineId === undefined || row.virtualMachineId === machineId)
    .filter((row) => zoneId === undefined || row.zoneId === zoneId)
    .filter((row) => state === undefined || row.state.toLowerCase() === state.toLowerCase())
    .filter((row) => hasTags(call, row.id));
  return listOf(call, "volume", rows, (row) => volumeView(world, row, call.caller));
}
