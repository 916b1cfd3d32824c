import { type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import type { DiskOffering, NetworkOffering, OsType, ServiceOffering, Zone } from "../core/model.ts";
import { listOf } from "../core/paging.ts";
import { SYSTEM_OFFERING_ID } from "../seed/hosts.ts";
import { offeringServices } from "../seed/network-services.ts";

/** What the cloud offers: zones, sizes, disks, kinds of network, operating system types. */
export const CATALOG_COMMANDS: CommandFamily = {
  listZones: sync(listZones, { id: "zones" }),
  listServiceOfferings: sync(listServiceOfferings, { id: "serviceOfferings" }),
  createServiceOffering: sync(createServiceOffering, { adminOnly: true }),
  updateServiceOffering: sync(updateServiceOffering, { adminOnly: true, id: "serviceOfferings" }),
  deleteServiceOffering: sync(deleteServiceOffering, { adminOnly: true, id: "serviceOfferings" }),
  listDiskOfferings: sync(listDiskOfferings, { id: "diskOfferings" }),
  createDiskOffering: sync(createDiskOffering, { adminOnly: true }),
  deleteDiskOffering: sync(deleteDiskOffering, { adminOnly: true, id: "diskOfferings" }),
  listNetworkOfferings: sync(listNetworkOfferings, { id: "networkOfferings" }),
  listOsTypes: sync(listOsTypes, { id: "osTypes" }),
  listOsCategories: sync(listOsCategories),
  listHypervisors: sync((call) => listOf(call, "hypervisor", ["KVM"], (name) => ({ name }))),
};

function listZones(call: Call): Json {
  const isAdmin = call.caller.isRootAdmin;
  return listOf(call, "zone", named(call, call.world.tables.zones.all()), (zone: Zone) => ({
    id: zone.id,
    name: zone.name,
    ...(isAdmin ? { dns1: "198.51.100.53", internaldns1: "198.51.100.53", guestcidraddress: "10.1.1.0/24" } : {}),
    networktype: "Advanced",
    securitygroupsenabled: false,
    gputotal: 0,
    gpuused: 0,
    allocationstate: "Enabled",
    zonetoken: "sandbox-zone-token",
    dhcpprovider: "VirtualRouter",
    localstorageenabled: false,
    tags: [],
    allowuserspecifyvrmtu: false,
    routerprivateinterfacemaxmtu: 1500,
    routerpublicinterfacemaxmtu: 1500,
    type: "Core",
    isnsxenabled: false,
    ismultiarch: false,
    asnrange: "",
    routedmodeenabled: true,
    hasannotations: false,
  }));
}

function listServiceOfferings(call: Call): Json {
  const machine = call.world.tables.virtualMachines.get(call.parameters.text("virtualmachineid"));
  const rows = named(call, call.world.tables.serviceOfferings.all());
  const other = rows.filter((row) => row.id !== machine?.serviceOfferingId);
  return listOf(call, "serviceoffering", other, serviceOfferingView);
}

function serviceOfferingView(offering: ServiceOffering): Json {
  const bounds = offering.bounds;
  return {
    id: offering.id,
    name: offering.name,
    state: "Active",
    displaytext: offering.displayText,
    ...(offering.cpuNumber === undefined ? {} : { cpunumber: offering.cpuNumber }),
    ...(offering.cpuSpeed === undefined ? {} : { cpuspeed: offering.cpuSpeed }),
    ...(offering.memory === undefined ? {} : { memory: offering.memory }),
    created: offering.created,
    storagetype: "shared",
    provisioningtype: "thin",
    offerha: false,
    limitcpuuse: false,
    isvolatile: false,
    issystem: false,
    defaultuse: false,
    iscustomized: offering.cpuNumber === undefined,
    rootdisksize: 0,
    dynamicscalingenabled: offering.dynamicScaling,
    diskofferingstrictness: false,
    diskofferingid: offering.diskOfferingId,
    diskofferingname: offering.name,
    diskofferingdisplaytext: offering.displayText,
    encryptroot: false,
    hasannotations: false,
    ...(bounds ? { serviceofferingdetails: boundsView(bounds) } : {}),
  };
}

function boundsView({ minCpu, maxCpu, minMemory, maxMemory }: NonNullable<ServiceOffering["bounds"]>): Json {
  return {
    mincpunumber: String(minCpu),
    maxcpunumber: String(maxCpu),
    minmemory: String(minMemory),
    maxmemory: String(maxMemory),
  };
}

function createServiceOffering({ world, parameters }: Call): Json {
  const row = world.newRow("serviceOffering");
  const [cpuNumber, memory, cpuSpeed] = [
    parameters.whole("cpunumber"),
    parameters.whole("memory"),
    parameters.whole("cpuspeed"),
  ];
  const bounds = {
    minCpu: parameters.whole("mincpunumber") ?? 1,
    maxCpu: parameters.whole("maxcpunumber") ?? 1024,
    minMemory: parameters.whole("minmemory") ?? 32,
    maxMemory: parameters.whole("maxmemory") ?? 1_048_576,
  };
  const offering = world.tables.serviceOfferings.add({
    ...row,
    name: parameters.required("name"),
    displayText: parameters.text("displaytext") ?? parameters.required("name"),
    ...(cpuNumber === undefined ? { bounds } : { cpuNumber }),
    ...(memory === undefined ? {} : { memory }),
    ...(cpuSpeed === undefined ? {} : { cpuSpeed }),
    diskOfferingId: world.newRow("diskOffering").id,
    dynamicScaling: parameters.flag("dynamicscalingenabled") ?? true,
  });
  return { serviceoffering: { ...serviceOfferingView(offering), gpudisplay: false } };
}

function updateServiceOffering({ world, parameters }: Call): Json {
  const offering = world.tables.serviceOfferings.must(parameters.required("id"));
  offering.name = parameters.text("name") ?? offering.name;
  offering.displayText = parameters.text("displaytext") ?? offering.displayText;
  return { serviceoffering: serviceOfferingView(offering) };
}

function deleteServiceOffering({ world, parameters }: Call): Json {
  world.tables.serviceOfferings.retire(parameters.required("id"));
  return { success: true };
}

function listDiskOfferings(call: Call): Json {
  return listOf(call, "diskoffering", named(call, call.world.tables.diskOfferings.all()), diskOfferingView);
}

function diskOfferingView(offering: DiskOffering): Json {
  return {
    id: offering.id,
    name: offering.name,
    state: "Active",
    displaytext: offering.displayText,
    disksize: offering.sizeGib,
    created: offering.created,
    iscustomized: offering.isCustom,
    storagetype: "shared",
    provisioningtype: "thin",
    displayoffering: true,
    disksizestrictness: false,
    encrypt: false,
    hasannotations: false,
  };
}

function createDiskOffering({ world, parameters }: Call): Json {
  const sizeGib = parameters.whole("disksize") ?? 0;
  const offering = world.tables.diskOfferings.add({
    ...world.newRow("diskOffering"),
    name: parameters.required("name"),
    displayText: parameters.text("displaytext") ?? parameters.required("name"),
    sizeGib,
    isCustom: sizeGib === 0,
  });
  return { diskoffering: diskOfferingView(offering) };
}

function deleteDiskOffering({ world, parameters }: Call): Json {
  world.tables.diskOfferings.retire(parameters.required("id"));
  return { success: true };
}

function listNetworkOfferings(call: Call): Json {
  const { parameters } = call;
  const type = parameters.text("guestiptype")?.toLowerCase();
  const forVpc = parameters.flag("forvpc");
  const rows = named(call, call.world.tables.networkOfferings.all())
    .filter((row) => type === undefined || row.guestIpType.toLowerCase() === type)
    .filter((row) => forVpc === undefined || row.forVpc === forVpc);
  return listOf(call, "networkoffering", rows, networkOfferingView);
}

function networkOfferingView(offering: NetworkOffering): Json {
  return {
    id: offering.id,
    name: offering.name,
    displaytext: offering.displayText,
    created: offering.created,
    traffictype: "Guest",
    isdefault: offering.isDefault,
    specifyvlan: offering.specifyVlan,
    conservemode: true,
    specifyipranges: offering.guestIpType === "Shared",
    availability: offering.availability,
    networkrate: 200,
    state: "Enabled",
    guestiptype: offering.guestIpType,
    serviceofferingid: SYSTEM_OFFERING_ID,
    service: offeringServices(offering.services),
    forvpc: offering.forVpc,
    fornsx: false,
    fortungsten: false,
    ispersistent: false,
    egressdefaultpolicy: offering.egressDefaultAllow,
    supportsstrechedl2subnet: false,
    supportspublicaccess: false,
    supportsinternallb: false,
    internetprotocol: "IPv4",
    specifyasnumber: false,
    hasannotations: false,
  };
}

function listOsTypes(call: Call): Json {
  const { parameters, world } = call;
  const [id, description] = [parameters.text("id"), parameters.text("description")];
  const rows = world.tables.osTypes
    .where((type) => id === undefined || type.id === id)
    .filter((type) => description === undefined || type.description === description);
  return listOf(call, "ostype", rows, (type: OsType) => ({
    id: type.id,
    oscategoryid: type.categoryId,
    oscategoryname: type.category,
    name: type.description,
    description: type.description,
    isuserdefined: false,
    fordisplay: true,
  }));
}

function listOsCategories(call: Call): Json {
  const categories = new Map(call.world.tables.osTypes.all().map((type) => [type.categoryId, type.category]));
  return listOf(call, "oscategory", [...categories], ([id, name]) => ({ id, name, isfeatured: true }));
}

/** Filters by `id`, exact `name` and `keyword`, as all catalog lists do. */
function named<T extends { id: string; name: string }>({ parameters }: Call, rows: T[]): T[] {
  const [id, name, keyword] = [parameters.text("id"), parameters.text("name"), parameters.text("keyword")];
  return rows
    .filter((row) => id === undefined || row.id === id)
    .filter((row) => name === undefined || row.name === name)
    .filter((row) => keyword === undefined || row.name.includes(keyword));
}
