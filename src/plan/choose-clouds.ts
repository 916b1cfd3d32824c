import type { DeploymentPlan, Issue, Requirement, SitePlan } from "../contract/index.ts";
import { ok, type Result, refused } from "../kernel/result.ts";
import { byMeasures } from "./choice.ts";
import { chooseOffering } from "./choose-offering.ts";
import type { CloudOffer, ReadyOffer } from "./cloud-offer.ts";

/** Where the main machine and, when one is wanted, the standby would go. */
export interface CloudPair {
  readonly main: ReadyOffer;
  readonly standby: ReadyOffer | null;
}

/**
 * Every pair of clouds the requirement allows, best first: what the workspace already has, then the account's own of two
 * clouds of one name, then clouds that answer, then own before shared ones, then the least wasteful size for the main machine, then OpenStack (where a system disk grows in place, clouds.md C3),
 * then by name. Main and standby are always of different kinds, because one kind's defect must not take both.
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
  const pairs = mains
    .flatMap((main) => standbys.map((standby) => ({ main, standby })))
    .filter(({ main, standby }) => standby === null || main.cloud.kind !== standby.cloud.kind);
  if (pairs.length === 0) return refused([noPair(clouds, requirement)]);
  const staying = pairs.filter((pair) => moves(pair, previous).length === 0);
  if (staying.length === 0) return refused(pairs.slice(0, 1).flatMap((pair) => moves(pair, previous)));
  return ok(
    staying.toSorted(
      byMeasures(
        (pair) => -keptRoles(pair, previous),
        (pair) => offersOf(pair).filter(({ cloud }) => hasOwnTwin(cloud, clouds)).length,
        (pair) => unready(pair.main) + (pair.standby === null ? 0 : unready(pair.standby)),
        (pair) => offersOf(pair).filter(({ cloud }) => cloud.ownerId === null).length,
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
    named.find(({ cloud }) => previous?.sites.some(({ cloudId }) => cloudId === cloud.id)) ??
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
      ? `Main and standby need one OpenStack and one CloudStack; ${has}.`
      : `There is no cloud to put the machine on; ${has}.`,
    remedy: wantsStandby
      ? "Register the missing cloud, choose clouds of different kinds, or set placement.standby.mode to off."
      : "Register a cloud and refresh its catalog.",
  };
}

/** A site's state belongs to its cloud; another cloud of the same kind would leave the old machine running unseen. */
function moves(pair: CloudPair, previous: DeploymentPlan | null): readonly Issue[] {
  return offersOf(pair).flatMap(({ cloud }) => {
    const before = siteOn(previous, cloud.kind);
    if (before === undefined || before.cloudId === cloud.id) return [];
    return [
      {
        pointer: "/placement",
        code: "cloud-move",
        message: `This workspace already stands on “${before.cloudName}”; it cannot move to “${cloud.name}”, another ${cloud.kind === "openstack" ? "OpenStack" : "CloudStack"}.`,
        remedy: `Keep “${before.cloudName}”, or submit the requirement under another name and destroy this one.`,
      },
    ];
  });
}

function keptRoles(pair: CloudPair, previous: DeploymentPlan | null): number {
  const main = siteOn(previous, pair.main.cloud.kind)?.role === "primary" ? 1 : 0;
  const standby = pair.standby !== null && siteOn(previous, pair.standby.cloud.kind)?.role === "standby" ? 1 : 0;
  return main + standby;
}

function siteOn(previous: DeploymentPlan | null, kind: SitePlan["cloud"]): SitePlan | undefined {
  return previous?.sites.find((site) => site.cloud === kind);
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
