import type { ChangePreview, PreviewedChange, SiteEffect, SitePreview } from "../contract/index.ts";
import type { Part } from "./changed-parts.ts";
import { NO_PAUSE } from "./expected-pause.ts";
import type { PreviewInput } from "./ports.ts";
import { saferWays } from "./safer-ways.ts";
import { sayOutcome, saySentence } from "./say-preview.ts";
import { type SiteChange, siteChange } from "./site-change.ts";

/**
 * What a change of a requirement means for people: every part that changes in words, what it does on each site, what
 * becomes of data, and for how long the machine that serves is away at most. Before there are plans it says what the
 * two requirements and site plans tell; once there are, it never says less than they do. Pure.
 */
export function previewChange(input: PreviewInput): ChangePreview {
  const sites = sitesOf(input);
  const main = sites.find(({ plan }) => plan.role === "primary" && isWanted(input, plan.site)) ?? null;
  const typedName = sites.some(asksForName);
  const data = typedName ? "lost" : (main?.data ?? "none");
  const pause = main?.pause ?? NO_PAUSE;
  const wanted = sites.filter(({ plan }) => isWanted(input, plan.site));
  return {
    to: input.number,
    superseded: input.superseded,
    basis: wanted.every((site) => isPlanned(site) || isSettled(input, site)) ? "plans" : "estimate",
    changes: [...sentences(sites)],
    sites: sites.map(sitePreview),
    ...{ data, pause, typedName },
    ways: [...saferWays(main, sites, input.requirement.name)],
    text: sayOutcome(data, pause, typedName),
  };
}

/** Those that are to be, main first, then those that are dropped. */
function sitesOf(input: PreviewInput): readonly SiteChange[] {
  const standingOn = (site: string, cloudId: string) =>
    input.standing.find(({ plan }) => plan.site === site && plan.cloudId === cloudId) ?? null;
  const wanted = input.sites
    .toSorted((one, other) => one.role.localeCompare(other.role))
    .map((plan) => siteChange(input, plan, standingOn(plan.site, plan.cloudId)));
  const dropped = input.standing
    .filter(({ plan }) => !isWanted(input, plan.site))
    .map((standing) => siteChange(input, null, standing));
  return [...wanted, ...dropped].filter((site) => site !== null);
}

function isPlanned({ planned }: SiteChange): boolean {
  return planned !== null && planned.summary !== null;
}

/** It is as the revision says already. */
function isSettled({ number }: PreviewInput, { standing }: SiteChange): boolean {
  return number !== null && standing?.revision === number;
}

function isWanted({ sites }: PreviewInput, site: string): boolean {
  return sites.some((plan) => plan.site === site);
}

function sentences(sites: readonly SiteChange[]): readonly PreviewedChange[] {
  const found = new Map<string, { readonly part: Part; readonly effects: SiteEffect[] }>();
  for (const { parts } of sites) {
    for (const { part, effect } of parts) {
      const key = JSON.stringify([part.pointer, part.code, part.values]);
      const known = found.get(key) ?? { part, effects: [] };
      if (effect !== null) known.effects.push(effect);
      found.set(key, known);
    }
  }
  const clouds = new Map(sites.map(({ plan }) => [plan.site, plan.cloudName]));
  return [...found.values()].map(({ part: { pointer, code, values }, effects }) => {
    const change = { pointer, code, values: { ...values }, effects };
    return { ...change, text: saySentence(change, ({ site }) => clouds.get(site) ?? site) };
  });
}

/** The same question as the one that confirming a run asks (src/run/confirm-run.ts). */
function asksForName({ serves, data }: SiteChange): boolean {
  return serves && data === "lost";
}

function sitePreview(site: SiteChange): SitePreview {
  const { plan, standing, planned, data, pause } = site;
  const summary = planned?.summary ?? null;
  return {
    site: plan.site,
    role: plan.role,
    cloudName: plan.cloudName,
    basis: summary === null ? "estimate" : "plan",
    from: standing?.revision ?? null,
    runId: planned?.runId ?? null,
    danger: summary?.danger ?? null,
    ...{ data, pause, typedName: asksForName(site) },
    problem: planned?.problem ?? null,
    rejected: [...(summary?.rejected ?? [])],
  };
}
