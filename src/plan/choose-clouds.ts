import type { DeploymentPlan, Issue, Requirement } from "../contract/index.ts";
import { ok, type Result, refused } from "../kernel/result.ts";
import { byMeasures } from "./choice.ts";
import type { CloudOffer, ReadyOffer } from "./cloud-offer.ts";
import { missingLabels, whyLeftOut } from "./judge-cloud.ts";
import { type CloudPair, hasOwnTwin, measuresFor, offersOf, siteOn } from "./rank-pairs.ts";
import { isSameCloud } from "./same-cloud.ts";
import { sayReason } from "./say-reason.ts";

/**
 * Every pair of clouds the requirement allows, best first (rank-pairs.ts). What is there already is never left out; an
 * automatic choice leaves out what is full or lacks a label. Main and standby are never on the same cloud.
 */
export function chooseClouds(
  clouds: readonly CloudOffer[],
  requirement: Requirement,
  previous: DeploymentPlan | null,
): Result<readonly CloudPair[], readonly Issue[]> {
  const { placement } = requirement;
  const wantsStandby = placement.standby.mode !== "off";
  const named = [
    ...namedIssues(clouds, placement.main, "/placement/main", requirement, previous),
    ...(wantsStandby
      ? namedIssues(clouds, placement.standby.cloud, "/placement/standby/cloud", requirement, previous)
      : []),
  ];
  if (named.length > 0) return refused(named);
  const candidates = (wish: string) =>
    clouds.filter((offer): offer is ReadyOffer => {
      if (offer.catalog === null) return false;
      if (wish !== "automatic") return offer.cloud.name === wish;
      return siteOn(previous, offer.cloud.id) !== undefined || whyLeftOut(offer, requirement) === null;
    });
  const mains = candidates(placement.main);
  const standbys = wantsStandby ? candidates(placement.standby.cloud) : [null];
  const all = mains.flatMap((main) => standbys.map((standby) => ({ main, standby })));
  const pairs = all.filter(({ main, standby }) => standby === null || !isSameCloud(main.cloud, standby.cloud));
  if (pairs.length === 0) {
    return refused([
      all.length === 0 || clouds.some((offer) => whyLeftOut(offer, requirement) !== null)
        ? noPair(clouds, requirement)
        : sameCloud(all, requirement),
    ]);
  }
  const staying = pairs.filter((pair) => moves(pair, requirement, previous).length === 0);
  if (staying.length === 0) return refused(pairs.slice(0, 1).flatMap((pair) => moves(pair, requirement, previous)));
  return ok(staying.toSorted(byMeasures(...measuresFor(clouds, requirement, previous).map((measure) => measure.of))));
}

function namedIssues(
  clouds: readonly CloudOffer[],
  wish: string,
  pointer: string,
  requirement: Requirement,
  previous: DeploymentPlan | null,
): readonly Issue[] {
  if (wish === "automatic") return [];
  const named = clouds.filter(({ cloud }) => cloud.name === wish);
  const found =
    named.find(({ cloud }) => siteOn(previous, cloud.id) !== undefined) ??
    named.find(({ cloud }) => !hasOwnTwin(cloud, clouds));
  if (found?.catalog != null) return labelIssues(found, pointer, requirement, previous);
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

/** A name and labels that it has not contradict each other; what stands there already stays. */
function labelIssues(
  { cloud }: CloudOffer,
  pointer: string,
  requirement: Requirement,
  previous: DeploymentPlan | null,
): readonly Issue[] {
  const missing = missingLabels(cloud, requirement);
  if (missing.length === 0 || siteOn(previous, cloud.id) !== undefined) return [];
  return [
    {
      pointer,
      code: "labels-missing",
      message: `Cloud “${cloud.name}” has not the label ${missing.join(", ")}, which placement.requires asks for.`,
      remedy: "Name another cloud, leave the label out, or have an administrator set it on this cloud.",
    },
  ];
}

function noPair(clouds: readonly CloudOffer[], requirement: Requirement): Issue {
  const { placement } = requirement;
  const left = clouds.map((offer) => ({ offer, why: whyLeftOut(offer, requirement) }));
  const known = left.map(
    ({ offer, why }) => `“${offer.cloud.name}” (${offer.cloud.kind}${why === null ? "" : `; ${sayReason(why)}`})`,
  );
  const has = known.length === 0 ? "none is registered" : `registered are ${known.join(", ")}`;
  const wantsStandby = placement.standby.mode !== "off";
  const isFull = left.some(({ offer, why }) => offer.catalog !== null && why !== null);
  return {
    pointer: "/placement",
    code: isFull ? "no-room" : "no-cloud",
    message: wantsStandby
      ? `Main and standby need two clouds; ${has}.`
      : `There is no cloud to put the machine on; ${has}.`,
    remedy: isFull
      ? "Ask for less, free room there, or name a cloud to have it planned there all the same."
      : wantsStandby
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
