import { HOSTS } from "../seed/hosts.ts";
import { sizeOf } from "./limits.ts";
import type { VirtualMachine } from "./model.ts";
import { endImplementing } from "./network-state.ts";
import { settingNumber } from "./settings.ts";
import { timestamp } from "./timestamp.ts";
import type { World } from "./world.ts";

const TAKES_ROOM = new Set(["Starting", "Running", "Stopping"]);

export function setState(machine: VirtualMachine, state: VirtualMachine["state"]): void {
  machine.state = state;
  machine.lastUpdated = timestamp();
}

/** Finds a host with room for the machine; false when there is none. */
export function placeMachine({ tables }: World, machine: VirtualMachine): boolean {
  const wanted = sizeOf(tables, machine);
  const index = HOSTS.findIndex((host, at) => {
    const there = tables.virtualMachines.where((vm) => vm.hostIndex === at && TAKES_ROOM.has(vm.state));
    const used = there.map((vm) => sizeOf(tables, vm));
    const cpu = used.reduce((sum, size) => sum + size.cpu, wanted.cpu);
    const memory = used.reduce((sum, size) => sum + size.memory, wanted.memory);
    return cpu <= host.cores && memory <= host.memoryMib;
  });
  if (index >= 0) machine.hostIndex = index;
  return index >= 0;
}

/** The machine runs: its networks stand, its root volume lies on primary storage. */
export function bootMachine(world: World, machine: VirtualMachine): void {
  setState(machine, "Running");
  for (const nic of machine.nics) {
    const network = world.tables.networks.must(nic.networkId);
    if (network.state === "Implementing") endImplementing(world, network);
  }
  for (const volume of world.tables.volumes.where((row) => row.virtualMachineId === machine.id)) {
    volume.path ??= volume.id;
    volume.state = "Ready";
  }
}

export function haltMachine(machine: VirtualMachine): void {
  setState(machine, "Stopped");
  delete machine.hostIndex;
  machine.hasRunBefore = true;
}

/** A start that fails for good leaves a machine that never ran in Error, and any other Stopped (finding 3). */
export function failedStart(world: World, machine: VirtualMachine): void {
  setState(machine, machine.hasRunBefore ? "Stopped" : "Error");
  delete machine.hostIndex;
  for (const nic of machine.nics) {
    const network = world.tables.networks.must(nic.networkId);
    if (network.state === "Implementing") endImplementing(world, network);
  }
}

/** Destroyed: data disks come off, the root disk and the network stay until the machine is expunged. */
export function destroyMachine(world: World, machine: VirtualMachine): void {
  setState(machine, "Destroyed");
  machine.destroyedAt = Date.now();
  delete machine.hostIndex;
  for (const volume of world.tables.volumes.where((row) => row.virtualMachineId === machine.id)) {
    if (volume.type === "DATADISK") detach(volume);
  }
}

export function detach(volume: { virtualMachineId?: string; deviceId?: number; attached?: string }): void {
  delete volume.virtualMachineId;
  delete volume.deviceId;
  delete volume.attached;
}

/** Expunged: root disk, rules, tags and the machine itself are gone. */
export function expungeMachine(world: World, machine: VirtualMachine): void {
  const { tables } = world;
  for (const volume of tables.volumes.where((row) => row.virtualMachineId === machine.id)) {
    if (volume.type === "ROOT") tables.volumes.retire(volume.id);
    else detach(volume);
  }
  for (const rule of tables.portForwardingRules.where((row) => row.virtualMachineId === machine.id)) {
    tables.portForwardingRules.delete(rule.id);
  }
  for (const rule of tables.loadBalancerRules.all()) {
    rule.virtualMachineIds = rule.virtualMachineIds.filter((id) => id !== machine.id);
  }
  for (const ip of tables.ipAddresses.where((row) => row.staticNat?.virtualMachineId === machine.id)) {
    delete ip.staticNat;
    for (const rule of tables.firewallRules.where((row) => row.ipAddressId === ip.id)) {
      tables.firewallRules.delete(rule.id);
    }
  }
  for (const tag of tables.tags.where((row) => row.subjectId === machine.id)) tables.tags.delete(tag.id);
  tables.virtualMachines.retire(machine.id);
}

/** Expunges what has been Destroyed for longer than `expunge.delay`. */
export function expungeOverdue(world: World, now: number): void {
  const overdue = now - settingNumber(world, "expunge.delay") * 1000;
  for (const machine of world.tables.virtualMachines.all()) {
    const isDue = machine.state === "Destroyed" && (machine.destroyedAt ?? now) <= overdue;
    if (isDue) expungeMachine(world, machine);
  }
}
