import type { ChangedPart, ChangeEffect, DataFate, SitePlan } from "../contract/index.ts";
import { sameValue } from "../requirement/index.ts";
import type { Part } from "./changed-parts.ts";
import { imageOf, sizeOf } from "./unasked-parts.ts";

/** A site as it was applied last and as it is to be; null: not there. */
export interface SitePair {
  readonly before: SitePlan | null;
  readonly after: SitePlan | null;
}

type Both = { readonly before: SitePlan; readonly after: SitePlan };

const PLACEMENT: ReadonlySet<ChangedPart> = new Set([
  "main-cloud",
  "standby-cloud",
  "standby-off",
  "standby-pilot-light",
  "standby-stopped",
  "standby-running",
]);

/**
 * What one part of a change does on a site, as far as the two site plans tell; null where it is none of that site's
 * business. Pure; the rows are those of clouds.md §2 for what our stacks write.
 */
export function effectOnSite(part: Part, { before, after }: SitePair): ChangeEffect | null {
  if (PLACEMENT.has(part.code)) return placed(before, after);
  if (before === null || after === null) return null;
  if (before.machine === "absent" && after.machine !== "absent") return null;
  return onStanding(part, { before, after });
}

/** What a change does to what is stored. */
export function fateOf(effect: ChangeEffect): DataFate {
  if (effect === "emptied" || effect === "disk-removed" || effect === "removed" || effect === "destroyed")
    return "lost";
  return effect === "made" || effect === "disk-added" ? "none" : "kept";
}

function placed(before: SitePlan | null, after: SitePlan | null): ChangeEffect | null {
  if (before === null) return after === null ? null : after.machine === "absent" ? "nothing" : "made";
  if (after === null) return "destroyed";
  if (before.machine === after.machine) return null;
  if (after.machine === "absent") return "removed";
  if (before.machine === "absent") return "made";
  // Terraform's provider of CloudStack starts and stops nothing that stands.
  if (after.cloud === "cloudstack") return "by-hand";
  return after.machine === "running" ? "starts" : "stops";
}

function onStanding(part: Part, sites: Both): ChangeEffect {
  if (sites.after.machine === "absent") return "nothing";
  switch (part.code) {
    case "memory-more":
    case "memory-less":
    case "processors-more":
    case "processors-less":
    case "size-replaced":
      return resized(sites);
    case "system-disk-more":
      return sites.after.cloud === "openstack" ? whileOn("grows", sites) : "emptied";
    case "system-disk-less":
    case "volume-less":
      return "refused";
    case "volume-added":
      return "disk-added";
    case "volume-removed":
      return "disk-removed";
    case "volume-more":
      return whileOn("grows", sites);
    case "volume-speed":
      return speedOf(sites.before, part) === speedOf(sites.after, part) ? "nothing" : "disk-moves";
    case "volume-folder":
      return "in-the-machine";
    case "port-opened":
    case "port-closed":
      return sites.after.cloud === "cloudstack" && !sites.after.publicAddress ? "nothing" : "live";
    case "public-address-on":
      return "address-given";
    case "public-address-off":
      return "address-taken";
    case "private-network":
      return sameValue(networkOf(sites.before), networkOf(sites.after)) ? "nothing" : bootedAnew(sites);
    case "labels":
      return "live";
    case "protection":
    case "term":
    case "contact":
    case "profile":
    case "cloud-labels":
      return "nothing";
    default:
      return sites.before.userData.content === sites.after.userData.content && !otherImage(sites)
        ? "nothing"
        : bootedAnew(sites);
  }
}

function resized(sites: Both): ChangeEffect {
  const { before, after } = sites;
  if (sizeOf(before).id !== sizeOf(after).id) {
    if (after.machine !== "stopped") return "restarts";
    return after.cloud === "cloudstack" ? "size-waits" : "while-off";
  }
  const custom = after.cloud === "cloudstack" ? after.serviceOffering.custom : null;
  const former = before.cloud === "cloudstack" ? before.serviceOffering.custom : null;
  return sameValue(custom, former) ? "nothing" : "size-stuck";
}

/** On OpenStack the system disk is a volume of its own and outlives the machine, unless it is of another image. */
function bootedAnew(sites: Both): ChangeEffect {
  return sites.after.cloud === "openstack" && !otherImage(sites) ? "rebuilt" : "emptied";
}

function otherImage({ before, after }: Both): boolean {
  return imageOf(before).id !== imageOf(after).id;
}

function whileOn(effect: ChangeEffect, { after }: Both): ChangeEffect {
  return after.machine === "running" ? effect : "while-off";
}

function speedOf(site: SitePlan, { volume }: Part): string | null {
  if (site.cloud === "openstack") return site.volumes.find(({ name }) => name === volume)?.volumeType ?? null;
  return site.volumes.find(({ name }) => name === volume)?.diskOffering.id ?? null;
}

/** Whatever replaces the machine when it changes. */
function networkOf({ network }: SitePlan): string {
  return network.kind === "own" ? network.cidr : network.networkId;
}
