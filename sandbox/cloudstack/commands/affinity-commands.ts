import { newOwner, target, visible } from "../core/access.ts";
import { internalError, invalidParameter } from "../core/api-error.ts";
import { async, type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import type { AffinityGroup } from "../core/model.ts";
import { listOf } from "../core/paging.ts";
import type { World } from "../core/world.ts";
import { machineView } from "../views/machine-view.ts";
import { ownerView } from "../views/owner-view.ts";

const TYPES = ["host anti-affinity", "host affinity", "non-strict host anti-affinity", "non-strict host affinity"];

/** Groups that keep machines on different hosts, or together. */
export const AFFINITY_COMMANDS: CommandFamily = {
  listAffinityGroupTypes: sync((call) => listOf(call, "affinityGroupType", TYPES, (type) => ({ type }))),
  listAffinityGroups: sync(listAffinityGroups, { id: "affinityGroups" }),

  createAffinityGroup: async<{ id: string }>({
    javaClass: "user.affinitygroup.CreateAffinityGroupCmd",
    instanceType: "AffinityGroup",
    hidesInstance: true,
    eventType: "AG.CREATE",
    admit(call) {
      const { id } = create(call);
      return { work: { id }, instanceId: id, answersId: true };
    },
    finish: ({ world }, { id }) => ({ affinitygroup: groupView(world, world.tables.affinityGroups.must(id)) }),
  }),

  deleteAffinityGroup: async<{ id: string }>({
    javaClass: "user.affinitygroup.DeleteAffinityGroupCmd",
    instanceType: "AffinityGroup",
    hidesInstance: true,
    eventType: "AG.DELETE",
    id: "affinityGroups",
    admit: (call) => ({ work: { id: toDelete(call).id } }),
    finish({ world }, { id }) {
      world.tables.affinityGroups.delete(id);
      for (const machine of world.tables.virtualMachines.all()) {
        machine.affinityGroupIds = machine.affinityGroupIds.filter((group) => group !== id);
      }
      return { success: true };
    },
  }),

  updateVMAffinityGroup: async<{ id: string; groups: string[] }>({
    javaClass: "user.affinitygroup.UpdateVMAffinityGroupCmd",
    byAdmin: true,
    instanceType: "VirtualMachine",
    eventType: "VM.AFFINITY.GROUP.UPDATE",
    id: "virtualMachines",
    admit(call) {
      const machine = target(call, call.world.tables.virtualMachines, "id");
      if (machine.state !== "Stopped") {
        throw invalidParameter(`Unable to update affinity groups of the virtual machine in state ${machine.state}`);
      }
      return { work: { id: machine.id, groups: affinityGroupIds(call) }, instanceId: machine.id };
    },
    finish({ world, caller }, { id, groups }) {
      const machine = world.tables.virtualMachines.must(id);
      machine.affinityGroupIds = groups;
      return { virtualmachine: machineView(world, machine, caller) };
    },
  }),
};

/** The groups a call names by id or by name. */
export function affinityGroupIds(call: Call): string[] {
  const { affinityGroups } = call.world.tables;
  const byName = call.parameters.list("affinitygroupnames").map((name) => {
    const group = visible(call, affinityGroups.all()).find((row) => row.name === name);
    if (!group) throw invalidParameter(`Unable to find group by name ${name}`);
    return group.id;
  });
  const byId = call.parameters.list("affinitygroupids").map((id) => {
    if (!affinityGroups.get(id)) throw invalidParameter(`Unable to find affinity group by id ${id}`);
    return id;
  });
  return [...byId, ...byName];
}

function create(call: Call): AffinityGroup {
  const type = call.parameters.required("type");
  const name = call.parameters.required("name");
  const owner = newOwner(call);
  const { affinityGroups } = call.world.tables;
  if (!TYPES.includes(type))
    throw invalidParameter(`Unable to create affinity group, no Affinity Group Types configured: ${type}`);
  const isTaken = (row: AffinityGroup) =>
    row.name === name && row.accountId === owner.accountId && row.projectId === owner.projectId;
  if (affinityGroups.first(isTaken)) {
    throw invalidParameter(`Unable to create affinity group, a group with name ${name} already exists.`);
  }
  const description = call.parameters.text("description") ?? name;
  return affinityGroups.add({ ...call.world.newRow("affinityGroup"), ...owner, name, description, type });
}

function toDelete(call: Call): AffinityGroup {
  if (call.parameters.has("id")) return target(call, call.world.tables.affinityGroups, "id");
  const name = call.parameters.text("name");
  const group = visible(call, call.world.tables.affinityGroups.all()).find((row) => row.name === name);
  if (!group) throw internalError(`Unable to find affinity group by name ${name}`);
  return group;
}

function listAffinityGroups(call: Call): Json {
  const { parameters, world } = call;
  const [id, name, type] = [parameters.text("id"), parameters.text("name"), parameters.text("type")];
  const rows = visible(call, world.tables.affinityGroups.all())
    .filter((row) => id === undefined || row.id === id)
    .filter((row) => name === undefined || row.name === name)
    .filter((row) => type === undefined || row.type === type);
  return listOf(call, "affinitygroup", rows, (row) => groupView(world, row));
}

function groupView(world: World, row: AffinityGroup): Json {
  const members = world.tables.virtualMachines.where((machine) => machine.affinityGroupIds.includes(row.id));
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    ...ownerView(world, row),
    type: row.type,
    ...(members.length > 0 ? { virtualmachineIds: members.map((machine) => machine.id) } : {}),
  };
}
