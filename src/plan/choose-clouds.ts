import type { DeploymentPlan, Issue, Requirement, SitePlan } from "../contract/index.ts";
import { ok, type Result, refused } from "../kernel/result.ts";
import { byMeasures } from "./choice.ts";
import { chooseOffering } from "./choose-offering.ts";
import type { CloudOffer, ReadyOffer } from "./cloud-offer.ts";
import { isSameCloud } from "./same-cloud.ts";

/** Where the main machine and, when one is wanted, the standby would go. */
export interface CloudPair {
  readonly main: ReadyOffer;
  readonly standby: ReadyOffer | null;
}

/**
 * Every pair of clouds the requirement allows, best first: what the workspace already has, then the account's own of two
 * clouds of one name, then clouds that answer, then own before shared ones, then two kinds of cloud, because one kind's
 * defect must not take both, then the least wasteful size for the main machine, then OpenStack (where a system disk grows
 * in place, clouds.md C3), then by name. Main and standby are never on the same cloud.
 */
export function chooseClouds(
  clouds: readonly CloudOffer[],
  requirement: Requirement,
  previous: DeploymentPlan | null,
): Result<readonly CloudPair[], readonly Issue[]> {
  const { placement } = requirement;
  const wantsStandby = placement.standby.mode !== "off";
  const named = [
    ...namedIssues(clouds, placement.main, "/placement/main", previous),
    ...(wantsStandby ? namedIssues(clouds, placement.standby.cloud, "/placement/standby/cloud", previous) : []),
  ];
  if (named.length > 0) return refused(named);
  const ready = clouds.filter((offer): offer is ReadyOffer => offer.catalog !== null);
  const mains = ready.filter(({ cloud }) => isWanted(placement.main, cloud.name));
  const standbys = wantsStandby ? ready.filter(({ cloud }) => isWanted(placement.standby.cloud, cloud.name)) : [null];
  const all = mains.flatMap((main) => standbys.map((standby) => ({ main, standby })));
  const pairs = all.filter(({ main, standby }) => standby === null || !isSameCloud(main.cloud, standby.cloud));
  if (pairs.length === 0)
    return refused([all.length === 0 ? noPair(clouds, requirement) : sameCloud(all, requirement)]);
  const staying = pairs.filter((pair) => moves(pair, requirement, previous).length === 0);
  if (staying.length === 0) return refused(pairs.slice(0, 1).flatMap((pair) => moves(pair, requirement, previous)));
  return ok(
    staying.toSorted(
      byMeasures(
        (pair) => -keptRoles(pair, previous),
        (pair) => -offersOf(pair).filter(({ cloud }) => siteOn(previous, cloud.id) !== undefined).length,
        (pair) => offersOf(pair).filter(({ cloud }) => hasOwnTwin(cloud, clouds)).length,
        (pair) => unready(pair.main) + (pair.standby === null ? 0 : unready(pair.standby)),
        (pair) => offersOf(pair).filter(({ cloud }) => cloud.ownerId === null).length,
        (pair) => (pair.main.cloud.kind === pair.standby?.cloud.kind ? 1 : 0),
        (pair) => waste(pair.main, requirement),
        (pair) => (pair.main.cloud.kind === "openstack" ? 0 : 1),
        (pair) => pair.main.cloud.name,
        (pair) => pair.standby?.cloud.name ?? "",
      ),
    ),
  );
}

function isWanted(wish: string, name: string): boolean {
  return wish === "automatic" || wish === name;
}

/** Two clouds may have one name, one shared and one of the account's own: the name then means the own one. */
function hasOwnTwin({ ownerId, name }: CloudOffer["cloud"], clouds: readonly CloudOffer[]): boolean {
  return ownerId === null && clouds.some(({ cloud }) => cloud.ownerId !== null && cloud.name === name);
}

