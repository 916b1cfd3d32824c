import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import type { Profile, Requirement, RequirementRequest } from "../../src/contract/index.ts";
import { checkRequirement, PROFILES, type ResolvedRequest, resolveRequirement } from "../../src/requirement/index.ts";
import { keepDraft, readDraft } from "../../web/modules/wizard/draft-store.ts";
import { proposeName } from "../../web/modules/wizard/propose-name.ts";
import { readFile, writeFile } from "../../web/modules/wizard/requirement-file.ts";
import { fillFrom, fromRequirement, rebased, toRequest, type Values } from "../../web/modules/wizard/values.ts";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ4LoNT8hFJQEZ3Yc0cGmpQ7LrYp2m9lXvYcQw0o1J3x me@desk";

function profileOf(id: string): Profile {
  const found = PROFILES.find((profile) => profile.id === id);
  if (found === undefined) throw new Error(`no profile ${id}`);
  return found;
}

function judged(request: unknown, previous: Requirement | null = null): ResolvedRequest {
  const answer = checkRequirement(request, { parseYaml, now: new Date("2026-11-21T00:00:00Z"), previous });
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
}

function stored(request: RequirementRequest, previous: Requirement | null = null): Promise<Requirement> {
  const secrets = {
    hashPassword: async () => "$6$hash",
    verifyPassword: async () => true,
    generateKeyPair: async (comment: string) => ({ publicKey: `ssh-ed25519 AAAA ${comment}`, privateKey: "private" }),
    generateToken: () => "token",
    sha256: () => "digest",
    newId: () => "id",
  };
  return resolveRequirement(judged(request, previous), previous, secrets).then(({ requirement }) => requirement);
}

test.each(PROFILES.map(({ id }) => id))("the untouched example %s asks for its profile and nothing else", (id) => {
  const profile = profileOf(id);
  const request = toRequest(fillFrom(profile, { name: "shop", profile: id }), profile);

  expect(request).toEqual({ name: "shop", profile: id });
});

test("what differs from the profile is said, and only that, in the contract's order", () => {
  const profile = profileOf("small-web-server");
  const values = fillFrom(profile, { name: "shop", profile: profile.id, hardware: { memoryGib: 2 } });
  const changed: Values = {
    ...values,
    placement: { ...values.placement, standby: { ...values.placement.standby, mode: "running" } },
    contact: { name: "", email: "" },
  };

  expect(JSON.stringify(toRequest(changed, profile))).toBe(
    JSON.stringify({
      name: "shop",
      profile: "small-web-server",
      hardware: { memoryGib: 2 },
      placement: { standby: { mode: "running" } },
    }),
  );
});

test.each(["course-machine", "python-data", "team-database", "web-server"])(
  "the example file %s survives the form: the service understands the same of both",
  (file) => {
    const text = readFileSync(join(import.meta.dirname, "../../examples", `${file}.yaml`), "utf8");
    const read = readFile(text);
    if (!read.ok) throw new Error(JSON.stringify(read.issues));
    const profile = profileOf(read.request.profile ?? "blank");
    const values = fillFrom(profile, read.request);
    const again = readFile(writeFile(values, profile, "note"));

    expect(judged(again.ok ? again.request : {})).toEqual(judged(parseYaml(text)));
  },
);

test("a brought key takes the place of a made one, unless both are wanted", () => {
  const profile = profileOf("blank");
  const own = fillFrom(profile, { name: "a", access: { sshKeys: [KEY] } });
  const both = { ...own, access: { ...own.access, generateKeyPair: true } };

  expect(own.access.generateKeyPair).toBe(false);
  expect(judged(toRequest(own, profile)).access.generateKeyPair).toBe(false);
  expect(judged(toRequest(both, profile)).access.generateKeyPair).toBe(true);
});

test("ports are numbers or ranges, and what is empty is not said", () => {
  const profile = profileOf("blank");
  const values = fillFrom(profile, { name: "a" });
  const openPorts = [
    { port: "443", protocol: "tcp", source: "0.0.0.0/0", description: "" },
    { port: "8000-8010", protocol: "tcp", source: "0.0.0.0/0" },
    { port: "", protocol: "icmp", source: "0.0.0.0/0" },
  ] as const;
  const request = toRequest({ ...values, network: { ...values.network, openPorts: [...openPorts] } }, profile);

  expect(request.network?.openPorts).toEqual([
    { port: 443, protocol: "tcp", source: "0.0.0.0/0" },
    { port: "8000-8010", protocol: "tcp", source: "0.0.0.0/0" },
    { protocol: "icmp", source: "0.0.0.0/0" },
  ]);
});

