import type { Viewer } from "../core/access.ts";
import type { Json } from "../core/command.ts";
import type { Nic, VirtualMachine } from "../core/model.ts";
import type { World } from "../core/world.ts";
import { hostName } from "../seed/hosts.ts";
import { ownerView, pendingJobView, tagViews } from "./owner-view.ts";

const HAS_HOST = new Set(["Running", "Stopping"]);

/** A machine as `listVirtualMachines` and every job on it answer; fields about hosts are for administrators. */
export function machineView(world: World, machine: VirtualMachine, viewer: Viewer): Json {
  const { tables } = world;
  const isAdmin = viewer.isRootAdmin;
  const defaultNic = machine.nics.find((nic) => nic.isDefault);
  const publicIp = staticNatOf(world, machine.id);
  const userData = tables.userData.get(machine.userDataId);
  const group = machine.group ? { groupid: machine.group.id, group: machine.group.name } : {};
  return {
    id: machine.id,
    name: machine.name,
    displayname: machine.displayName,
    userid: machine.userId,
    username: tables.users.get(machine.userId)?.username ?? "",
    ...ownerView(world, machine),
    created: machine.created,
    lastupdated: machine.lastUpdated,
    state: machine.state,
    haenable: false,
    ...group,
    zoneid: machine.zoneId,
    zonename: tables.zones.must(machine.zoneId).name,
    ...(HAS_HOST.has(machine.state) ? hostView(machine, isAdmin) : {}),
    ...imageView(world, machine),
    ...sizeView(world, machine),
    ...(machine.hasRunBefore && isAdmin ? usageView() : {}),
    guestosid: machine.osTypeId,
    rootdeviceid: 0,
    rootdevicetype: "ROOT",
    securitygroup: [],
    nic: machine.nics.map((nic) => ({ ...nicView(world, nic, machine), ...(nic.isDefault ? publicIp : {}) })),
    hypervisor: "KVM",
    ...(defaultNic ? { ipaddress: defaultNic.address } : {}),
    ...publicIp,
    ...(isAdmin ? { instancename: instanceName(world, machine) } : {}),
    details: machine.details,
    ...(isAdmin ? {} : { readonlydetails: "rootDiskController, dataDiskController" }),
    ...(machine.keyPairs.length > 0 ? { keypairs: machine.keyPairs.join(",") } : {}),
    affinitygroup: affinityGroupViews(world, machine),
    ...(isAdmin ? { displayvm: true } : {}),
    isdynamicallyscalable: false,
    deleteprotection: false,
    ostypeid: machine.osTypeId,
    osdisplayname: tables.osTypes.get(machine.osTypeId)?.description ?? "",
    bootmode: "legacy",
    boottype: "Bios",
    pooltype: "NetworkFilesystem",
    ...(userData ? { userdataid: userData.id, userdataname: userData.name } : {}),
    receivedbytes: 0,
    sentbytes: 0,
    ...(isAdmin ? { arch: "x86_64" } : {}),
    tags: tagViews(world, machine.id),
    hasannotations: false,
    ...pendingJobView(world, machine.id),
  };
}

/** What is left to show of an expunged machine. */
export function expungedMachineView(): Json {
  return { securitygroup: [], nic: [], affinitygroup: [], deleteprotection: false, tags: [] };
}

export function nicView(world: World, nic: Nic, machine: VirtualMachine): Json {
  const network = world.tables.networks.must(nic.networkId);
  const wire = network.vlan === undefined ? undefined : `vlan://${network.vlan}`;
  const isWired = wire !== undefined && HAS_HOST.has(machine.state);
  return {
    id: nic.id,
    networkid: nic.networkId,
    networkname: network.name,
    netmask: network.netmask,
    gateway: network.gateway,
    ipaddress: nic.address,
    ...(isWired ? { isolationuri: wire, broadcasturi: wire } : {}),
    traffictype: "Guest",
    type: world.tables.networkOfferings.must(network.networkOfferingId).guestIpType,
    isdefault: nic.isDefault,
    macaddress: nic.macAddress,
    secondaryip: nic.secondary.map(({ id, address }) => ({ id, ipaddress: address })),
    extradhcpoption: [],
    deviceid: String(nic.deviceId),
  };
}

/** `i-2-7-VM`: the account's and the machine's number on the server. */
export function instanceName(world: World, machine: VirtualMachine): string {
  return `i-${world.tables.accounts.must(machine.accountId).serial}-${machine.serial}-VM`;
}

/** The machine as the server's error texts print it. */
export function machineInErrors(world: World, machine: VirtualMachine, state: string = machine.state): string {
  const name = instanceName(world, machine);
  return `VM instance ${JSON.stringify({ id: machine.serial, instanceName: name, state, type: "User", uuid: machine.id })}`;
}

function hostView(machine: VirtualMachine, isAdmin: boolean): Json {
  const control = { hostcontrolstate: "Enabled" };
  if (!isAdmin) return control;
  const { id, name } = hostName(machine.hostIndex ?? 0);
  return { hostid: id, hostname: name, ...control };
}

function imageView({ tables }: World, machine: VirtualMachine): Json {
  const template = tables.templates.get(machine.templateId);
  return {
    templateid: machine.templateId,
    templatename: machine.templateName,
    templatetype: template?.kind ?? "USER",
    templateformat: template?.format ?? "QCOW2",
    templatedisplaytext: template?.displayText ?? machine.templateName,
    passwordenabled: template?.passwordEnabled ?? false,
  };
}

function sizeView({ tables }: World, machine: VirtualMachine): Json {
  const offering = tables.serviceOfferings.must(machine.serviceOfferingId);
  return {
    serviceofferingid: offering.id,
    serviceofferingname: offering.name,
    cpunumber: offering.cpuNumber ?? Number(machine.details["cpuNumber"] ?? 0),
    cpuspeed: offering.cpuSpeed ?? Number(machine.details["cpuSpeed"] ?? 0),
    memory: offering.memory ?? Number(machine.details["memory"] ?? 0),
  };
}

function usageView(): Json {
  const disk = { diskkbsread: 0, diskkbswrite: 0, diskioread: 0, diskiowrite: 0 };
  const memory = { memorykbs: 0, memoryintfreekbs: 0, memorytargetkbs: 0 };
  return { cpuused: "10%", networkkbsread: 32768, networkkbswrite: 16384, ...disk, ...memory };
}

function staticNatOf({ tables }: World, machineId: string): Json {
  const ip = tables.ipAddresses.first((a) => a.staticNat?.virtualMachineId === machineId);
  return ip ? { publicipid: ip.id, publicip: ip.address } : {};
}

function affinityGroupViews({ tables }: World, machine: VirtualMachine): Json[] {
  return machine.affinityGroupIds.flatMap((id) => {
    const group = tables.affinityGroups.get(id);
    if (!group) return [];
    const account = tables.accounts.must(group.accountId).name;
    return [{ id, name: group.name, description: group.description, account }];
  });
}
