import type { CloudRank, CloudReason, DeploymentPlan, Issue, Role, SiteKey, SitePlan } from "../contract/index.ts";
import { ok, type Result, refused } from "../kernel/result.ts";
import { asItStands } from "./as-it-stands.ts";
import { chooseClouds } from "./choose-clouds.ts";
import type { CloudOffer, PlacedOffer, ReadyOffer } from "./cloud-offer.ts";
import { cloudstackSite } from "./cloudstack-site.ts";
import { nameSites } from "./name-sites.ts";
import { openstackSite } from "./openstack-site.ts";
import { planRules } from "./plan-rules.ts";
import { type CloudPair, measuresFor, offersOf, sharesFate, siteOn } from "./rank-pairs.ts";
import { shortageOn } from "./room-for.ts";
import { sayReason, sayShort } from "./say-reason.ts";
import type { CompiledSite, PlanInput } from "./site-context.ts";
import { type Taken, tellClouds } from "./tell-clouds.ts";

export interface CompileInput extends PlanInput {
  readonly clouds: readonly CloudOffer[];
}

/**
 * Turns a requirement into one or two sites, purely: equal input gives an equal plan. Tries the allowed pairs of
 * clouds in order; when none fits, the issues say what the best one lacks and what would fit.
 */
export function compilePlan(input: CompileInput): Result<DeploymentPlan, readonly Issue[]> {
  const rules = planRules(input);
  const pairs = chooseClouds(input.clouds, input.requirement, input.previous);
  if (!pairs.ok) return refused([...rules.issues, ...pairs.error]);
  const tried = { warnings: rules.warnings, pairs: pairs.value, unfit: new Map(), compile: compileOnce(input) };
  let firstRefusal: readonly Issue[] | null = null;
  for (const pair of pairs.value) {
    const plan = compilePair(input, pair, tried);
    if (plan.ok) return rules.issues.length === 0 ? plan : refused(rules.issues);
    firstRefusal ??= plan.error;
  }
  return refused(unique([...rules.issues, ...(firstRefusal ?? [])]));
}

function compilePair(
  input: CompileInput,
  pair: CloudPair,
  tried: {
    readonly warnings: readonly string[];
    readonly pairs: readonly CloudPair[];
    readonly unfit: Map<string, string>;
    readonly compile: (role: Role, offer: PlacedOffer) => CompiledSite;
  },
): Result<DeploymentPlan, readonly Issue[]> {
  const named = nameSites(input, pair);
  if (!named.ok) return named;
  const { main, standby } = named.value;
  const compiled = [tried.compile("primary", main), ...(standby === null ? [] : [tried.compile("standby", standby)])];
  for (const [index, { cloud }] of offersOf(pair).entries()) {
    const site = compiled[index];
    if (site?.ok === false) tried.unfit.set(cloud.id, site.error[0]?.message ?? "nothing fits");
  }
  const issues = compiled.flatMap((site) => (site.ok ? [] : site.error));
  if (issues.length > 0) return refused(issues);
  const results = compiled.flatMap((site) => (site.ok ? [site.value] : []));
  const mainPlace = placed(input, main, "primary", whyBefore(input, pair, tried.pairs, "main"));
  const standbyPlace =
    standby === null ? null : placed(input, standby, "standby", whyBefore(input, pair, tried.pairs, "standby"));
  return ok({
    formatVersion: 1,
    workspaceId: input.workspaceId,
    revision: input.revision,
    sites: results.map(({ site }) => site),
    explanations: [
      ...[mainPlace, ...(standbyPlace === null ? [] : [standbyPlace])].map(({ site, text }) => ({
        ...{ site, subject: "cloud", text },
      })),
      ...results.flatMap(({ site, explanations }) => explanations.map((entry) => ({ site: site.site, ...entry }))),
    ],
    clouds: [
      ...tellClouds(input, {
        ...{ chosen: pair, pairs: tried.pairs, unfit: tried.unfit },
        taken: { primary: mainPlace, standby: standbyPlace ?? mainPlace },
      }),
    ],
    warnings: [
      ...new Set([
        ...tried.warnings,
        ...unreadyWarnings(main, standby),
        ...roomWarnings(input, pair),
        ...goneSites(
          input,
          results.map(({ site }) => site),
        ),
        ...results.flatMap((result) => result.warnings),
      ]),
    ],
  });
}

