import { expect, test } from "@jest/globals";
import { makeSecrets } from "../../src/adapters/secrets/secrets.ts";
import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import type { Requirement } from "../../src/contract/index.ts";
import { checkRequirement, resolveRequirement, sameRequirement } from "../../src/requirement/index.ts";

const secrets = makeSecrets();
const SECRET = { path: "/etc/token", secret: true, permissions: "0600" };
const FIRST = {
  name: "shop",
  software: { files: [{ ...SECRET, content: "hidden canary" }] },
  access: { password: "correct horse battery" },
};
/** The same, as the API shows it: without what it never shows. */
const READ_BACK = { name: "shop", software: { files: [SECRET] } };

function judge(input: unknown, previous: Requirement | null) {
  return checkRequirement(input, { parseYaml, now: new Date("2026-11-22T00:00:00Z"), previous });
}

async function resolve(input: unknown, previous: Requirement | null) {
  const judged = judge(input, previous);
  if (!judged.ok) throw new TypeError(JSON.stringify(judged.error));
  return resolveRequirement(judged.value, previous, secrets);
}

test("a change that names neither password nor secret content keeps both, and adds no key pair", async () => {
  const { requirement: before } = await resolve(FIRST, null);

  const after = await resolve(READ_BACK, before);

  expect(sameRequirement(before, after.requirement)).toBe(true);
  expect(after.requirement.access.passwordHash).toMatch(/^\$6\$/);
  expect(after.secretFiles).toEqual([]);
  expect(after.privateKey).toBeNull();
});

test("a password that is null is taken away, another one takes its place", async () => {
  const { requirement: before } = await resolve(FIRST, null);

  const taken = await resolve({ ...READ_BACK, access: { password: null, generateKeyPair: true } }, before);
  const replaced = await resolve({ ...READ_BACK, access: { password: "battery horse correct" } }, before);

  expect(taken.requirement.access.passwordHash).toBeNull();
  expect(replaced.requirement.access.passwordHash).not.toBe(before.access.passwordHash);
  expect(await secrets.verifyPassword("battery horse correct", replaced.requirement.access.passwordHash ?? "")).toBe(
    true,
  );
});

test("written content replaces what was secret, also when it is empty", async () => {
  const { requirement: before } = await resolve(FIRST, null);

  const { requirement, secretFiles } = await resolve(
    { ...READ_BACK, software: { files: [{ ...SECRET, content: "" }] } },
    before,
  );

  expect(secretFiles).toEqual([{ path: "/etc/token", content: "", sha256: secrets.sha256("") }]);
  expect(requirement.software.files).toMatchObject([{ sha256: secrets.sha256("") }]);
});

test("a generated key pair stays beside a password that is kept", async () => {
  const both = { ...FIRST, access: { ...FIRST.access, generateKeyPair: true } };
  const { requirement: before } = await resolve(both, null);

  const after = await resolve(READ_BACK, before);

  expect(after.requirement.access).toEqual(before.access);
  expect(after.privateKey).toBeNull();
});

test.each([
  ["a secret file of a new machine", READ_BACK, null],
  ["a secret file at another path", { name: "shop", software: { files: [{ ...SECRET, path: "/etc/other" }] } }, FIRST],
  ["a file that is no secret", { name: "shop", software: { files: [{ path: "/etc/token" }] } }, FIRST],
])("%s needs its content", async (_what, input, first) => {
  const previous = first === null ? null : (await resolve(first, null)).requirement;

  const judged = judge(input, previous);

  expect(judged.ok ? [] : judged.error).toMatchObject([
    { pointer: "/software/files/0/content", code: "missing-field" },
  ]);
});

test("a kept password is a way in, a taken one is none", async () => {
  const { requirement: before } = await resolve(FIRST, null);
  const access = { generateKeyPair: false };

  const kept = judge({ ...READ_BACK, access }, before);
  const taken = judge({ ...READ_BACK, access: { ...access, password: null } }, before);

  expect(kept.ok).toBe(true);
  expect(taken.ok ? [] : taken.error).toMatchObject([{ code: "no-way-in" }]);
});
