import type { CatalogWords } from "../../cloud/ports.ts";
import type {
  CatalogImage,
  CloudstackCatalog,
  CloudstackRegistration,
  NetworkOffering as OfferedNetwork,
  Offering,
  VolumeType,
} from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import {
  CapabilitiesAnswer,
  ConfigurationsAnswer,
  DiskOffering,
  NetworkOffering,
  ServiceOffering,
  Template,
} from "./answers.ts";
import type { CloudstackApi } from "./cloudstack-api.ts";
import { findZone } from "./find-zone.ts";
import { HIDDEN_TAG } from "./images.ts";

const GIB = 1024 ** 3;
/** An unconstrained custom offering has no limits of its own; these are beyond what a requirement may ask. */
const UNCONSTRAINED = { minVcpu: 1, maxVcpu: 256, minMemoryMib: 128, maxMemoryMib: 4 * 1024 * 1024 };
/** It also wants a speed in every deploy. */
const DEFAULT_SPEED_MHZ = 1000;

/** What this account may use in the registered zone. */
export async function readCloudstackCatalog(
  api: CloudstackApi,
  registration: CloudstackRegistration,
  words: CatalogWords,
  place: { readonly cloudId: string; readonly fetchedAt: Date },
  signal?: AbortSignal,
): Promise<CloudstackCatalog> {
  const { localStorage, ...zone } = await findZone(api, registration.zone, signal);
  const project: Record<string, string> =
    registration.projectId === undefined ? {} : { projectid: registration.projectId };
  const inZone = { zoneid: zone.id };
  const [offerings, templates, disks, networks, { capability }, maxRootDiskGib] = await Promise.all([
    api.list("listServiceOfferings", { ...inZone, ...project }, "serviceoffering", ServiceOffering, signal),
    api.list("listTemplates", { ...inZone, ...project, templatefilter: "executable" }, "template", Template, signal),
    api.list("listDiskOfferings", { ...inZone, ...project }, "diskoffering", DiskOffering, signal),
    api.list(
      "listNetworkOfferings",
      { ...inZone, guestiptype: "Isolated", state: "Enabled" },
      "networkoffering",
      NetworkOffering,
      signal,
    ),
    api.call("listCapabilities", {}, CapabilitiesAnswer, signal),
    readLargestVolume(api, signal),
  ]);
  const isDeployable = ({ storagetype }: { storagetype?: string | null | undefined }): boolean =>
    localStorage || storagetype !== "local";
  return {
    kind: "cloudstack",
    cloudId: place.cloudId,
    fetchedAt: place.fetchedAt.toISOString(),
    version: capability.cloudstackversion ?? null,
    zone,
    offerings: offerings.filter(isDeployable).flatMap(offeringOf),
    images: templates.filter(bootsOnKvm).map((template) => imageOf(template, words)),
    volumeTypes: disks
      .filter(isDeployable)
      .filter(isForPeople)
      .map((disk) => volumeTypeOf(disk, words)),
    networkOfferings: networks.filter(isPlainIsolated).map(networkOf),
    mayExpunge: capability.allowuserexpungerecovervm === true,
    maxRootDiskGib,
  };
}

/** A volatile offering gives a fresh root disk at every start: nobody's choice for a machine that keeps data. */
function offeringOf(offering: ServiceOffering): Offering[] {
  const { id, name, state, cpunumber, memory, rootdisksize, isvolatile, issystem } = offering;
  if (isvolatile === true || issystem === true || (state ?? "Active") !== "Active") return [];
  const common = { id, name, rootDiskGib: rootdisksize ? rootdisksize : null };
  if (offering.iscustomized === true) {
    const custom = customRange(offering);
    return [{ ...common, vcpu: custom.minVcpu, memoryMib: custom.minMemoryMib, custom }];
  }
  if (typeof cpunumber !== "number" || typeof memory !== "number") return [];
  return [{ ...common, vcpu: cpunumber, memoryMib: memory, custom: null }];
}

