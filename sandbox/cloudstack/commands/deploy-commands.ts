import { randomUUID } from "node:crypto";
import { newOwner, requireAccess, visible } from "../core/access.ts";
import { ApiError, foreignObject, invalidParameter, noSuchEntity } from "../core/api-error.ts";
import { async, type Call, type CommandFamily, type JobContext } from "../core/command.ts";
import { requireRoom } from "../core/limits.ts";
import { bootMachine, failedStart, placeMachine } from "../core/machine-state.ts";
import type { KeyPair, Network, Nic, Owned, ServiceOffering, Template, VirtualMachine } from "../core/model.ts";
import { beginImplementing, guestAddress } from "../core/network-state.ts";
import { timestamp } from "../core/timestamp.ts";
import { checkUserData } from "../core/user-data.ts";
import { machineInErrors, machineView } from "../views/machine-view.ts";
import { affinityGroupIds } from "./affinity-commands.ts";

interface DeployWork {
  id: string;
  start: boolean;
}

const GIB = 2 ** 30;

export const DEPLOY_COMMANDS: CommandFamily = {
  deployVirtualMachine: async<DeployWork>({
    javaClass: "user.vm.DeployVMCmd",
    byAdmin: true,
    instanceType: "VirtualMachine",
    eventType: "VM.CREATE",
    admit(call) {
      const machine = admitMachine(call);
      const start = call.parameters.flag("startvm") ?? true;
      return { work: { id: machine.id, start }, instanceId: machine.id, answersId: true };
    },
    start(context, { id, start }) {
      if (start) beginStart(context, id);
    },
    finish({ world, caller }, { id, start }) {
      const machine = world.tables.virtualMachines.must(id);
      if (start) bootMachine(world, machine);
      return { virtualmachine: machineView(world, machine, caller) };
    },
    abandon: ({ world }, { id }) => failedStart(world, world.tables.virtualMachines.must(id)),
    failureText({ world }, { id }) {
      const machine = machineInErrors(world, world.tables.virtualMachines.must(id));
      return `Unable to start a VM [${id}] due to [Unable to create a deployment for ${machine}].`;
    },
  }),
};

/** Moves a machine to Starting, or to Error when no host has room for it. */
function beginStart({ world, job }: JobContext, id: string): void {
  const machine = world.tables.virtualMachines.must(id);
  if (!placeMachine(world, machine)) {
    failedStart(world, machine);
    const text = `No destination found for a deployment for ${machineInErrors(world, machine, "Stopped")}`;
    throw new ApiError(533, text);
  }
  machine.state = "Starting";
  const now = Date.now();
  for (const nic of machine.nics) {
    beginImplementing(world, world.tables.networks.must(nic.networkId), now, job.dueAt - now);
  }
}

function admitMachine(call: Call): VirtualMachine {
  const { world, parameters, caller, method } = call;
  const { tables } = world;
  const owner = newOwner(call);
  const zoneId = parameters.required("zoneid");
  const offering = tables.serviceOfferings.must(parameters.required("serviceofferingid"));
  const template = usableTemplate(call);
  const networks = networksFor(call, owner);
  const details = machineDetails(call, offering);
  const keyPairs = keyPairsFor(call, owner);
  const groups = affinityGroupIds(call);
  const userData = parameters.text("userdata");
  if (userData) checkUserData(world, userData, method);
  const row = world.newRow("machine");
  const name = parameters.text("name") ?? `VM-${row.id}`;
  checkHostName(name);
  rejectNameClash(call, name, networks);
  requireRoom(world, owner, "user_vm", 1);
  const rootBytes = rootSize(call, template);
  const userDataId = parameters.text("userdataid");

  const machine = tables.virtualMachines.add({
    ...row,
    ...owner,
    userId: caller.user.id,
    name,
    displayName: parameters.text("displayname") ?? name,
    ...groupOf(call),
    state: "Stopped",
    lastUpdated: timestamp(),
    zoneId,
    templateId: template.id,
    templateName: template.name,
    osTypeId: template.osTypeId,
    serviceOfferingId: offering.id,
    nics: networks.map((network, index) => makeNic(call, network, index)),
    details: { ...details, ...keyDetails(keyPairs) },
    keyPairs: keyPairs.map((key) => key.name),
    affinityGroupIds: groups,
    ...(userData ? { userData } : {}),
    ...(userDataId === undefined ? {} : { userDataId }),
    hasRunBefore: false,
  });
  tables.volumes.add({
    ...world.newRow("volume"),
    ...owner,
    name: `ROOT-${machine.serial}`,
    zoneId,
    type: "ROOT",
    sizeBytes: rootBytes,
    state: "Allocated",
    serviceOfferingId: offering.id,
    templateId: template.id,
    virtualMachineId: machine.id,
    deviceId: 0,
  });
  return machine;
}

function usableTemplate(call: Call): Template {
  const id = call.parameters.text("templateid") ?? "";
  const template = call.world.tables.templates.get(id);
  if (!template) throw noSuchEntity(call.command, "templateid", id);
  if (!template.isPublic) requireAccess(call, template);
  if (!template.isReady) throw invalidParameter(`Unable to deploy: template ${template.name} is not ready`);
  return template;
}

