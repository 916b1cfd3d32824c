import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { PROFILES } from "../../src/requirement/index.ts";
import * as en from "../../web/i18n/en/fields.ts";
import * as koFields from "../../web/i18n/ko/fields.ts";
import { ko } from "../../web/i18n/ko/index.ts";
import { wizardWords } from "../../web/i18n/ko/wizard-words.ts";
import { fieldAt, fieldPaths, pathOf, presetOf } from "../../web/modules/wizard/contract-fields.ts";
import { describeChanges } from "../../web/modules/wizard/describe-changes.ts";
import { contractIssues, issuesAt, merged, nameOf, pointerOf } from "../../web/modules/wizard/issues.ts";
import { QUESTIONS, questionOf } from "../../web/modules/wizard/questions.ts";
import { fillFrom } from "../../web/modules/wizard/values.ts";

const [BLANK] = PROFILES;
if (BLANK === undefined) throw new Error("no profile");
const base = fillFrom(BLANK, { name: "shop" });

test("every field of the contract has words in both languages, and no words are left over", () => {
  const paths = [...fieldPaths()].sort();

  expect(paths).toContain("software/files/*/secret");
  expect(Object.keys(en.fields).sort()).toEqual(paths);
  expect(Object.keys(koFields.fields).sort()).toEqual(paths);
});

test("every choice of the contract has words in both languages", () => {
  const choices = fieldPaths()
    .flatMap((path) => fieldAt(path).choices.map((value) => `${path} ${value}`))
    .sort();
  const known = (words: object) =>
    Object.entries(words)
      .flatMap(([path, values]) => Object.keys(values as object).map((value) => `${path} ${value}`))
      .sort();

  expect(known(en.choices)).toEqual(choices);
  expect(known(koFields.choices)).toEqual(choices);
});

test("every field of the contract is asked for by exactly one question", () => {
  const asked = QUESTIONS.flatMap(({ fields, expert }) => [...fields, ...expert]).map(pathOf);
  const homes = fieldPaths().map((path) => asked.filter((name) => path === name || path.startsWith(`${name}/`)).length);

  expect(homes.every((count) => count === 1)).toBe(true);
  expect(questionOf("software.files.0.path")).toEqual({ id: "software", expert: true });
  expect(questionOf("software.os")).toEqual({ id: "software", expert: false });
  expect(questionOf("nowhere")).toBeNull();
});

test("every sentence and every profile of ours has Korean words", () => {
  const contract = ["access", "hardware", "names", "network", "placement", "software"]
    .map((file) => readFileSync(join(import.meta.dirname, `../../src/contract/${file}.ts`), "utf8"))
    .join("\n");
  const sentences = [...contract.matchAll(/"([a-z][^"\n]* [^"\n]*)",?\s*\)/g)].map(([, text]) => text);

  expect(sentences.length).toBeGreaterThanOrEqual(7);
  expect(Object.keys(wizardWords.wizard.issues.contract).sort()).toEqual([...new Set(sentences)].sort());
  expect(Object.keys(ko.profiles).sort()).toEqual(PROFILES.map(({ id }) => id).sort());
});

test("limits, steps and choices of an input are the contract's", () => {
  expect(fieldAt("hardware.memoryGib")).toMatchObject({ kind: "number", min: 0.5, max: 512, step: 0.5 });
  expect(fieldAt("hardware.volumes.3.speed")).toMatchObject({ kind: "choice", choices: ["standard", "fast"] });
  expect(fieldAt("hardware.volumes")).toMatchObject({ kind: "list", maxItems: 8 });
  expect(fieldAt("network.openPorts.0.port")).toMatchObject({ kind: "text", orNumber: true, optional: true });
  expect(fieldAt("access.password")).toMatchObject({ kind: "text", nullable: true });
  expect(fieldAt("network.privateNetwork")).toMatchObject({ kind: "either", choices: ["own", "existing"] });
  expect(() => fieldAt("hardware.colour")).toThrow(RangeError);
});

test("a new entry begins with what the contract presets", () => {
  const entry = (path: string) => presetOf(fieldAt(path));

  expect(entry("network/openPorts/*")).toEqual({ protocol: "tcp", source: "0.0.0.0/0" });
  expect(entry("hardware/volumes/*")).toEqual({ name: "", sizeGib: 1, speed: "standard" });
  expect(entry("protection/probe")).toEqual({ kind: "http", port: 1, path: "/", responseTimeMs: 2000 });
});

test("what the contract refuses is said with its bound, or in its own words", () => {
  const found = contractIssues({
    name: "No Name",
    hardware: { vcpu: 100, memoryGib: 0.7, rootDiskGib: "" },
    access: { password: "short" },
    network: { openPorts: [{ port: "80-", protocol: "tcp", source: "10.0.0.1" }] },
  });
  const [byPointer] = [new Map(found.map(({ pointer, ...issue }) => [pointer, issue]))];

  expect(byPointer.get("/name")).toMatchObject({ code: "wrong-format", said: expect.stringContaining("42") });
  expect(byPointer.get("/hardware/vcpu")).toEqual({ code: "too-big", limit: 64 });
  expect(byPointer.get("/hardware/memoryGib")).toEqual({ code: "wrong-step", limit: 0.5 });
  expect(byPointer.get("/hardware/rootDiskGib")).toMatchObject({ code: "missing" });
  expect(byPointer.get("/access/password")).toEqual({ code: "too-small", limit: 12, counts: "characters" });
  expect(byPointer.get("/network/openPorts/0/port")).toMatchObject({ said: expect.stringContaining("8000-8010") });
  expect(byPointer.get("/network/openPorts/0/source")).toMatchObject({ said: expect.stringContaining("IPv4") });
});

test("the service's issues add to the contract's and never repeat them", () => {
  const local = [{ pointer: "/name", text: "ours" }];
  const remote = [
    { pointer: "/name", text: "theirs" },
    { pointer: "/software/os/version", text: "rule" },
  ];
  const all = merged(local, remote);

  expect(all.map(({ text }) => text)).toEqual(["ours", "rule"]);
  expect(issuesAt(all, "software.os", true)).toHaveLength(1);
  expect(issuesAt(all, "software.os", false)).toHaveLength(0);
  expect([pointerOf("labels.a/b"), nameOf("/labels/a~1b")]).toEqual(["/labels/a~1b", "labels.a/b"]);
});

test("a change is told field by field, an entry of a list by its name", () => {
  const volume = { name: "logs", sizeGib: 5, speed: "standard" } as const;
  const before = { ...base, hardware: { ...base.hardware, volumes: [volume] } };
  const after = {
    ...base,
    hardware: {
      ...base.hardware,
      memoryGib: 2,
      volumes: [
        { ...volume, sizeGib: 9 },
        { ...volume, name: "media" },
      ],
    },
    software: { ...base.software, packages: ["git"] },
    network: { ...base.network, openPorts: [] },
    contact: { name: "", email: null },
  };

  expect(describeChanges(before, after)).toEqual([
    { path: "hardware/memoryGib", entry: null, before: 1, after: 2 },
    { path: "hardware/volumes/*/sizeGib", entry: "logs", before: 5, after: 9 },
    { path: "hardware/volumes", entry: "media", before: undefined, after: { ...volume, name: "media" } },
    { path: "software/packages", entry: null, before: undefined, after: "git" },
    { path: "network/openPorts", entry: "22", before: base.network.openPorts[0], after: undefined },
  ]);
  expect(describeChanges(before, structuredClone(before))).toEqual([]);
});
