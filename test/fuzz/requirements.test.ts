import { expect, test } from "@jest/globals";
import { fuzzRequirements, type SynthesizedSite } from "./fuzz-requirements.ts";
import { noteCounts } from "./note-counts.ts";
import { SIZES } from "./sizes.ts";
import { validateSites } from "./validate-sites.ts";

const { requirements: INPUTS, validated: VALIDATED, seed: SEED } = SIZES;
/** The engine's memory grows with the configuration. */
const AT_ONCE = 50;
/** What the documents of the first test became: made once, judged twice. */
const sites: SynthesizedSite[] = [];

test("every document is refused with its issues, or placed, or said why not, and what is placed becomes Terraform", async () => {
  const counts = await fuzzRequirements({ seed: SEED, inputs: INPUTS }, (site) => sites.push(site));

  await noteCounts("requirements", counts);
  process.stdout.write(`requirements fuzzed with seed ${SEED}: ${JSON.stringify(counts)}\n`);
  expect(counts.inputs).toBe(INPUTS);
  expect(counts.synthesized).toBeGreaterThan(INPUTS / 50);
  expect(counts.refused).toBeGreaterThan(INPUTS / 5);
}, 900_000);

test("the real engine and providers find nothing wrong with what accepted requirements become on either cloud", async () => {
  const on = (cloud: SynthesizedSite["cloud"]) => sites.filter((site) => site.cloud === cloud);
  for (let seed = SEED; Math.min(on("openstack").length, on("cloudstack").length) < VALIDATED; seed += 1) {
    await fuzzRequirements({ seed, inputs: 100, plausible: true }, (site) => sites.push(site));
  }

  const found: string[] = [];
  const judged = { openstack: 0, cloudstack: 0 };
  for (const cloud of ["openstack", "cloudstack"] as const) {
    const own = spread(on(cloud), VALIDATED);
    for (let start = 0; start < own.length; start += AT_ONCE) {
      found.push(...(await validateSites(own.slice(start, start + AT_ONCE))));
    }
    judged[cloud] = own.length;
  }

  await noteCounts("validated", { inputs: 0, ...judged });
  process.stdout.write(`validated with seed ${SEED}: ${JSON.stringify(judged)}\n`);
  expect(found).toEqual([]);
  expect(Math.min(judged.openstack, judged.cloudstack)).toBeGreaterThanOrEqual(VALIDATED);
}, 1_800_000);

/** So many of them, evenly from the first to the last. */
function spread<T>(all: readonly T[], count: number): readonly T[] {
  return Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)]).filter(
    (one): one is T & {} => one !== undefined,
  );
}

test("the engine's judgement is heard: a broken site among good ones is found", async () => {
  const some: SynthesizedSite[] = [];
  await fuzzRequirements({ seed: SEED, inputs: 30, plausible: true }, (site) => some.push(site));
  const [good] = some.filter(({ cloud }) => cloud === "openstack");
  const text = good?.files["cdk.tf.json"] ?? "";
  const broken = { cloud: "openstack" as const, files: { "cdk.tf.json": text.replace('"image_id"', '"image_idd"') } };

  const found = await validateSites([{ cloud: "openstack", files: good?.files ?? {} }, broken]);

  expect(found.join("\n")).toMatch(/error in m1\/cdk\.tf\.json/);
  expect(found.join("\n")).not.toContain("m0/");
}, 300_000);