function namedIssues(
  clouds: readonly CloudOffer[],
  wish: string,
  pointer: string,
  previous: DeploymentPlan | null,
): readonly Issue[] {
  if (wish === "automatic") return [];
  const named = clouds.filter(({ cloud }) => cloud.name === wish);
  const found =
    named.find(({ cloud }) => siteOn(previous, cloud.id) !== undefined) ??
    named.find(({ cloud }) => !hasOwnTwin(cloud, clouds));
  if (found?.catalog != null) return [];
  const names = clouds.map(({ cloud }) => cloud.name).join(", ");
  return [
    found === undefined
      ? {
          pointer,
          code: "unknown-cloud",
          message: `No cloud named “${wish}” is registered.`,
          remedy: names === "" ? "Register it first." : `Choose one of: automatic, ${names}.`,
        }
      : {
          pointer,
          code: "cloud-without-catalog",
          message: `What cloud “${wish}” offers is not known yet: ${found.cloud.statusDetail || found.cloud.status}.`,
          remedy: "Refresh its catalog, then try again.",
        },
  ];
}

function noPair(clouds: readonly CloudOffer[], { placement }: Requirement): Issue {
  const known = clouds.map(
    ({ cloud, catalog }) => `${cloud.name} (${cloud.kind}${catalog === null ? ", catalog not read yet" : ""})`,
  );
  const has = known.length === 0 ? "none is registered" : `registered are ${known.join(", ")}`;
  const wantsStandby = placement.standby.mode !== "off";
  return {
    pointer: "/placement",
    code: "no-cloud",
    message: wantsStandby
      ? `Main and standby need two clouds; ${has}.`
      : `There is no cloud to put the machine on; ${has}.`,
    remedy: wantsStandby
      ? "Register another cloud, or set placement.standby.mode to off."
      : "Register a cloud and refresh its catalog.",
  };
}

function sameCloud(pairs: readonly CloudPair[], { placement }: Requirement): Issue {
  const names = [...new Set(pairs.flatMap((pair) => offersOf(pair).map(({ cloud }) => `“${cloud.name}”`)))];
  const isNamed = placement.main !== "automatic" && placement.standby.cloud !== "automatic";
  return {
    pointer: isNamed ? "/placement/standby/cloud" : "/placement",
    code: isNamed ? "same-cloud-twice" : "no-cloud",
    message:
      names.length === 1
        ? `Main and standby need two clouds, and there is only ${names[0]}: what takes it down would take both.`
        : `${names.join(" and ")} are one cloud registered twice, with the same address and place: what takes it down would take both main and standby.`,
    remedy: "Register another cloud, choose two different ones, or set placement.standby.mode to off.",
  };
}

/** A machine moves to another cloud only when somebody names that cloud: what is on its disks does not go along. */
function moves(pair: CloudPair, { placement }: Requirement, previous: DeploymentPlan | null): readonly Issue[] {
  const chosen = [
    { role: "primary", wish: placement.main, offer: pair.main, other: placement.standby.cloud },
    { role: "standby", wish: placement.standby.cloud, offer: pair.standby, other: placement.main },
  ] as const;
  return chosen.flatMap(({ role, wish, offer, other }) => {
    const before = previous?.sites.find((site) => site.role === role);
    if (offer === null || before === undefined || wish !== "automatic") return [];
    if (offer.cloud.id === before.cloudId || other === before.cloudName) return [];
    return [
      {
        pointer: role === "primary" ? "/placement/main" : "/placement/standby/cloud",
        code: "cloud-move",
        message: `This workspace stands on “${before.cloudName}” and does not move to “${offer.cloud.name}” by itself.`,
        remedy: `Wait until “${before.cloudName}” can be planned on again, or name the cloud it is to move to; what is on its disks stays behind.`,
      },
    ];
  });
}

function keptRoles(pair: CloudPair, previous: DeploymentPlan | null): number {
  const main = siteOn(previous, pair.main.cloud.id)?.role === "primary" ? 1 : 0;
  const standby = pair.standby !== null && siteOn(previous, pair.standby.cloud.id)?.role === "standby" ? 1 : 0;
  return main + standby;
}

function siteOn(previous: DeploymentPlan | null, cloudId: string): SitePlan | undefined {
  return previous?.sites.find((site) => site.cloudId === cloudId);
}

function offersOf({ main, standby }: CloudPair): readonly ReadyOffer[] {
  return standby === null ? [main] : [main, standby];
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
