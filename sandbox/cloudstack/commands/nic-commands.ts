import { randomUUID } from "node:crypto";
import { requireAccess, target } from "../core/access.ts";
import { invalidParameter, noSuchEntity } from "../core/api-error.ts";
import { async, type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import type { Nic, VirtualMachine } from "../core/model.ts";
import { beginImplementing, endImplementing, guestAddress } from "../core/network-state.ts";
import { listOf } from "../core/paging.ts";
import type { World } from "../core/world.ts";
import { machineView, nicView } from "../views/machine-view.ts";
import { newNic } from "./deploy-commands.ts";

interface NicWork {
  machineId: string;
  nicId: string;
}

const ON_MACHINE = { byAdmin: true, instanceType: "VirtualMachine" } as const;

/** Network cards and their secondary addresses. */
export const NIC_COMMANDS: CommandFamily = {
  listNics: sync(listNics),

  addNicToVirtualMachine: async<{ machineId: string; networkId: string; wanted?: string }>({
    ...ON_MACHINE,
    javaClass: "user.vm.AddNicToVMCmd",
    eventType: "NIC.CREATE",
    admit(call) {
      const machine = target(call, call.world.tables.virtualMachines, "virtualmachineid");
      const network = target(call, call.world.tables.networks, "networkid");
      if (machine.nics.some((nic) => nic.networkId === network.id)) {
        throw invalidParameter(`A NIC already exists for VM:${machine.id} in network: ${network.id}`);
      }
      const wanted = call.parameters.text("ipaddress");
      const work = { machineId: machine.id, networkId: network.id, ...(wanted === undefined ? {} : { wanted }) };
      return { work, instanceId: machine.id };
    },
    finish({ world, caller }, { machineId, networkId, wanted }) {
      const machine = world.tables.virtualMachines.must(machineId);
      const network = world.tables.networks.must(networkId);
      const deviceId = Math.max(...machine.nics.map((nic) => nic.deviceId)) + 1;
      machine.nics.push(newNic(world, network, deviceId, wanted));
      if (machine.state === "Running" && network.state === "Allocated") {
        beginImplementing(world, network, 0, 0);
        endImplementing(world, network);
      }
      return { virtualmachine: machineView(world, machine, caller) };
    },
  }),

  removeNicFromVirtualMachine: async<NicWork>({
    byAdmin: true,
    javaClass: "user.vm.RemoveNicFromVMCmd",
    eventType: "NIC.DELETE",
    admit(call) {
      const { machine, nic } = nicOfMachine(call);
      if (nic.isDefault) {
        throw invalidParameter(`Unable to remove nic from vm ${machine.id}: it is the default nic of the vm`);
      }
      return { work: { machineId: machine.id, nicId: nic.id } };
    },
    finish({ world, caller }, { machineId, nicId }) {
      const machine = world.tables.virtualMachines.must(machineId);
      machine.nics = machine.nics.filter((nic) => nic.id !== nicId);
      return { virtualmachine: machineView(world, machine, caller) };
    },
  }),

  updateDefaultNicForVirtualMachine: async<NicWork>({
    ...ON_MACHINE,
    javaClass: "user.vm.UpdateDefaultNicForVMCmd",
    eventType: "NIC.UPDATE",
    admit(call) {
      const { machine, nic } = nicOfMachine(call);
      return { work: { machineId: machine.id, nicId: nic.id }, instanceId: machine.id };
    },
    finish({ world, caller }, { machineId, nicId }) {
      const machine = world.tables.virtualMachines.must(machineId);
      for (const nic of machine.nics) nic.isDefault = nic.id === nicId;
      return { virtualmachine: machineView(world, machine, caller) };
    },
  }),

  addIpToNic: async<NicWork & { id: string; address: string }>({
    topKey: "addiptovmnicresponse",
    javaClass: "user.vm.AddIpToVmNicCmd",
    instanceType: "IpAddress",
    eventType: "NIC.SECONDARY.IP.ASSIGN",
    admit(call) {
      const { machine, nic } = findNic(call, call.parameters.required("nicid"));
      const network = call.world.tables.networks.must(nic.networkId);
      const address = guestAddress(call.world, network, call.parameters.text("ipaddress"));
      const id = randomUUID();
      nic.secondary.push({ id, address });
      return { work: { machineId: machine.id, nicId: nic.id, id, address }, instanceId: id, answersId: true };
    },
    finish({ world }, { machineId, nicId, id, address }) {
      const nic = world.tables.virtualMachines.must(machineId).nics.find((row) => row.id === nicId);
      return { nicsecondaryip: { id, ipaddress: address, nicid: nicId, networkid: nic?.networkId } };
    },
  }),

  removeIpFromNic: async<NicWork & { id: string }>({
    javaClass: "user.vm.RemoveIpFromVmNicCmd",
    eventType: "NIC.SECONDARY.IP.UNASSIGN",
    admit(call) {
      const id = call.parameters.required("id");
      const found = allNics(call.world).find(({ nic }) => nic.secondary.some((ip) => ip.id === id));
      if (!found) throw noSuchEntity(call.command, "id", id);
      requireAccess(call, found.machine);
      return { work: { machineId: found.machine.id, nicId: found.nic.id, id } };
    },
    finish({ world }, { machineId, nicId, id }) {
      const nic = world.tables.virtualMachines.must(machineId).nics.find((row) => row.id === nicId);
      if (nic) nic.secondary = nic.secondary.filter((ip) => ip.id !== id);
      return { success: true };
    },
  }),
};

interface Found {
  machine: VirtualMachine;
  nic: Nic;
}

function allNics({ tables }: World): Found[] {
  return tables.virtualMachines.all().flatMap((machine) => machine.nics.map((nic) => ({ machine, nic })));
}

function findNic(call: Call, id: string): Found {
  const found = allNics(call.world).find(({ nic }) => nic.id === id);
  if (!found) throw noSuchEntity(call.command, "nicid", id);
  requireAccess(call, found.machine);
  return found;
}

function nicOfMachine(call: Call): Found {
  target(call, call.world.tables.virtualMachines, "virtualmachineid");
  const found = findNic(call, call.parameters.required("nicid"));
  if (found.machine.id !== call.parameters.required("virtualmachineid")) {
    throw invalidParameter(`${found.nic.id} is not a nic on vm ${call.parameters.required("virtualmachineid")}`);
  }
  return found;
}

function listNics(call: Call): Json {
  const { parameters, world } = call;
  const machine = target(call, world.tables.virtualMachines, "virtualmachineid");
  const [nicId, networkId] = [parameters.text("nicid"), parameters.text("networkid")];
  const rows = machine.nics
    .filter((nic) => nicId === undefined || nic.id === nicId)
    .filter((nic) => networkId === undefined || nic.networkId === networkId);
  return listOf(call, "nic", rows, (nic) => {
    const { secondaryip, ...view } = nicView(world, nic, machine);
    return { ...view, ...(nic.secondary.length > 0 ? { secondaryip } : {}), virtualmachineid: machine.id };
  });
}
