import { visible } from "../core/access.ts";
import { type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import type { VirtualMachine } from "../core/model.ts";
import { listOf } from "../core/paging.ts";
import { hasTags } from "../core/tag-filter.ts";
import { machineView } from "../views/machine-view.ts";

export const MACHINE_LIST_COMMANDS: CommandFamily = {
  listVirtualMachines: sync(listVirtualMachines, { id: "virtualMachines" }),
};

type Filter = readonly [parameter: string, matches: (machine: VirtualMachine, value: string) => boolean];

const FILTERS: readonly Filter[] = [
  ["id", (machine, value) => machine.id === value],
  ["ids", (machine, value) => value.split(",").includes(machine.id)],
  ["name", (machine, value) => machine.name === value],
  ["keyword", (machine, value) => machine.name.includes(value) || machine.displayName.includes(value)],
  ["zoneid", (machine, value) => machine.zoneId === value],
  ["networkid", (machine, value) => machine.nics.some((nic) => nic.networkId === value)],
  ["templateid", (machine, value) => machine.templateId === value],
  ["serviceofferingid", (machine, value) => machine.serviceOfferingId === value],
  ["affinitygroupid", (machine, value) => machine.affinityGroupIds.includes(value)],
  ["groupid", (machine, value) => machine.group?.id === value],
  ["keypair", (machine, value) => machine.keyPairs.includes(value)],
  ["userdataid", (machine, value) => machine.userDataId === value],
  ["userid", (machine, value) => machine.userId === value],
  ["state", hasState],
  ["autoscalevmgroupid", () => false],
];

/** User data appears only with `userdata=true`: else the provider would see a change in every plan (trap C2). */
function listVirtualMachines(call: Call): Json {
  const { parameters, world } = call;
  const asked = FILTERS.filter(([parameter]) => parameters.has(parameter));
  const rows = visible(call, world.tables.virtualMachines.all())
    .filter((machine) => asked.every(([parameter, matches]) => matches(machine, parameters.required(parameter))))
    .filter((machine) => hasTags(call, machine.id));
  const showsUserData = parameters.flag("userdata") === true;
  return listOf(call, "virtualmachine", rows, (machine) => ({
    ...machineView(world, machine, call.caller),
    ...(showsUserData && machine.userData !== undefined ? { userdata: machine.userData } : {}),
  }));
}

function hasState(machine: VirtualMachine, value: string): boolean {
  if (value.toLowerCase() === "present") return machine.state !== "Destroyed" && machine.state !== "Expunging";
  return machine.state.toLowerCase() === value.toLowerCase();
}