/** A site knows nothing of its twin: of n clouds there are n² pairs, and only some 2n sites to compile. */
function compileOnce(input: CompileInput): (role: Role, offer: PlacedOffer) => CompiledSite {
  const compiled = new Map<string, CompiledSite>();
  return (role, offer) => {
    const key = `${role} ${offer.cloud.id} ${offer.site}`;
    const site = compiled.get(key) ?? compileSite(input, role, offer);
    compiled.set(key, site);
    return site;
  };
}

function compileSite(input: CompileInput, role: Role, offer: PlacedOffer): CompiledSite {
  const own = asItStands(input, offer);
  return offer.catalog.kind === "openstack"
    ? openstackSite(own, role, offer, offer.catalog)
    : cloudstackSite(own, role, offer, offer.catalog);
}

function placed(
  input: CompileInput,
  { cloud, site }: PlacedOffer,
  role: Role,
  better: CloudRank | null,
): Taken & { readonly site: SiteKey } {
  const reason = whyThere(input, cloud.id, role, better);
  const what = role === "primary" ? "main machine" : "standby";
  return { site, reason, text: `The ${what} goes to “${cloud.name}”, ${sayReason(reason)}.` };
}

function whyThere(
  { requirement: { placement }, previous }: CompileInput,
  cloudId: string,
  role: Role,
  better: CloudRank | null,
): CloudReason {
  const wish = role === "primary" ? placement.main : placement.standby.cloud;
  if (wish !== "automatic") return { code: "named" };
  if (previous?.sites.some((known) => known.cloudId === cloudId && known.role === role))
    return { code: "there-already" };
  return better === null ? { code: "only-one" } : { code: "better", rank: better };
}

/** What puts the chosen pair before the next one with another cloud in that place; null when there is no other. */
function whyBefore(
  { clouds, requirement, previous }: CompileInput,
  chosen: CloudPair,
  pairs: readonly CloudPair[],
  place: "main" | "standby",
): CloudRank | null {
  const rest = pairs.slice(pairs.indexOf(chosen) + 1);
  const other = rest.find(
    (pair) => pair[place]?.cloud.id !== chosen[place]?.cloud.id && (place === "main" || pair.main === chosen.main),
  );
  if (other === undefined) return null;
  return measuresFor(clouds, requirement, previous).find(({ of }) => of(chosen) < of(other))?.rank ?? null;
}

function unreadyWarnings(main: ReadyOffer, standby: ReadyOffer | null): readonly string[] {
  return [main, ...(standby === null ? [] : [standby])]
    .filter(({ cloud }) => cloud.status === "unreachable" || cloud.status === "credentials-refused")
    .map(
      ({ cloud }) =>
        `Cloud “${cloud.name}” did not answer well when it was last asked (${cloud.status}); the plan uses what it offered before.`,
    );
}

/** What a person named, or what stands there, is planned all the same. */
function roomWarnings({ previous, requirement }: CompileInput, pair: CloudPair): readonly string[] {
  const full = offersOf(pair).flatMap((offer) => {
    const short = siteOn(previous, offer.cloud.id) === undefined ? shortageOn(offer, requirement) : null;
    return short === null
      ? []
      : [
          `Cloud “${offer.cloud.name}” looks ${sayShort(short)}. It is planned on because it was named; the apply may fail.`,
        ];
  });
  return sharesFate(pair)
    ? [
        ...full,
        `Main and standby may fail together: “${pair.main.cloud.name}” and “${pair.standby?.cloud.name}” are in one failure domain.`,
      ]
    : full;
}

function goneSites({ previous }: CompileInput, sites: readonly SitePlan[]): readonly string[] {
  return (previous?.sites ?? [])
    .filter((before) => !sites.some((site) => site.site === before.site))
    .map(
      (before) =>
        `The machine on “${before.cloudName}” (${before.role}) is no longer part of the plan; it stays until a destroy run of that site removes it.`,
    );
}

function unique(issues: readonly Issue[]): readonly Issue[] {
  return [...new Map(issues.map((issue) => [`${issue.pointer}\n${issue.message}`, issue])).values()];
}
