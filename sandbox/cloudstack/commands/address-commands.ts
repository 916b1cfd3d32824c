import { newOwner, requireAccess, target, visible } from "../core/access.ts";
import { invalidParameter } from "../core/api-error.ts";
import { async, type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import type { IpAddress } from "../core/model.ts";
import { acquireAddress, ownerOf, releaseAddress } from "../core/network-state.ts";
import { listOf } from "../core/paging.ts";
import { hasTags } from "../core/tag-filter.ts";
import { addressInErrors, addressView } from "../views/address-view.ts";
import { instanceName } from "../views/machine-view.ts";

interface AddressWork {
  id: string;
}

/** Public addresses and static NAT. */
export const ADDRESS_COMMANDS: CommandFamily = {
  associateIpAddress: async<AddressWork>({
    javaClass: "user.address.AssociateIPAddrCmd",
    byAdmin: true,
    instanceType: "IpAddress",
    eventType: "NET.IPASSIGN",
    admit(call) {
      const { id } = associate(call);
      return { work: { id }, instanceId: id, answersId: true };
    },
    finish({ world, caller }, { id }) {
      const ip = world.tables.ipAddresses.must(id);
      return { ipaddress: addressView(world, ip, caller, "Allocating") };
    },
  }),

  disassociateIpAddress: async<AddressWork>({
    javaClass: "user.address.DisassociateIPAddrCmd",
    instanceType: "IpAddress",
    eventType: "NET.IPRELEASE",
    id: "ipAddresses",
    admit(call) {
      const ip = allocated(call, "id");
      if (ip.isSourceNat) {
        throw invalidParameter(`ip id=${ip.id} is used for source nat purposes and can't be disassociated.`);
      }
      return { work: { id: ip.id }, instanceId: ip.id };
    },
    finish({ world }, { id }) {
      releaseAddress(world, world.tables.ipAddresses.must(id));
      return { success: true };
    },
  }),

  listPublicIpAddresses: sync(listPublicIpAddresses, { id: "ipAddresses" }),
  enableStaticNat: sync(enableStaticNat),

  disableStaticNat: async<AddressWork>({
    javaClass: "user.nat.DisableStaticNatCmd",
    eventType: "STATICNAT.DISABLE",
    admit(call) {
      const ip = allocated(call, "ipaddressid");
      if (!ip.staticNat) throw invalidParameter(`Specified IP address id=${ip.id} is not associated with a static nat`);
      return { work: { id: ip.id } };
    },
    // The rules of the address go with it: a later deleteFirewallRule finds them gone.
    finish({ world }, { id }) {
      const { firewallRules, ipAddresses } = world.tables;
      for (const rule of firewallRules.where((row) => row.ipAddressId === id)) firewallRules.delete(rule.id);
      delete ipAddresses.must(id).staticNat;
      return { success: true };
    },
  }),
};

/** An address in use, which the caller may work on. */
export function allocated(call: Call, parameter: string): IpAddress {
  const ip = call.world.tables.ipAddresses.must(call.parameters.required(parameter));
  if (ip.state === "Free") throw invalidParameter(`Unable to find ip address by id=${ip.id}: it is not allocated`);
  requireAccess(call, ip);
  return ip;
}

function associate(call: Call): IpAddress {
  const { networks } = call.world.tables;
  const { parameters } = call;
  const wanted = parameters.text("ipaddress");
  if (!parameters.has("networkid")) {
    if (!parameters.has("zoneid")) throw invalidParameter("Unable to figure out zone to assign ip to");
    return acquireAddress(call.world, newOwner(call), undefined, wanted);
  }
  const network = target(call, networks, "networkid");
  return acquireAddress(call.world, ownerOf(network), network, wanted);
}

function listPublicIpAddresses(call: Call): Json {
  const { parameters, world } = call;
  const [id, address, zoneId] = [parameters.text("id"), parameters.text("ipaddress"), parameters.text("zoneid")];
  const networkId = parameters.text("associatednetworkid");
  const [isSourceNat, isStaticNat] = [parameters.flag("issourcenat"), parameters.flag("isstaticnat")];
  const rows = visible(
    call,
    world.tables.ipAddresses.where((ip) => ip.state !== "Free"),
  )
    .filter((ip) => id === undefined || ip.id === id)
    .filter((ip) => address === undefined || ip.address === address)
    .filter((ip) => zoneId === undefined || ip.zoneId === zoneId)
    .filter((ip) => networkId === undefined || ip.networkId === networkId)
    .filter((ip) => isSourceNat === undefined || ip.isSourceNat === isSourceNat)
    .filter((ip) => isStaticNat === undefined || (ip.staticNat !== undefined) === isStaticNat)
    .filter((ip) => hasTags(call, ip.id));
  return listOf(call, "publicipaddress", rows, (ip) => addressView(world, ip, call.caller));
}

function enableStaticNat(call: Call): Json {
  const { ipAddresses, portForwardingRules, loadBalancerRules, virtualMachines } = call.world.tables;
  const ip = allocated(call, "ipaddressid");
  const machine = target(call, virtualMachines, "virtualmachineid");
  if (ip.isSourceNat) {
    throw invalidParameter(`Can't enable static, ip address ${addressInErrors(ip)} is a sourceNat ip address`);
  }
  const other = ipAddresses.first((row) => row.staticNat?.virtualMachineId === machine.id);
  if (other) {
    const name = instanceName(call.world, machine);
    throw invalidParameter(
      `Failed to enable static nat on the  ip ${ip.address} with Id ${ip.id} as the vm ${name} with Id ${machine.id} ` +
        `is already associated with another public ip ${other.address} with id ${other.id}`,
    );
  }
  if (ip.staticNat) {
    throw invalidParameter(`Failed to enable static nat for the ip id=${ip.id} as it's already assigned to another vm`);
  }
  const usesIp = (rule: { ipAddressId: string }) => rule.ipAddressId === ip.id;
  if (portForwardingRules.first(usesIp) || loadBalancerRules.first(usesIp)) {
    throw invalidParameter(
      `There are port forwarding or load balancing rules on ip id=${ip.id}: static nat is refused`,
    );
  }
  const networkId = call.parameters.text("networkid") ?? ip.networkId;
  const nic = machine.nics.find((candidate) => candidate.networkId === networkId);
  if (!nic) throw invalidParameter("Vm doesn't belong to the network with specified id");
  ip.networkId = nic.networkId;
  ip.staticNat = { virtualMachineId: machine.id, guestAddress: call.parameters.text("vmguestip") ?? nic.address };
  return { success: true };
}
