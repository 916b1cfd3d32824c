import { target } from "../core/access.ts";
import { ApiError, internalError, invalidParameter } from "../core/api-error.ts";
import { async, type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import { requireRoom, sizeOf } from "../core/limits.ts";
import { setState } from "../core/machine-state.ts";
import type { VirtualMachine } from "../core/model.ts";
import { ownerOf } from "../core/network-state.ts";
import { checkUserData } from "../core/user-data.ts";
import { machineInErrors, machineView } from "../views/machine-view.ts";
import { checkHostName, keyDetails, keyPairsFor, rejectNameClash } from "./deploy-commands.ts";

interface MachineWork {
  id: string;
}

const ON_ONE_MACHINE = { byAdmin: true, instanceType: "VirtualMachine", id: "virtualMachines" } as const;

/** Changes of a machine: name, user data, size, keys, password, root disk. */
export const MACHINE_CHANGE_COMMANDS: CommandFamily = {
  updateVirtualMachine: sync(updateVirtualMachine, { id: "virtualMachines" }),
  resetUserDataForVirtualMachine: sync(resetUserData, { id: "virtualMachines" }),
  getVirtualMachineUserData: sync(getUserData),
  getVMPassword: sync(getPassword, { id: "virtualMachines" }),
  changeServiceForVirtualMachine: sync(changeService, { id: "virtualMachines" }),

  scaleVirtualMachine: async<MachineWork & { offeringId: string }>({
    ...ON_ONE_MACHINE,
    javaClass: "user.vm.ScaleVMCmd",
    eventType: "VM.UPGRADE",
    admit(call) {
      const { id } = target(call, call.world.tables.virtualMachines, "id");
      return { work: { id, offeringId: call.parameters.required("serviceofferingid") }, instanceId: id };
    },
    finish({ world, caller }, { id, offeringId }) {
      const machine = world.tables.virtualMachines.must(id);
      if (machine.state === "Running") {
        const vm = machineInErrors(world, machine);
        throw new ApiError(530, `Unable to scale ${vm} as it does not have tools to support dynamic scaling.`);
      }
      machine.serviceOfferingId = offeringId;
      return { virtualmachine: machineView(world, machine, caller) };
    },
  }),

  resetSSHKeyForVirtualMachine: async<MachineWork & { names: string[] }>({
    ...ON_ONE_MACHINE,
    // The one command whose answer keeps a capital in the middle.
    topKey: "resetSSHKeyforvirtualmachineresponse",
    javaClass: "user.vm.ResetVMSSHKeyCmd",
    eventType: "VM.RESETSSHKEY",
    admit(call) {
      const machine = target(call, call.world.tables.virtualMachines, "id");
      requireStopped(machine, "reset SSH key");
      const keys = keyPairsFor(call, ownerOf(machine));
      if (keys.length === 0) throw invalidParameter("There are no SSH key pairs given");
      return { work: { id: machine.id, names: keys.map((key) => key.name) }, instanceId: machine.id };
    },
    finish({ world, caller }, { id, names }) {
      const machine = world.tables.virtualMachines.must(id);
      const keys = world.tables.keyPairs.where(
        (key) => key.accountId === machine.accountId && names.includes(key.name),
      );
      machine.keyPairs = names;
      machine.details = { ...machine.details, ...keyDetails(keys) };
      return { virtualmachine: machineView(world, machine, caller) };
    },
  }),

  resetPasswordForVirtualMachine: async<MachineWork>({
    ...ON_ONE_MACHINE,
    javaClass: "user.vm.ResetVMPasswordCmd",
    eventType: "VM.RESETPASSWORD",
    admit(call) {
      const machine = target(call, call.world.tables.virtualMachines, "id");
      if (!call.world.tables.templates.get(machine.templateId)?.passwordEnabled) {
        throw invalidParameter("Fail to reset password for the virtual machine, the template is not password enabled");
      }
      requireStopped(machine, "reset password");
      return { work: { id: machine.id }, instanceId: machine.id };
    },
    finish({ world, caller }, { id }) {
      const view = machineView(world, world.tables.virtualMachines.must(id), caller);
      return { virtualmachine: { ...view, password: "sandbox-has-no-guest" } };
    },
  }),

  restoreVirtualMachine: async<MachineWork & { templateId?: string; wasRunning: boolean }>({
    byAdmin: true,
    instanceType: "VirtualMachine",
    topKey: "restorevmresponse",
    javaClass: "user.vm.RestoreVMCmd",
    eventType: "VM.RESTORE",
    admit(call) {
      const machine = target(call, call.world.tables.virtualMachines, "virtualmachineid");
      if (machine.state !== "Running" && machine.state !== "Stopped") {
        throw invalidParameter(
          `Vm ${machine.id} currently in ${machine.state} state, restore vm can only execute when VM in Running or Stopped`,
        );
      }
      const templateId = call.parameters.text("templateid");
      const wasRunning = machine.state === "Running";
      const work = { id: machine.id, wasRunning, ...(templateId === undefined ? {} : { templateId }) };
      return { work, instanceId: machine.id };
    },
    start({ world }, { id, wasRunning }) {
      if (wasRunning) setState(world.tables.virtualMachines.must(id), "Stopping");
    },
    finish({ world, caller }, { id, templateId, wasRunning }) {
      const machine = world.tables.virtualMachines.must(id);
      replaceRoot(world, machine, templateId ?? machine.templateId);
      setState(machine, wasRunning ? "Running" : "Stopped");
      return { virtualmachine: machineView(world, machine, caller) };
    },
  }),
};

function updateVirtualMachine(call: Call): Json {
  const { world, parameters, caller, method } = call;
  const machine = target(call, world.tables.virtualMachines, "id");
  const name = parameters.text("name");
  const userData = parameters.text("userdata");
  const details = parameters.mergedMap("details");
  if (name !== undefined && name !== machine.name) {
    checkHostName(name);
    rejectNameClash(
      call,
      name,
      machine.nics.map((nic) => world.tables.networks.must(nic.networkId)),
    );
    machine.name = name;
  }
  if (userData) {
    checkUserData(world, userData, method);
    machine.userData = userData;
  }
  if (parameters.flag("cleanupdetails")) machine.details = {};
  else if (Object.keys(details).length > 0) machine.details = { ...machine.details, ...details };
  const group = parameters.text("group");
  if (group) machine.group = { id: machine.group?.id ?? world.newRow("group").id, name: group };
  machine.displayName = parameters.text("displayname") ?? machine.displayName;
  const userDataId = parameters.text("userdataid");
  if (userDataId !== undefined) machine.userDataId = userDataId;
  machine.osTypeId = parameters.text("ostypeid") ?? machine.osTypeId;
  return { virtualmachine: machineView(world, machine, caller) };
}

function resetUserData(call: Call): Json {
  const { world, parameters, caller, method } = call;
  const machine = target(call, world.tables.virtualMachines, "id");
  requireStopped(machine, "reset userdata");
  const stored = world.tables.userData.get(parameters.text("userdataid"));
  const userData = parameters.text("userdata") ?? stored?.userData;
  if (userData === undefined) throw invalidParameter("There is no userdata provided to reset");
  checkUserData(world, userData, method);
  machine.userData = userData;
  if (stored) machine.userDataId = stored.id;
  return { virtualmachine: machineView(world, machine, caller) };
}

function getUserData(call: Call): Json {
  const { world } = call;
  const machine = target(call, world.tables.virtualMachines, "virtualmachineid");
  const userdata = machine.userData ?? world.tables.userData.get(machine.userDataId)?.userData;
  return { virtualmachineuserdata: { virtualmachineid: machine.id, ...(userdata === undefined ? {} : { userdata }) } };
}

function getPassword(call: Call): Json {
  const machine = target(call, call.world.tables.virtualMachines, "id");
  throw invalidParameter(
    `No password found for VM [${machineInErrors(call.world, machine)}]. When the VM's SSH keypair is changed, the ` +
      "current encrypted password is removed due to inconsistency in the encryption, as the new SSH keypair is " +
      "different from which the password was encrypted. To get a new password, it must be reseted.",
  );
}

function changeService(call: Call): Json {
  const { world, parameters, caller } = call;
  const machine = target(call, world.tables.virtualMachines, "id");
  const offering = world.tables.serviceOfferings.must(parameters.required("serviceofferingid"));
  if (machine.state !== "Stopped") {
    const vm = machineInErrors(world, machine);
    throw invalidParameter(
      `Unable to upgrade virtual machine ${vm}  in state ${machine.state}; make sure the virtual machine is stopped`,
    );
  }
  const details = { ...machine.details, ...parameters.mergedMap("details") };
  const before = sizeOf(world.tables, machine);
  const after = sizeOf(world.tables, { ...machine, serviceOfferingId: offering.id, details });
  if (after.cpu === 0 || after.memory === 0) {
    throw invalidParameter(
      "Need to specify custom parameter values cpu, cpu speed and memory when using custom offering",
    );
  }
  requireRoom(world, machine, "cpu", Math.max(0, after.cpu - before.cpu));
  requireRoom(world, machine, "memory", Math.max(0, after.memory - before.memory));
  machine.serviceOfferingId = offering.id;
  machine.details = details;
  for (const root of world.tables.volumes.where((row) => row.virtualMachineId === machine.id && row.type === "ROOT")) {
    root.serviceOfferingId = offering.id;
  }
  return { virtualmachine: machineView(world, machine, caller) };
}

function replaceRoot(world: Call["world"], machine: VirtualMachine, templateId: string): void {
  const template = world.tables.templates.get(templateId);
  if (!template) throw internalError(`Cannot restore: template ${templateId} is gone`);
  const { volumes } = world.tables;
  const old = volumes.first((row) => row.virtualMachineId === machine.id && row.type === "ROOT");
  if (!old) throw internalError(`Cannot restore: machine ${machine.id} has no root volume`);
  const { file: _, ...kept } = old;
  volumes.retire(old.id);
  const row = world.newRow("volume");
  volumes.add({ ...kept, ...row, templateId, path: row.id, sizeBytes: Math.max(kept.sizeBytes, template.size ?? 0) });
  machine.templateId = templateId;
  machine.templateName = template.name;
  machine.osTypeId = template.osTypeId;
}

function requireStopped(machine: VirtualMachine, what: string): void {
  if (machine.state === "Stopped" || machine.state === "Error") return;
  throw invalidParameter(`Vm is not in the Stopped state: can't ${what} of ${machine.id} in state ${machine.state}`);
}
