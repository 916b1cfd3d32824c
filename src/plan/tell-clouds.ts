import type { CloudReason, CloudVerdict, Role } from "../contract/index.ts";
import type { CloudOffer } from "./cloud-offer.ts";
import type { CompileInput } from "./compile-plan.ts";
import { failureDomainOf, silence, whyLeftOut } from "./judge-cloud.ts";
import { type CloudPair, measuresFor, offersOf, siteOn } from "./rank-pairs.ts";
import { isSameCloud } from "./same-cloud.ts";
import { sayReason } from "./say-reason.ts";

export interface Taken {
  readonly text: string;
  readonly reason: CloudReason;
}

export interface Told {
  readonly chosen: CloudPair;
  /** All that were allowed, best first. */
  readonly pairs: readonly CloudPair[];
  /** By id, what a cloud that was tried has not. */
  readonly unfit: ReadonlyMap<string, string>;
  /** Why the main machine and the standby are where they are. */
  readonly taken: Readonly<Record<Role, Taken>>;
}

/** For every cloud the account can use: what it was taken for, or why it was passed over. */
export function tellClouds(input: CompileInput, told: Told): readonly CloudVerdict[] {
  return input.clouds.map((offer) => {
    const { id: cloudId, name: cloudName } = offer.cloud;
    const { main, standby } = told.chosen;
    const role = main.cloud.id === cloudId ? "primary" : standby?.cloud.id === cloudId ? "standby" : null;
    if (role !== null) {
      const { text, reason } = told.taken[role];
      return { cloudId, cloudName, role, text, reason };
    }
    const reason = whyNot(input, told, offer);
    return { cloudId, cloudName, role: null, text: `“${cloudName}” is passed over: ${sayReason(reason)}.`, reason };
  });
}

function whyNot({ clouds, requirement, previous }: CompileInput, told: Told, offer: CloudOffer): CloudReason {
  const { cloud } = offer;
  const { chosen, pairs, unfit } = told;
  const leftOut = whyLeftOut(offer, requirement);
  if (leftOut !== null && siteOn(previous, cloud.id) === undefined) return leftOut;
  const silent = silence(cloud);
  if (silent !== null) return silent;
  const lacks = unfit.get(cloud.id);
  if (lacks !== undefined) return { code: "nothing-fits", detail: lacks };
  const { main, standby } = requirement.placement;
  const isFree = main === "automatic" || (chosen.standby !== null && standby.cloud === "automatic");
  if (!isFree) return { code: "others-named" };
  const twin = offersOf(chosen).find((other) => isSameCloud(other.cloud, cloud));
  if (twin !== undefined) return { code: "same-cloud", other: twin.cloud.name };
  const other = pairs.find((pair) => offersOf(pair).some((one) => one.cloud.id === cloud.id));
  if (other === undefined) return { code: "stays" };
  const better = measuresFor(clouds, requirement, previous).find(({ of }) => of(chosen) < of(other));
  const instead = offersOf(chosen).find((one) => !offersOf(other).includes(one)) ?? chosen.main;
  const rank = better?.rank ?? "first-by-name";
  return rank === "fails-apart"
    ? { code: "fails-together", domain: failureDomainOf(cloud) }
    : { code: "outranked", rank, other: instead.cloud.name };
}