test("a value that is emptied goes back to the contract's own", () => {
  const profile = profileOf("blank");
  const values = fillFrom(profile, { name: "a" });
  const file = { path: "/x", content: "", owner: "", permissions: "0600", secret: false };
  const request = toRequest({ ...values, software: { ...values.software, files: [file] } }, profile);

  expect(request.software?.files).toEqual([{ path: "/x", content: "", permissions: "0600", secret: false }]);
});

test("a stored requirement that is sent again is the same one, its made key and all that is secret kept", async () => {
  const request: RequirementRequest = {
    name: "shop",
    profile: "web-with-database",
    software: {
      files: [{ path: "/etc/token", content: "s3cret", owner: "root:root", permissions: "0600", secret: true }],
    },
    access: { generateKeyPair: true, password: "a long password" },
  };
  const requirement = await stored(request);
  const values = fromRequirement(requirement);
  const again = toRequest(values, profileOf("web-with-database"));

  expect(values.access).toMatchObject({ generateKeyPair: true, sshKeys: [], password: null });
  expect(values.software.files).toMatchObject([{ path: "/etc/token", content: "", secret: true }]);
  expect(again).not.toHaveProperty("access.password");
  expect(again.software?.files?.[0]).not.toHaveProperty("content");
  expect(await stored(again, requirement)).toEqual(requirement);
});

test("one's changes are put on what somebody else made of the machine", () => {
  const base = fillFrom(profileOf("blank"), { name: "a" });
  const theirs = { ...base, hardware: { ...base.hardware, vcpu: 8 } };
  const mine = { ...base, hardware: { ...base.hardware, memoryGib: 16 } };

  expect(rebased(mine, base, theirs).hardware).toMatchObject({ vcpu: 8, memoryGib: 16 });
});

test("a draft comes back without what is secret, and a broken one not at all", () => {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  };
  const values = fillFrom(profileOf("blank"), {
    name: "a",
    access: { password: "a long password", sshKeys: ["-----BEGIN OPENSSH PRIVATE KEY-----", "b3BlbnNzaA==", KEY] },
    software: {
      files: [{ path: "/x", content: "hush", owner: "root:root", permissions: "0600", secret: true }],
      packages: ["git"],
    },
  });
  keepDraft(store, "here", { values, expert: true, submissionKey: "k", basedOn: null, sent: false });
  kept.set("broken", "{");
  kept.set("old", JSON.stringify({ format: 0, values }));

  expect(kept.get("here")).not.toMatch(/a long password|hush|PRIVATE|b3BlbnNzaA/);
  expect(readDraft(store, "here")).toMatchObject({
    expert: true,
    submissionKey: "k",
    values: { access: { sshKeys: [KEY] }, software: { packages: ["git"] } },
  });
  expect([readDraft(store, "broken"), readDraft(store, "old"), readDraft(store, "nowhere")]).toEqual([
    null,
    null,
    null,
  ]);
});

test("a full browser store is no reason to stop typing", () => {
  const store = {
    setItem() {
      throw new Error("QuotaExceededError");
    },
  };
  const values = fillFrom(profileOf("blank"), { name: "a" });

  expect(() =>
    keepDraft(store, "x", { values, expert: false, submissionKey: "k", basedOn: null, sent: false }),
  ).not.toThrow();
});

test("a file names no password and no secret content, and says that it leaves them out", () => {
  const profile = profileOf("blank");
  const values = fillFrom(profile, { name: "a", access: { password: "a long password" } });

  expect(writeFile(values, profile, "left out")).toMatch(/^# left out\n/);
  expect(writeFile(values, profile, "left out")).not.toContain("a long password");
});

test.each([
  { what: "broken YAML", text: "name: shop\n\tprofile: x", line: 2, code: undefined },
  { what: "a value out of bounds", text: "name: shop\nhardware:\n  vcpu: 100", line: 3, code: "too-big" },
  { what: "an unknown field", text: "name: shop\nhardwear: {}", line: 2, code: "unknown-field" },
  { what: "a missing name", text: "profile: blank", line: null, code: "missing" },
  { what: "no group at all", text: "- a", line: null, code: "missing" },
])("a file with $what is refused with its place", ({ text, line, code }) => {
  const read = readFile(text);
  const [first] = read.ok ? [] : read.issues;

  expect(read.ok).toBe(false);
  expect({ line: first?.line, code: first?.issue?.code }).toEqual({ line, code });
});

test.each([
  { profile: "small-web-server", taken: [], name: "small-web-server" },
  { profile: "small-web-server", taken: ["small-web-server", "small-web-server-2"], name: "small-web-server-3" },
  { profile: "blank", taken: [], name: "machine" },
  { profile: "x".repeat(50), taken: ["x".repeat(42)], name: `${"x".repeat(40)}-2` },
])("an unused name is proposed for $profile", ({ profile, taken, name }) => {
  expect(proposeName(profile, taken)).toBe(name);
});
