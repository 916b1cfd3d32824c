import { newOwner, target, visible } from "../core/access.ts";
import { internalError, invalidParameter } from "../core/api-error.ts";
import { async, type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import { cidrOf, isAddress } from "../core/ipv4.ts";
import type { Network } from "../core/model.ts";
import { releaseAddress } from "../core/network-state.ts";
import { listOf } from "../core/paging.ts";
import { settingText } from "../core/settings.ts";
import { hasTags } from "../core/tag-filter.ts";
import type { World } from "../core/world.ts";
import { networkView } from "../views/network-view.ts";

interface NetworkWork {
  id: string;
}

/** Guest networks. Creating one is synchronous and makes no router yet. */
export const NETWORK_COMMANDS: CommandFamily = {
  createNetwork: sync(createNetwork),
  listNetworks: sync(listNetworks, { id: "networks" }),

  updateNetwork: async<NetworkWork & { name?: string; displayText?: string; offeringId?: string; domain?: string }>({
    javaClass: "user.network.UpdateNetworkCmd",
    byAdmin: true,
    instanceType: "Network",
    eventType: "NETWORK.UPDATE",
    id: "networks",
    admit(call) {
      const { id } = target(call, call.world.tables.networks, "id");
      const sent = {
        name: call.parameters.text("name"),
        displayText: call.parameters.text("displaytext"),
        offeringId: call.parameters.text("networkofferingid"),
        domain: call.parameters.text("networkdomain"),
      };
      const given = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined));
      return { work: { id, ...given }, instanceId: id };
    },
    finish({ world, caller }, { id, name, displayText, offeringId, domain }) {
      const network = world.tables.networks.must(id);
      network.name = name ?? network.name;
      network.displayText = displayText ?? network.displayText;
      network.networkOfferingId = offeringId ?? network.networkOfferingId;
      network.networkDomain = domain ?? network.networkDomain;
      return { network: networkView(world, network, caller) };
    },
  }),

  restartNetwork: async<NetworkWork>({
    javaClass: "user.network.RestartNetworkCmd",
    byAdmin: true,
    instanceType: "Network",
    eventType: "NETWORK.RESTART",
    id: "networks",
    admit(call) {
      const network = target(call, call.world.tables.networks, "id");
      if (network.state !== "Implemented") {
        throw invalidParameter(
          "Network is not in the right state to be restarted. Correct states are: Implemented, Setup",
        );
      }
      return { work: { id: network.id }, instanceId: network.id };
    },
    finish: () => ({ success: true }),
  }),

  deleteNetwork: async<NetworkWork>({
    javaClass: "user.network.DeleteNetworkCmd",
    instanceType: "Network",
    hidesInstance: true,
    eventType: "NETWORK.DELETE",
    id: "networks",
    admit: (call) => ({ work: { id: target(call, call.world.tables.networks, "id").id } }),
    finish({ world }, { id }) {
      if (isInUse(world, id)) throw internalError("Failed to delete network");
      removeNetwork(world, id);
      return { success: true };
    },
  }),
};

function createNetwork(call: Call): Json {
  const { world, parameters, caller } = call;
  const owner = newOwner(call);
  const offering = world.tables.networkOfferings.must(parameters.required("networkofferingid"));
  if (offering.specifyVlan && !caller.isRootAdmin) {
    throw invalidParameter(`Only ROOT admin is allowed to specify vlanId: offering ${offering.name} needs one`);
  }
  const gateway = parameters.text("gateway") ?? "10.1.1.1";
  const netmask = parameters.text("netmask") ?? "255.255.255.0";
  if (!isAddress(gateway)) throw invalidParameter(`Invalid gateway ${gateway}`);
  if (!isAddress(netmask)) throw invalidParameter(`Invalid netmask ${netmask}`);
  const network = world.tables.networks.add({
    ...world.newRow("network"),
    ...owner,
    name: parameters.required("name"),
    displayText: parameters.text("displaytext") ?? parameters.required("name"),
    zoneId: parameters.required("zoneid"),
    networkOfferingId: offering.id,
    gateway,
    netmask,
    cidr: cidrOf(gateway, netmask),
    networkDomain: parameters.text("networkdomain") ?? defaultDomain(world, owner.projectId ?? owner.accountId),
    // A shared network has no router to wait for: it stands as soon as it is defined.
    state: offering.guestIpType === "Shared" ? "Implemented" : "Allocated",
    restartRequired: false,
  });
  return { network: networkView(world, network, caller) };
}

function listNetworks(call: Call): Json {
  const { parameters, world } = call;
  const type = parameters.text("type")?.toLowerCase();
  const [id, zoneId, keyword] = [parameters.text("id"), parameters.text("zoneid"), parameters.text("keyword")];
  const [name, offeringId] = [parameters.text("name"), parameters.text("networkofferingid")];
  const typeOf = (row: Network) => world.tables.networkOfferings.must(row.networkOfferingId).guestIpType;
  const rows = visible(call, world.tables.networks.all())
    .filter((row) => id === undefined || row.id === id)
    .filter((row) => name === undefined || row.name === name)
    .filter((row) => zoneId === undefined || row.zoneId === zoneId)
    .filter((row) => offeringId === undefined || row.networkOfferingId === offeringId)
    .filter((row) => keyword === undefined || row.name.includes(keyword))
    .filter((row) => type === undefined || typeOf(row).toLowerCase() === type)
    .filter((row) => hasTags(call, row.id))
    .toReversed();
  return listOf(call, "network", rows, (row) => networkView(world, row, call.caller));
}

/** A machine counts until it is expunged: Destroyed and Error machines hold their network too. */
function isInUse({ tables }: World, networkId: string): boolean {
  return tables.virtualMachines.first((vm) => vm.nics.some((nic) => nic.networkId === networkId)) !== undefined;
}

function removeNetwork(world: World, id: string): void {
  const { ipAddresses, firewallRules, networks, tags } = world.tables;
  for (const ip of ipAddresses.where((row) => row.networkId === id)) releaseAddress(world, ip);
  for (const rule of firewallRules.where((row) => row.networkId === id)) firewallRules.delete(rule.id);
  for (const tag of tags.where((row) => row.subjectId === id)) tags.delete(tag.id);
  networks.retire(id);
}

function defaultDomain(world: World, ownerId: string): string {
  const { accounts, projects } = world.tables;
  const serial = accounts.get(ownerId)?.serial ?? 100 + (projects.get(ownerId)?.serial ?? 0);
  return `cs${serial.toString(16)}${settingText(world, "guest.domain.suffix")}`;
}
