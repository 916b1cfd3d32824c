import type { Requirement } from "../contract/index.ts";
import type { PlacedOffer } from "./cloud-offer.ts";
import type { PlanInput } from "./site-context.ts";

/**
 * The same input, with the site as it stands in the place of what nobody applied: a change that is taken back before it
 * was applied must find the machine's own first boot, image and size again, or it would replace the machine for nothing.
 */
export function asItStands<T extends PlanInput>(input: T, { cloud, site }: PlacedOffer): T {
  const stands = input.standingSites.find((one) => one.site === site && one.cloudId === cloud.id);
  if (stands?.applied === undefined || input.previous === null) return input;
  const { plan, requirement } = stands.applied;
  const sites = [...input.previous.sites.filter((other) => other.site !== site), plan];
  return { ...input, previous: { ...input.previous, sites }, previousRequirement: requirement };
}

/** What stands somewhere, as it was asked for; the revision before wherever that is not known. */
export function standingRequirements({ standingSites, previousRequirement }: PlanInput): readonly Requirement[] {
  const known = standingSites.flatMap(({ applied }) => (applied === undefined ? [] : [applied.requirement]));
  const isSure = known.length > 0 && known.length === standingSites.length;
  return isSure || previousRequirement === null ? known : [...known, previousRequirement];
}
