import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { makeSecrets } from "../../src/adapters/secrets/secrets.ts";
import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import { DeploymentPlan, Requirement, type RequirementRequest } from "../../src/contract/index.ts";
import { compilePlan } from "../../src/plan/index.ts";
import {
  checkRequirement,
  PROFILES,
  RUNTIME_VERSIONS,
  resolveRequirement,
  sameRequirement,
} from "../../src/requirement/index.ts";
import { inputFor, NOW } from "./_fakes/compile.ts";

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/);
const text = fc.string({ unit: "grapheme", maxLength: 40 });
const RUNTIMES = Object.keys(RUNTIME_VERSIONS["debian-12"] ?? {});

const volume = fc.record({
  name: word,
  sizeGib: fc.integer({ min: 1, max: 60 }),
  speed: fc.constantFrom("standard", "fast"),
});
const port = fc.record({
  port: fc.oneof(fc.integer({ min: 1, max: 65_535 }), fc.constantFrom("8000-8010", "9-3", "70000")),
  protocol: fc.constantFrom("tcp", "udp"),
  source: fc.constantFrom("0.0.0.0/0", "10.0.0.0/8", "192.0.2.7/32", "192.0.2.7/24"),
  description: text,
});
const file = fc.record({
  path: word.map((name) => `/srv/${name}`),
  content: fc.string({ unit: "grapheme", maxLength: 2_000 }),
  secret: fc.boolean(),
});

/** Requests that a person could send: mostly right, sometimes wrong, never of the wrong shape. */
const request = fc.record(
  {
    name: word,
    profile: fc.constantFrom(...PROFILES.map(({ id }) => id)),
    hardware: fc.record(
      {
        vcpu: fc.integer({ min: 1, max: 16 }),
        memoryGib: fc.integer({ min: 1, max: 64 }).map((halves) => halves / 2),
        rootDiskGib: fc.integer({ min: 3, max: 80 }),
        volumes: fc.array(volume, { maxLength: 4 }),
      },
      { requiredKeys: [] },
    ),
    software: fc.record(
      {
        os: fc.constantFrom(
          { family: "ubuntu", version: "22.04" },
          { family: "debian", version: "12" },
          { family: "rocky", version: "9" },
          { family: "debian", version: "13" },
        ),
        packages: fc.array(word, { maxLength: 5 }),
        runtimes: fc.array(
          fc.record({ name: fc.constantFrom(...RUNTIMES), version: fc.constantFrom("default", "21", "8", "3.3") }),
          { maxLength: 3 },
        ),
        services: fc.array(word, { maxLength: 3 }),
        firstBootCommands: fc.array(
          text.filter((line) => line !== ""),
          { maxLength: 3 },
        ),
        files: fc.array(file, { maxLength: 3 }),
        cloudInit: fc.constantFrom(null, "#cloud-config\nruncmd: [ls]\n", "#cloud-config\nhostname: x\n"),
      },
      { requiredKeys: [] },
    ),
    network: fc.record(
      { openPorts: fc.array(port, { maxLength: 4 }), publicAddress: fc.boolean() },
      { requiredKeys: [] },
    ),
    placement: fc.record({
      main: fc.constantFrom("automatic", "north", "south"),
      standby: fc.record({ mode: fc.constantFrom("off", "pilot-light", "stopped", "running") }),
    }),
    labels: fc.dictionary(word, text, { maxKeys: 3 }),
  },
  { requiredKeys: ["name"] },
);

test("every accepted request resolves, and compiles or says why not; the plan always fits the contract", async () => {
  const secrets = makeSecrets();
  let compiled = 0;
  await fc.assert(
    fc.asyncProperty(request, async (input) => {
      const checked = checkRequirement(input, { parseYaml, now: NOW });
      if (!checked.ok) return;
      const { requirement } = await resolveRequirement(checked.value, null, secrets);
      const again = await resolveRequirement(checked.value, requirement, secrets);

      const plan = compilePlan(inputFor(requirement));

      expect(Requirement.safeParse(requirement).error?.issues ?? []).toEqual([]);
      expect(sameRequirement(requirement, again.requirement)).toBe(true);
      expect(plan.ok || plan.error.length > 0).toBe(true);
      if (!plan.ok) return;
      compiled += 1;
      expect(DeploymentPlan.safeParse(plan.value).error?.issues ?? []).toEqual([]);
      for (const site of plan.value.sites) {
        if (site.userData.encoding === "plain") expect(() => parseYaml(site.userData.content)).not.toThrow();
      }
    }),
    { numRuns: 150 },
  );
  expect(compiled).toBeGreaterThan(10);
});

test("what a person writes into files and commands arrives unchanged", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (content) => {
      const input: RequirementRequest = {
        name: "shop",
        software: { files: [{ path: "/srv/a", content, owner: "root:root", permissions: "0644", secret: false }] },
      };
      const checked = checkRequirement(input, { parseYaml, now: NOW });
      fc.pre(checked.ok);

      expect(checked.ok ? checked.value.software.files[0]?.content : "").toBe(content);
    }),
  );
});
