import { expect, test } from "@jest/globals";
import { makeSecrets } from "../../src/adapters/secrets/secrets.ts";
import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import { Requirement } from "../../src/contract/index.ts";
import { checkRequirement, resolveRequirement, sameRequirement } from "../../src/requirement/index.ts";

const secrets = makeSecrets();
const PASSWORD = "correct horse battery";
const INPUT = {
  name: "shop",
  hardware: { volumes: [{ name: "photos", sizeGib: 5 }] },
  software: {
    packages: ["git", "git"],
    files: [
      { path: "/srv/plain", content: "open" },
      { path: "/srv/secret", content: "hidden canary", secret: true, permissions: "0600" },
    ],
  },
  network: {
    openPorts: [{ port: "8000-8010" }, { protocol: "icmp", source: "192.0.2.0/24" }, { port: 22, description: "SSH" }],
  },
  access: { password: PASSWORD, generateKeyPair: true },
};

async function resolve(input: unknown, previous: Requirement | null) {
  const checked = checkRequirement(input, { parseYaml, now: new Date("2026-11-21T12:00:00Z") });
  if (!checked.ok) throw new TypeError(JSON.stringify(checked.error));
  return resolveRequirement(checked.value, previous, secrets);
}

test("decides every value and keeps no secret in the requirement", async () => {
  const { requirement, secretFiles, privateKey } = await resolve(INPUT, null);

  expect(Requirement.parse(requirement)).toEqual(requirement);
  expect(requirement.hardware.volumes).toEqual([
    { name: "photos", sizeGib: 5, speed: "standard", mountPath: "/data/photos" },
  ]);
  expect(requirement.software.packages).toEqual(["git"]);
  expect(requirement.network.openPorts).toEqual([
    { fromPort: 8000, toPort: 8010, protocol: "tcp", source: "0.0.0.0/0", description: "tcp 8000-8010 from 0.0.0.0/0" },
    { fromPort: null, toPort: null, protocol: "icmp", source: "192.0.2.0/24", description: "icmp from 192.0.2.0/24" },
    { fromPort: 22, toPort: 22, protocol: "tcp", source: "0.0.0.0/0", description: "SSH" },
  ]);
  expect(secretFiles).toEqual([
    { path: "/srv/secret", content: "hidden canary", sha256: secrets.sha256("hidden canary") },
  ]);
  expect(privateKey).toContain("PRIVATE KEY");
  const stored = JSON.stringify(requirement);
  for (const secret of [PASSWORD, "hidden canary", "PRIVATE KEY"]) expect(stored).not.toContain(secret);
  expect(requirement.access.passwordHash).toMatch(/^\$6\$/);
});

test("the same request resolved again is the same requirement, with no second key pair", async () => {
  const first = await resolve(INPUT, null);
  const again = await resolve(INPUT, first.requirement);

  expect(again.privateKey).toBeNull();
  expect(sameRequirement(first.requirement, again.requirement)).toBe(true);
});

test.each([
  ["another password", { access: { ...INPUT.access, password: "battery horse correct" } }],
  ["another secret", { software: { files: [{ path: "/srv/secret", content: "new", secret: true }] } }],
  ["another port", { network: { openPorts: [{ port: 23 }] } }],
  ["no generated key", { access: { password: PASSWORD, generateKeyPair: false } }],
])("%s is a change", async (_what, change) => {
  const first = await resolve(INPUT, null);
  const second = await resolve({ ...INPUT, ...change }, first.requirement);

  expect(sameRequirement(first.requirement, second.requirement)).toBe(false);
});

test("the order of fields does not make a change", async () => {
  const first = await resolve(INPUT, null);
  const reordered = Object.fromEntries(Object.entries(INPUT).toReversed());
  const second = await resolve(reordered, first.requirement);

  expect(sameRequirement(first.requirement, second.requirement)).toBe(true);
});
