import type { CloudVerdict, Role } from "../contract/index.ts";
import type { CloudOffer } from "./cloud-offer.ts";
import type { CompileInput } from "./compile-plan.ts";
import { failureDomainOf, silence, whyLeftOut } from "./judge-cloud.ts";
import { type CloudPair, measuresFor, offersOf, siteOn } from "./rank-pairs.ts";
import { isSameCloud } from "./same-cloud.ts";

export interface Told {
  readonly chosen: CloudPair;
  /** All that were allowed, best first. */
  readonly pairs: readonly CloudPair[];
  /** By id, what a cloud that was tried has not. */
  readonly unfit: ReadonlyMap<string, string>;
  /** Why the main machine and the standby are where they are. */
  readonly taken: Readonly<Record<Role, string>>;
}

/** For every cloud the account can use: what it was taken for, or why it was passed over. */
export function tellClouds(input: CompileInput, told: Told): readonly CloudVerdict[] {
  return input.clouds.map((offer) => {
    const { id: cloudId, name: cloudName } = offer.cloud;
    const { main, standby } = told.chosen;
    if (main.cloud.id === cloudId) return { cloudId, cloudName, role: "primary", text: told.taken.primary };
    if (standby?.cloud.id === cloudId) return { cloudId, cloudName, role: "standby", text: told.taken.standby };
    return { cloudId, cloudName, role: null, text: `“${cloudName}” is passed over: ${whyNot(input, told, offer)}.` };
  });
}

function whyNot({ clouds, requirement, previous }: CompileInput, told: Told, offer: CloudOffer): string {
  const { cloud } = offer;
  const { chosen, pairs, unfit } = told;
  const leftOut = whyLeftOut(offer, requirement);
  if (leftOut !== null && siteOn(previous, cloud.id) === undefined) return leftOut;
  const silent = silence(cloud);
  if (silent !== null) return silent;
  const lacks = unfit.get(cloud.id);
  if (lacks !== undefined) return lacks.replace(/\.$/, "");
  const { main, standby } = requirement.placement;
  const isFree = main === "automatic" || (chosen.standby !== null && standby.cloud === "automatic");
  if (!isFree) return "other clouds are named";
  const twin = offersOf(chosen).find((other) => isSameCloud(other.cloud, cloud));
  if (twin !== undefined) return `it is the same cloud as “${twin.cloud.name}”`;
  const other = pairs.find((pair) => offersOf(pair).some((one) => one.cloud.id === cloud.id));
  if (other === undefined) return "the machine stays where it is unless somebody names another cloud";
  const better = measuresFor(clouds, requirement, previous).find(({ of }) => of(chosen) < of(other));
  const instead = offersOf(chosen).find((one) => !offersOf(other).includes(one)) ?? chosen.main;
  const domain = failureDomainOf(cloud);
  const why = better?.why ?? "comes first";
  return why.startsWith("does not fail")
    ? `it would fail together with the other one (“${domain}”)`
    : `“${instead.cloud.name}” ${why}`;
}
