import type { CloudRank, DeploymentPlan, Requirement, SitePlan } from "../contract/index.ts";
import { chooseOffering } from "./choose-offering.ts";
import type { CloudOffer, ReadyOffer } from "./cloud-offer.ts";
import { failureDomainOf } from "./judge-cloud.ts";
import { loadOf } from "./room-for.ts";

/** Where the main machine and, when one is wanted, the standby would go. */
export interface CloudPair {
  readonly main: ReadyOffer;
  readonly standby: ReadyOffer | null;
}

/** One reason to put a pair before another: the smaller value first. */
export interface Measure {
  /** What the better pair is better in. */
  readonly rank: CloudRank;
  readonly of: (pair: CloudPair) => number | string;
}

/** In this order; the first that differs decides. */
export function measuresFor(
  clouds: readonly CloudOffer[],
  requirement: Requirement,
  previous: DeploymentPlan | null,
): readonly Measure[] {
  return [
    { rank: "keeps-place", of: (pair) => -keptRoles(pair, previous) },
    {
      rank: "keeps-place",
      of: (pair) => -offersOf(pair).filter(({ cloud }) => siteOn(previous, cloud.id) !== undefined).length,
    },
    {
      rank: "own-of-that-name",
      of: (pair) => offersOf(pair).filter(({ cloud }) => hasOwnTwin(cloud, clouds)).length,
    },
    { rank: "answers", of: (pair) => offersOf(pair).reduce((sum, offer) => sum + unready(offer), 0) },
    { rank: "fails-apart", of: (pair) => (sharesFate(pair) ? 1 : 0) },
    { rank: "own", of: (pair) => offersOf(pair).filter(({ cloud }) => cloud.ownerId === null).length },
    {
      // One kind's defect must not take both.
      rank: "other-kind",
      of: (pair) => (pair.main.cloud.kind === pair.standby?.cloud.kind ? 1 : 0),
    },
    { rank: "less-used", of: (pair) => Math.max(...offersOf(pair).map(loadOf)) },
    { rank: "less-used", of: (pair) => loadOf(pair.main) },
    { rank: "wastes-less", of: (pair) => waste(pair.main, requirement) },
    // There a system disk grows in place (clouds.md C3).
    { rank: "openstack", of: (pair) => (pair.main.cloud.kind === "openstack" ? 0 : 1) },
    { rank: "first-by-name", of: (pair) => pair.main.cloud.name },
    { rank: "first-by-name", of: (pair) => pair.standby?.cloud.name ?? "" },
  ];
}

export function sharesFate({ main, standby }: CloudPair): boolean {
  return standby !== null && failureDomainOf(main.cloud) === failureDomainOf(standby.cloud);
}

/** Two clouds may have one name, one shared and one of the account's own: the name then means the own one. */
export function hasOwnTwin({ ownerId, name }: CloudOffer["cloud"], clouds: readonly CloudOffer[]): boolean {
  return ownerId === null && clouds.some(({ cloud }) => cloud.ownerId !== null && cloud.name === name);
}

export function siteOn(previous: DeploymentPlan | null, cloudId: string): SitePlan | undefined {
  return previous?.sites.find((site) => site.cloudId === cloudId);
}

export function offersOf({ main, standby }: CloudPair): readonly ReadyOffer[] {
  return standby === null ? [main] : [main, standby];
}

function keptRoles(pair: CloudPair, previous: DeploymentPlan | null): number {
  const main = siteOn(previous, pair.main.cloud.id)?.role === "primary" ? 1 : 0;
  const standby = pair.standby !== null && siteOn(previous, pair.standby.cloud.id)?.role === "standby" ? 1 : 0;
  return main + standby;
}

function unready({ cloud }: ReadyOffer): number {
  return { ready: 0, unknown: 1, unreachable: 2, "credentials-refused": 2 }[cloud.status];
}

/** Size bought beyond the need by what would be chosen there; infinite where nothing fits. */
function waste({ cloud, catalog }: ReadyOffer, { hardware }: Requirement): number {
  const chosen = chooseOffering(catalog.offerings, hardware, cloud.name, null);
  if (!chosen.ok) return Number.POSITIVE_INFINITY;
  const { offering, custom } = chosen.value.value;
  const size = custom ?? offering;
  return size.vcpu / hardware.vcpu + size.memoryMib / (hardware.memoryGib * 1024) - 2;
}
