import type { CloudKind, Issue, SiteKey } from "../contract/index.ts";
import { ok, type Result, refused } from "../kernel/result.ts";
import type { PlacedOffer, ReadyOffer } from "./cloud-offer.ts";
import type { CloudPair } from "./rank-pairs.ts";
import type { PlanInput } from "./site-context.ts";

const KEYS: Readonly<Record<CloudKind, readonly SiteKey[]>> = {
  openstack: ["openstack", "openstack-2"],
  cloudstack: ["cloudstack", "cloudstack-2"],
};

/** Where each site goes, and under which name. */
interface PlacedPair {
  readonly main: PlacedOffer;
  readonly standby: PlacedOffer | null;
}

/**
 * Names the sites of a pair. A site that stays on its cloud keeps its name, and with it its state; a new one never gets
 * the name of one whose objects still stand on another cloud, because its first run would look for them on the new one.
 */
export function nameSites(input: PlanInput, { main, standby }: CloudPair): Result<PlacedPair, readonly Issue[]> {
  const kept = [main, ...(standby === null ? [] : [standby])].flatMap(({ cloud }) => keyOn(input, cloud.id) ?? []);
  const first = keyFor(input, main, kept);
  const second = standby === null ? null : keyFor(input, standby, [...kept, ...(first === undefined ? [] : [first])]);
  if (first === undefined) return refused([noNameLeft(input, main)]);
  if (standby === null || second === null) return ok({ main: { ...main, site: first }, standby: null });
  if (second === undefined) return refused([noNameLeft(input, standby)]);
  return ok({ main: { ...main, site: first }, standby: { ...standby, site: second } });
}

function keyFor(input: PlanInput, { cloud }: ReadyOffer, taken: readonly SiteKey[]): SiteKey | undefined {
  const standing = new Set(input.standingSites.map(({ site }) => site));
  return keyOn(input, cloud.id) ?? KEYS[cloud.kind].find((key) => !taken.includes(key) && !standing.has(key));
}

/** The name under which the workspace is on that cloud already: by what stands there, else by its last plan. */
function keyOn({ standingSites, previous }: PlanInput, cloudId: string): SiteKey | undefined {
  const standing = standingSites.find((site) => site.cloudId === cloudId)?.site;
  if (standing !== undefined) return standing;
  const planned = previous?.sites.find((site) => site.cloudId === cloudId)?.site;
  return standingSites.some(({ site }) => site === planned) ? undefined : planned;
}

function noNameLeft({ standingSites, requirement }: PlanInput, { cloud }: ReadyOffer): Issue {
  const sites = standingSites.map(({ site }) => site).filter((site) => KEYS[cloud.kind].includes(site));
  return {
    pointer: "/placement",
    code: "cloud-move",
    message: `${requirement.name} cannot go to “${cloud.name}” as well: it still has objects on other clouds of that kind (${sites.join(" and ")}).`,
    remedy: `Destroy ${sites.join(" or ")} first, or keep the clouds it is on.`,
  };
}