function networksFor(call: Call, owner: Owned): Network[] {
  const { networks } = call.world.tables;
  const asked = call.parameters.list("networkids").map((id) => {
    const network = networks.get(id);
    if (!network) throw invalidParameter(`Unable to find network by id ${id}`);
    const isSameOwner = network.accountId === owner.accountId && network.projectId === owner.projectId;
    if (!isSameOwner && !call.caller.isRootAdmin) throw foreignObject();
    return network;
  });
  if (asked.length > 0) return asked;
  const own = visible(call, networks.all());
  if (own.length !== 1) {
    throw invalidParameter("More than 1 default Isolated networks are found or none; please specify networkIds");
  }
  return own;
}

/** cpuNumber, memory and cpuSpeed of a custom offering, within its bounds; and the root disk's size. */
function machineDetails({ parameters }: Call, offering: ServiceOffering): Record<string, string> {
  const details = parameters.mergedMap("details");
  const rootdisksize = parameters.text("rootdisksize");
  if (offering.cpuNumber === undefined) {
    const { minCpu = 1, maxCpu = 1024, minMemory = 32, maxMemory = 1_048_576 } = offering.bounds ?? {};
    requireBetween("Invalid CPU cores value, specify a value between", details["cpuNumber"], minCpu, maxCpu);
    requireBetween("Invalid memory value, specify a value between", details["memory"], minMemory, maxMemory);
  } else if (details["cpuNumber"] ?? details["memory"] ?? details["cpuSpeed"]) {
    throw invalidParameter(
      "cpuNumber, cpuSpeed and memory can't be specified for a service offering that is not custom",
    );
  }
  return rootdisksize === undefined ? details : { ...details, rootdisksize };
}

function requireBetween(text: string, value: string | undefined, least: number, most: number): void {
  const number = Number(value);
  if (value === undefined || !Number.isInteger(number) || number < least || number > most) {
    throw invalidParameter(`${text} ${least} and ${most}`);
  }
}

function rootSize({ parameters }: Call, template: Template): number {
  const wanted = parameters.whole("rootdisksize");
  const least = template.size ?? 0;
  if (wanted === undefined) return least;
  if (wanted * GIB < least) {
    throw invalidParameter(`Unsupported: rootdisksize override is smaller than template size ${least / GIB} GB`);
  }
  return wanted * GIB;
}

export function keyPairsFor(call: Call, owner: Owned): KeyPair[] {
  const names = [...call.parameters.list("keypairs"), ...call.parameters.list("keypair")];
  return names.map((name) => {
    const key = call.world.tables.keyPairs.first(
      (row) => row.name === name && row.accountId === owner.accountId && row.projectId === owner.projectId,
    );
    if (!key) throw invalidParameter(`A key pair with name '${name}' was not found.`);
    return key;
  });
}

export function keyDetails(keys: KeyPair[]): Record<string, string> {
  if (keys.length === 0) return {};
  return {
    "SSH.PublicKey": keys.map((key) => key.publicKey).join("\n"),
    "SSH.KeyPairNames": keys.map((key) => key.name).join(","),
  };
}

/** RFC 1123 label, as `NetUtils.verifyDomainNameLabel` checks host names. */
export function checkHostName(name: string): void {
  if (/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(name)) return;
  throw invalidParameter(
    "Invalid name. Vm name can contain ASCII letters 'a' through 'z', the digits '0' through '9', and the hyphen " +
      "('-'), must be between 1 and 63 characters long, and can't start or end with \"-\" and can't start with digit",
  );
}

/** A machine in Error or Destroyed keeps its host name until it is expunged (finding 3). */
export function rejectNameClash({ world }: Call, name: string, networks: Network[]): void {
  for (const network of networks) {
    const isTaken = world.tables.virtualMachines.first(
      (other) => other.name === name && other.nics.some((nic) => nic.networkId === network.id),
    );
    if (!isTaken) continue;
    throw invalidParameter(
      `The vm with hostName ${name} already exists in the network domain: ${network.networkDomain}; network=${network.name}`,
    );
  }
}

function groupOf({ world, parameters }: Call): Pick<VirtualMachine, "group"> {
  const name = parameters.text("group");
  if (!name) return {};
  const same = world.tables.virtualMachines.first((machine) => machine.group?.name === name)?.group;
  return { group: same ?? { id: randomUUID(), name } };
}

function makeNic({ world, parameters }: Call, network: Network, deviceId: number): Nic {
  const wanted = deviceId === 0 ? parameters.text("ipaddress") : undefined;
  return newNic(world, network, deviceId, wanted);
}

export function newNic(world: Call["world"], network: Network, deviceId: number, wanted: string | undefined): Nic {
  const serial = world.nextSerial("mac");
  const tail = [serial >> 8, serial & 255].map((byte) => byte.toString(16).padStart(2, "0")).join(":");
  return {
    id: randomUUID(),
    networkId: network.id,
    address: guestAddress(world, network, wanted),
    macAddress: `02:01:00:5a:${tail}`,
    isDefault: deviceId === 0,
    deviceId,
    secondary: [],
  };
}
