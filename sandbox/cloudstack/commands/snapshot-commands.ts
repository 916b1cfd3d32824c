import { target, visible } from "../core/access.ts";
import { invalidParameter } from "../core/api-error.ts";
import { async, type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import { requireRoom } from "../core/limits.ts";
import type { Snapshot, SnapshotPolicy } from "../core/model.ts";
import { ownerOf } from "../core/network-state.ts";
import { listOf } from "../core/paging.ts";
import { settingFlag } from "../core/settings.ts";
import { hasTags } from "../core/tag-filter.ts";
import { snapshotPolicyView, snapshotView } from "../views/snapshot-view.ts";

interface SnapshotWork {
  id: string;
}

const INTERVALS = ["HOURLY", "DAILY", "WEEKLY", "MONTHLY"];

/** Volume snapshots and the policies that would take them (the sandbox never takes one by itself). */
export const SNAPSHOT_COMMANDS: CommandFamily = {
  createSnapshot: async<SnapshotWork>({
    javaClass: "user.snapshot.CreateSnapshotCmd",
    instanceType: "Snapshot",
    eventType: "SNAPSHOT.CREATE",
    admit(call) {
      const { id } = create(call);
      return { work: { id }, instanceId: id, answersId: true };
    },
    finish({ world }, { id }) {
      const snapshot = world.tables.snapshots.must(id);
      snapshot.state = "BackedUp";
      snapshot.physicalSize = snapshot.virtualSize;
      return { snapshot: { ...snapshotView(world, snapshot), snapshottype: "MANUAL" } };
    },
    abandon: ({ world }, { id }) => world.tables.snapshots.retire(id),
  }),

  deleteSnapshot: async<SnapshotWork>({
    javaClass: "user.snapshot.DeleteSnapshotCmd",
    instanceType: "Snapshot",
    eventType: "SNAPSHOT.DELETE",
    id: "snapshots",
    admit(call) {
      const { id } = target(call, call.world.tables.snapshots, "id");
      return { work: { id }, instanceId: id };
    },
    finish({ world }, { id }) {
      world.tables.snapshots.retire(id);
      return { success: true };
    },
  }),

  listSnapshots: sync(listSnapshots, { id: "snapshots" }),
  createSnapshotPolicy: sync(createPolicy),
  listSnapshotPolicies: sync(listPolicies, { id: "snapshotPolicies" }),
  deleteSnapshotPolicies: sync(deletePolicies, { id: "snapshotPolicies" }),
};

function create(call: Call): Snapshot {
  const { world, parameters } = call;
  const volume = target(call, world.tables.volumes, "volumeid");
  if (volume.state !== "Ready") {
    throw invalidParameter(`VolumeId: ${volume.id} is not in Ready state but ${volume.state}. Cannot take snapshot.`);
  }
  if (parameters.flag("quiescevm")) {
    throw invalidParameter("can't handle quiescevm equal true for volume snapshot");
  }
  const machine = world.tables.virtualMachines.get(volume.virtualMachineId);
  if (machine?.state === "Running" && !settingFlag(world, "kvm.snapshot.enabled")) {
    throw invalidParameter(
      "KVM Snapshot is not supported for Running VMs. It is disabled by default due to a possible volume corruption in certain cases.",
    );
  }
  requireRoom(world, volume, "snapshot", 1);
  const row = world.newRow("snapshot");
  const template = world.tables.templates.get(volume.templateId);
  const file = volume.file ?? template?.file;
  return world.tables.snapshots.add({
    ...row,
    ...ownerOf(volume),
    name: parameters.text("name") ?? defaultName(machine?.name, volume.name, row.created),
    volumeId: volume.id,
    volumeName: volume.name,
    volumeType: volume.type,
    ...(template ? { templateId: template.id, osTypeId: template.osTypeId } : {}),
    zoneId: volume.zoneId,
    virtualSize: volume.sizeBytes,
    physicalSize: 0,
    state: "Creating",
    ...(file === undefined ? {} : { file }),
  });
}

function defaultName(machine: string | undefined, volume: string, created: string): string {
  return `${machine ?? "detached"}_${volume}_${created.slice(0, 19).replace(/[-T:]/g, "")}`;
}

function listSnapshots(call: Call): Json {
  const { parameters, world } = call;
  const [id, volumeId, name] = [parameters.text("id"), parameters.text("volumeid"), parameters.text("name")];
  const rows = visible(call, world.tables.snapshots.all())
    .filter((row) => id === undefined || row.id === id)
    .filter((row) => volumeId === undefined || row.volumeId === volumeId)
    .filter((row) => name === undefined || row.name === name)
    .filter((row) => hasTags(call, row.id));
  return listOf(call, "snapshot", rows, (row) => snapshotView(world, row));
}

function createPolicy(call: Call): Json {
  const { world, parameters } = call;
  const volume = target(call, world.tables.volumes, "volumeid");
  const intervalType = INTERVALS.indexOf(parameters.required("intervaltype").toUpperCase());
  if (intervalType < 0) throw invalidParameter(`Unsupported interval type ${parameters.required("intervaltype")}`);
  const policy: SnapshotPolicy = world.tables.snapshotPolicies.add({
    ...world.newRow("snapshotPolicy"),
    ...ownerOf(volume),
    volumeId: volume.id,
    schedule: parameters.required("schedule"),
    intervalType,
    maxSnapshots: Number(parameters.required("maxsnaps")),
    timezone: parameters.required("timezone"),
  });
  return { snapshotpolicy: snapshotPolicyView(world, policy) };
}

function listPolicies(call: Call): Json {
  const { parameters, world } = call;
  const [id, volumeId] = [parameters.text("id"), parameters.text("volumeid")];
  const rows = visible(call, world.tables.snapshotPolicies.all())
    .filter((row) => id === undefined || row.id === id)
    .filter((row) => volumeId === undefined || row.volumeId === volumeId);
  return listOf(call, "snapshotpolicy", rows, (row) => snapshotPolicyView(world, row));
}

function deletePolicies(call: Call): Json {
  const { snapshotPolicies } = call.world.tables;
  const ids = [...call.parameters.list("id"), ...call.parameters.list("ids")];
  for (const id of ids) snapshotPolicies.delete(id);
  return { success: true };
}
