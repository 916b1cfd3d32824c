/**
 * What the last release applied, planned by this one from the stored site plan: nothing of the machine may change. What
 * does differ (marks by which objects are found again) is in place, and waits for a person all the same: a workspace of a
 * release that noted no engine is reviewed once (engine-pin-store.test.ts).
 */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { SitePlan } from "../../src/contract/index.ts";
import { classifyChange } from "../../src/drift/index.ts";
import { summarizePlan } from "../../src/run/index.ts";
import { readPlanChanges } from "../../src/run/read-plan-changes.ts";
import { synthesizeSite } from "../../stacks/synthesize-site.ts";
import { type EngineBench, openEngineBench } from "../_helpers/engine-bench.ts";
import { openCloudstackSite, openOpenstackSite } from "../_helpers/sandbox-site.ts";

jest.setTimeout(120_000);

interface Release {
  readonly sitePlan: unknown;
  readonly terraform: Readonly<Record<string, string>>;
}

type Open = { plan(): SitePlan; readonly environment: Readonly<Record<string, string>>; close(): Promise<void> };

/** Tags, the tags of a port that OpenStack repeats, and descriptions: what TwinStack writes to find its own again. */
const MARKS = /^(tags|all_tags|metadata|all_metadata|description|display_text)(\.|$)/;
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** The sandbox of today has other ids for the same offers: [then, now] of every id that differs. */
function movedIds(then: unknown, now: unknown): readonly (readonly [string, string])[] {
  if (typeof then === "string" && typeof now === "string") {
    return then !== now && UUID.test(then) && UUID.test(now) ? [[then, now]] : [];
  }
  if (typeof then !== "object" || then === null || typeof now !== "object" || now === null) return [];
  const present = new Map(Object.entries(now));
  return Object.entries(then).flatMap(([key, value]) => movedIds(value, present.get(key)));
}

describe.each([
  ["openstack", openOpenstackSite],
  ["cloudstack", openCloudstackSite],
] as const)("on %s", (cloud, open: () => Promise<Open>) => {
  let site: Open;
  let bench: EngineBench;

  beforeAll(async () => {
    [site, bench] = await Promise.all([open(), openEngineBench()]);
  });
  afterAll(() => Promise.all([site.close(), bench.close()]));

  async function releaseOnThisSandbox(): Promise<Release> {
    const text = await readFile(new URL(`../_fixtures/release-0.1/${cloud}.json`, import.meta.url), "utf8");
    const { sitePlan }: Release = JSON.parse(text);
    return JSON.parse(movedIds(sitePlan, site.plan()).reduce((all, [then, now]) => all.replaceAll(then, now), text));
  }

  test("what release 0.1 applied is kept by this release: at most its marks are added, in place", async () => {
    const engine = bench.engine();
    const release = await releaseOnThisSandbox();
    const request = (files: Release["terraform"]) =>
      bench.request(files, { site: cloud, environment: site.environment });
    const then = await engine.plan(await request(release.terraform));
    if (then.kind !== "planned") throw new Error(JSON.stringify(then));
    const stored = { planFile: then.planFile, planJson: {}, terraform: release.terraform, stateSerial: null };
    const applied = await engine.apply(await request(release.terraform), stored);

    const sitePlan = SitePlan.parse({ site: cloud, ...Object(release.sitePlan) });
    const now = await engine.plan(await request(synthesizeSite(sitePlan)));
    if (now.kind !== "planned") throw new Error(JSON.stringify(now));
    const { role, machine } = sitePlan;
    const summary = summarizePlan(now.planJson, { role, machine }, classifyChange);
    const paths = readPlanChanges(now.planJson).flatMap((change) => change.changedPaths);

    expect(applied).toMatchObject({ kind: "applied" });
    expect(["nothing", "in-place"]).toContain(summary.danger);
    expect(summary).toMatchObject({ counts: { create: 0, replace: 0, destroy: 0, forget: 0 }, rejected: [] });
    expect(paths.filter((path) => !MARKS.test(path))).toEqual([]);
  });
});