/** The speed must be sent exactly when the offering does not fix it: CloudStack refuses the other two cases. */
function customRange({ cpuspeed, serviceofferingdetails }: ServiceOffering): NonNullable<Offering["custom"]> {
  const limit = (name: string, otherwise: number): number => {
    const value = Number(serviceofferingdetails?.[name]);
    return Number.isInteger(value) && value > 0 ? value : otherwise;
  };
  return {
    minVcpu: limit("mincpunumber", UNCONSTRAINED.minVcpu),
    maxVcpu: limit("maxcpunumber", UNCONSTRAINED.maxVcpu),
    minMemoryMib: limit("minmemory", UNCONSTRAINED.minMemoryMib),
    maxMemoryMib: limit("maxmemory", UNCONSTRAINED.maxMemoryMib),
    cpuSpeedMhz: cpuspeed ? null : DEFAULT_SPEED_MHZ,
  };
}

function bootsOnKvm({ isready, hypervisor, templatetype, tags }: Template): boolean {
  const kind = templatetype ?? "USER";
  if (tags?.some(({ key }) => key === HIDDEN_TAG)) return false;
  if (isready !== true || kind === "SYSTEM" || kind === "ROUTING") return false;
  return ["KVM", "SIMULATOR", "ANY", "NONE", ""].includes((hypervisor ?? "").toUpperCase());
}

function imageOf(template: Template, words: CatalogWords): CatalogImage {
  const { id, name, displaytext, ostypename, arch, size, created } = template;
  const properties = { displaytext: displaytext ?? "", ostypename: ostypename ?? "" };
  return {
    id,
    name,
    os: (arch ?? "x86_64") === "x86_64" ? words.recognizeOs(name, properties) : null,
    minDiskGib: Math.ceil((size ?? 0) / GIB),
    minMemoryMib: 0,
    createdAt: created ?? null,
  };
}

/** Offerings with guaranteed operations per second need numbers that a requirement does not have. */
function isForPeople({ state, displayoffering, iscustomizediops }: DiskOffering): boolean {
  return (state ?? "Active") === "Active" && displayoffering !== false && iscustomizediops !== true;
}

function volumeTypeOf(disk: DiskOffering, words: CatalogWords): VolumeType {
  const custom = disk.iscustomized === true;
  return {
    id: disk.id,
    name: disk.name,
    speed: words.guessVolumeSpeed(disk.name, `${disk.displaytext ?? ""} ${disk.tags ?? ""}`),
    customSize: custom,
    sizeGib: custom ? null : (disk.disksize ?? null),
  };
}

/** Offerings for NSX, Tungsten and managed Kubernetes need what an ordinary zone does not have. */
function isPlainIsolated(offering: NetworkOffering): boolean {
  if ((offering.guestiptype ?? "Isolated") !== "Isolated" || (offering.state ?? "Enabled") !== "Enabled") return false;
  if (offering.specifyvlan === true || offering.fornsx === true || offering.fortungsten === true) return false;
  return !/kubernetes|nsx|netris|tungsten/i.test(offering.isdefault === true ? offering.name : "");
}

function networkOf(offering: NetworkOffering): OfferedNetwork {
  const services = new Set((offering.service ?? []).map((service) => service.name));
  return {
    id: offering.id,
    name: offering.name,
    sourceNat: services.has("SourceNat"),
    staticNat: services.has("StaticNat"),
    firewall: services.has("Firewall"),
    egressDefaultAllow: offering.egressdefaultpolicy === true,
    forVpc: offering.forvpc === true,
    isDefault: offering.isdefault === true,
  };
}

/** Only an administrator may read the configuration; anybody else gets null, which means unknown. */
async function readLargestVolume(api: CloudstackApi, signal: AbortSignal | undefined): Promise<number | null> {
  const name = "storage.max.volume.size";
  try {
    const { configuration } = await api.call("listConfigurations", { name }, ConfigurationsAnswer, signal);
    const value = Number(configuration?.find((item) => item.name === name)?.value);
    return Number.isInteger(value) && value > 0 ? value : null;
  } catch (error) {
    if (error instanceof AppError && (error.code === "cloud-refused" || error.code === "cloud-credentials"))
      return null;
    throw error;
  }
}
