import { requireAccess, target } from "../core/access.ts";
import { ApiError, invalidParameter, noSuchEntity } from "../core/api-error.ts";
import { type Admission, async, type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import {
  bootMachine,
  destroyMachine,
  expungeMachine,
  failedStart,
  haltMachine,
  placeMachine,
  setState,
} from "../core/machine-state.ts";
import type { VirtualMachine } from "../core/model.ts";
import { beginImplementing } from "../core/network-state.ts";
import { settingFlag } from "../core/settings.ts";
import type { World } from "../core/world.ts";
import { expungedMachineView, machineInErrors, machineView } from "../views/machine-view.ts";

interface MachineWork {
  id: string;
}

interface DestroyWork extends MachineWork {
  expunge: boolean;
}

const ON_ONE_MACHINE = { byAdmin: true, instanceType: "VirtualMachine", id: "virtualMachines" } as const;

/** Starting, stopping, rebooting, destroying, recovering. */
export const MACHINE_POWER_COMMANDS: CommandFamily = {
  startVirtualMachine: async<MachineWork>({
    ...ON_ONE_MACHINE,
    javaClass: "user.vm.StartVMCmd",
    eventType: "VM.START",
    admit: onMachine,
    start({ world, job }, { id }) {
      const machine = world.tables.virtualMachines.must(id);
      // Judged by the state of this moment, also while a stop is still under way.
      if (machine.state === "Running" || machine.state === "Stopping") {
        throw new ApiError(431, `The virtual machine ${id} (${machine.displayName}) is already running`);
      }
      if (machine.state !== "Stopped") throw new ApiError(431, wrongState(world, machine, "start"));
      if (!placeMachine(world, machine)) {
        const text = `No destination found for a deployment for ${machineInErrors(world, machine)}`;
        throw new ApiError(533, text);
      }
      setState(machine, "Starting");
      const now = Date.now();
      for (const nic of machine.nics) {
        beginImplementing(world, world.tables.networks.must(nic.networkId), now, job.dueAt - now);
      }
    },
    finish({ world, caller }, { id }) {
      const machine = world.tables.virtualMachines.must(id);
      bootMachine(world, machine);
      return { virtualmachine: machineView(world, machine, caller) };
    },
    abandon: ({ world }, { id }) => failedStart(world, world.tables.virtualMachines.must(id)),
    failureText({ world }, { id }) {
      const machine = machineInErrors(world, world.tables.virtualMachines.must(id));
      return `Unable to start a VM [${id}] due to [Unable to create a deployment for ${machine}].`;
    },
  }),

  stopVirtualMachine: async<MachineWork>({
    ...ON_ONE_MACHINE,
    javaClass: "user.vm.StopVMCmd",
    eventType: "VM.STOP",
    admit: onMachine,
    start({ world }, { id }) {
      const machine = world.tables.virtualMachines.must(id);
      if (machine.state === "Running") setState(machine, "Stopping");
    },
    finish({ world, caller }, { id }) {
      const machine = world.tables.virtualMachines.must(id);
      // Stopping a stopped machine succeeds.
      if (machine.state === "Stopping") haltMachine(machine);
      return { virtualmachine: machineView(world, machine, caller) };
    },
    abandon({ world }, { id }) {
      const machine = world.tables.virtualMachines.must(id);
      if (machine.state === "Stopping") setState(machine, "Running");
    },
    failureText: ({ world }, { id }) =>
      `Unable to stop ${machineInErrors(world, world.tables.virtualMachines.must(id), "Running")}`,
  }),

  rebootVirtualMachine: async<MachineWork>({
    ...ON_ONE_MACHINE,
    javaClass: "user.vm.RebootVMCmd",
    eventType: "VM.REBOOT",
    admit: onMachine,
    start({ world }, { id }) {
      const machine = world.tables.virtualMachines.must(id);
      if (machine.state !== "Running") throw new ApiError(431, wrongState(world, machine, "reboot"));
    },
    finish({ world, caller }, { id }) {
      const machine = world.tables.virtualMachines.must(id);
      machine.reboots = (machine.reboots ?? 0) + 1;
      return { virtualmachine: machineView(world, machine, caller) };
    },
  }),

  destroyVirtualMachine: async<DestroyWork>({
    ...ON_ONE_MACHINE,
    javaClass: "user.vm.DestroyVMCmd",
    eventType: "VM.DESTROY",
    admit(call) {
      const { id } = target(call, call.world.tables.virtualMachines, "id");
      return { work: { id, expunge: call.parameters.flag("expunge") ?? false }, instanceId: id };
    },
    start({ world, caller }, { id, expunge }) {
      if (expunge && !mayExpunge(world, caller.isRootAdmin)) {
        throw new ApiError(530, "Account does not have permission for expunging.");
      }
      const machine = world.tables.virtualMachines.must(id);
      if (machine.state === "Running") setState(machine, "Stopping");
    },
    finish({ world, caller }, { id, expunge }) {
      const machine = world.tables.virtualMachines.must(id);
      if (machine.state !== "Destroyed") destroyMachine(world, machine);
      if (!expunge) return { virtualmachine: machineView(world, machine, caller) };
      expungeMachine(world, machine);
      return { virtualmachine: expungedMachineView() };
    },
    abandon({ world }, { id }) {
      const machine = world.tables.virtualMachines.must(id);
      if (machine.state === "Stopping") setState(machine, "Running");
    },
  }),

  expungeVirtualMachine: async<MachineWork>({
    ...ON_ONE_MACHINE,
    javaClass: "user.vm.ExpungeVMCmd",
    eventType: "VM.EXPUNGE",
    admit(call) {
      const admission = onMachine(call);
      const machine = call.world.tables.virtualMachines.must(admission.work.id);
      if (machine.state !== "Destroyed" && machine.state !== "Error") {
        throw invalidParameter(`Please destroy vm with specified vmId before expunge: ${machine.id}`);
      }
      if (!mayExpunge(call.world, call.caller.isRootAdmin)) {
        throw new ApiError(
          531,
          "Expunging a vm can only be done by an Admin. Or when the allow.user.expunge.recover.vm key is set.",
        );
      }
      return admission;
    },
    finish({ world }, { id }) {
      expungeMachine(world, world.tables.virtualMachines.must(id));
      return { success: true };
    },
  }),

  recoverVirtualMachine: sync(recoverVirtualMachine, { id: "virtualMachines" }),
};

function onMachine(call: Call): Admission<MachineWork> {
  const { virtualMachines } = call.world.tables;
  const id = call.parameters.required("id");
  const machine = virtualMachines.get(id);
  if (!machine) throw noSuchEntity(call.command, "id", id);
  requireAccess(call, machine);
  return { work: { id }, instanceId: id };
}

function recoverVirtualMachine(call: Call): Json {
  const { world, caller } = call;
  const machine = target(call, world.tables.virtualMachines, "id");
  if (machine.state !== "Destroyed") throw invalidParameter(`Vm with id ${machine.id} is not in the right state`);
  if (!mayExpunge(world, caller.isRootAdmin)) {
    throw new ApiError(
      531,
      "Recovering a vm can only be done by an Admin. Or when the allow.user.expunge.recover.vm key is set.",
    );
  }
  setState(machine, "Stopped");
  delete machine.destroyedAt;
  return { virtualmachine: machineView(world, machine, caller) };
}

function mayExpunge(world: World, isRootAdmin: boolean): boolean {
  return isRootAdmin || settingFlag(world, "allow.user.expunge.recover.vm");
}

function wrongState(world: World, machine: VirtualMachine, verb: string): string {
  return `Unable to ${verb} ${machineInErrors(world, machine)} in state ${machine.state}`;
}
