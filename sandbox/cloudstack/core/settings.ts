import type { World } from "./world.ts";

export interface Setting {
  name: string;
  defaultValue: string;
  category: string;
  group: string;
  subgroup: string;
  component: string;
  type: "Boolean" | "Number" | "String";
  description: string;
  isDynamic: boolean;
}

/** The global settings that change what the sandbox does, with a real 4.22's defaults. */
export const SETTINGS: readonly Setting[] = [
  flag("allow.user.expunge.recover.vm", "false", "Virtual Machine", "User may expunge and recover their machines"),
  whole("expunge.delay", "86400", "Management Server", "Seconds from destroyed to expunged"),
  whole("expunge.interval", "86400", "Management Server", "Seconds between two rounds of expunging"),
  whole("vm.userdata.max.length", "32768", "Virtual Machine", "Longest user data, in base64 characters"),
  whole("max.template.iso.size", "50", "Storage", "Largest template, in GiB of virtual size"),
  whole("storage.max.volume.upload.size", "500", "Storage", "Largest uploaded volume, in GiB"),
  whole("custom.diskoffering.size.min", "1", "Storage", "Smallest volume of a custom disk offering, in GiB"),
  whole("custom.diskoffering.size.max", "1024", "Storage", "Largest volume of a custom disk offering, in GiB"),
  whole("extract.url.expiration.interval", "14400", "Storage", "Seconds for which a download URL lives"),
  flag("kvm.snapshot.enabled", "true", "Snapshots", "Snapshots of running machines on KVM"),
  flag("enforce.post.requests.and.timestamps", "false", "API", "Refuse changes by GET and far expiry dates"),
  whole("default.page.size", "500", "API", "Largest page of a list"),
  whole("network.gc.wait", "600", "Network", "Seconds before an unused network is shut down"),
  { ...whole("guest.domain.suffix", "sandbox.internal", "Network", "End of guest domain names"), type: "String" },
  { ...whole("secstorage.allowed.internal.sites", "", "Storage", "Networks images may come from"), type: "String" },
];

export function settingText(world: World, name: string): string {
  return world.settings.get(name) ?? SETTINGS.find((s) => s.name === name)?.defaultValue ?? "";
}

export function settingNumber(world: World, name: string): number {
  return Number(settingText(world, name));
}

export function settingFlag(world: World, name: string): boolean {
  return settingText(world, name) === "true";
}

function flag(name: string, defaultValue: string, subgroup: string, description: string): Setting {
  return { ...whole(name, defaultValue, subgroup, description), type: "Boolean" };
}

function whole(name: string, defaultValue: string, subgroup: string, description: string): Setting {
  const place = { category: "Advanced", group: "Management Server", subgroup, component: "management-server" };
  return { name, defaultValue, description, ...place, type: "Number", isDynamic: true };
}
