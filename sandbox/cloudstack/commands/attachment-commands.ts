import { target } from "../core/access.ts";
import { invalidParameter } from "../core/api-error.ts";
import { async, type Call, type CommandFamily } from "../core/command.ts";
import { detach } from "../core/machine-state.ts";
import type { Volume } from "../core/model.ts";
import { timestamp } from "../core/timestamp.ts";
import type { World } from "../core/world.ts";
import { volumeView } from "../views/volume-view.ts";

interface AttachWork {
  id: string;
  machineId: string;
  deviceId: number;
}

const ON_VOLUME = { byAdmin: true, instanceType: "Volume", id: "volumes" } as const;
/** Device 3 is the CD drive. */
const DEVICE_IDS = [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/** Attaching data disks to machines and taking them off. */
export const ATTACHMENT_COMMANDS: CommandFamily = {
  attachVolume: async<AttachWork>({
    ...ON_VOLUME,
    javaClass: "user.volume.AttachVolumeCmd",
    eventType: "VOLUME.ATTACH",
    admit(call) {
      const work = admitAttachment(call);
      return { work, instanceId: work.id };
    },
    finish({ world, caller }, { id, machineId, deviceId }) {
      const volume = world.tables.volumes.must(id);
      Object.assign(volume, { virtualMachineId: machineId, deviceId, attached: timestamp() });
      // On primary storage from now on, also when the machine is stopped.
      volume.path ??= volume.name;
      volume.state = "Ready";
      return { volume: volumeView(world, volume, caller) };
    },
  }),

  detachVolume: async<{ id: string }>({
    ...ON_VOLUME,
    javaClass: "user.volume.DetachVolumeCmd",
    eventType: "VOLUME.DETACH",
    admit(call) {
      const volume = target(call, call.world.tables.volumes, "id");
      if (volume.virtualMachineId === undefined) {
        throw invalidParameter("The specified volume is not attached to a virtual machine.");
      }
      if (volume.type === "ROOT") {
        throw invalidParameter("Detach of a root volume is refused: please specify a data volume");
      }
      return { work: { id: volume.id }, instanceId: volume.id };
    },
    finish({ world, caller }, { id }) {
      const volume = world.tables.volumes.must(id);
      detach(volume);
      return { volume: volumeView(world, volume, caller) };
    },
  }),
};

function admitAttachment(call: Call): AttachWork {
  const { volumes, virtualMachines } = call.world.tables;
  const volume = target(call, volumes, "id");
  const machine = target(call, virtualMachines, "virtualmachineid");
  if (volume.virtualMachineId !== undefined) {
    throw invalidParameter("Please specify a volume that is not attached to any VM.");
  }
  if (machine.state !== "Running" && machine.state !== "Stopped") {
    throw invalidParameter("Please specify a VM that is either running or stopped.");
  }
  if (!["Allocated", "Ready", "Uploaded"].includes(volume.state)) {
    throw invalidParameter(`Volume state must be in Allocated, Ready or in Uploaded state; it is ${volume.state}`);
  }
  return { id: volume.id, machineId: machine.id, deviceId: freeDevice(call, attachedTo(call.world, machine.id)) };
}

function attachedTo(world: World, machineId: string): Volume[] {
  return world.tables.volumes.where((row) => row.virtualMachineId === machineId);
}

function freeDevice({ parameters }: Call, attached: Volume[]): number {
  const taken = new Set(attached.map((volume) => volume.deviceId));
  const wanted = parameters.whole("deviceid");
  if (wanted !== undefined) {
    if (taken.has(wanted)) throw invalidParameter(`deviceId ${wanted} is used by vm`);
    return wanted;
  }
  const free = DEVICE_IDS.find((id) => !taken.has(id));
  if (free === undefined) throw invalidParameter("The specified VM already has the maximum number of data disks");
  return free;
}
