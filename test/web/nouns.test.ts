import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { machineWords as en } from "../../web/i18n/en/machine-words.ts";
import { machineWords as ko } from "../../web/i18n/ko/machine-words.ts";

const STACKS = resolve(import.meta.dirname, "../../stacks");
const SENTENCES = ["src/drift", "src/repair", "src/run"].map((folder) => resolve(import.meta.dirname, "../..", folder));

function textsOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(resolve(folder, name), "utf8"))
    .join("\n");
}

test("everything that the stacks can make has a name in both languages", () => {
  const types = textsOf(STACKS).match(/\b(openstack_[a-z_]+_v\d|cloudstack_[a-z_]+)\b/g) ?? [];
  const kinds = /const WORDS[^{]*\{([^}]*)\}/.exec(textsOf(resolve(STACKS, "../src/repair")))?.[1] ?? "";
  const strays = [...kinds.matchAll(/^\s*"?([a-z-]+)"?:/gm)].map(([, kind]) => kind ?? "");
  const wanted = [...new Set([...types, ...strays])];

  expect(strays.length).toBeGreaterThan(10);
  expect(wanted.filter((type) => !Object.hasOwn(en.review.nouns, type))).toEqual([]);
  expect(Object.keys(ko.review.nouns).sort()).toEqual(Object.keys(en.review.nouns).sort());
});

test("every sentence with Korean words is one that the service says", () => {
  const said = SENTENCES.map(textsOf).join("\n");

  expect(Object.keys(ko.sentences).length).toBeGreaterThan(30);
  expect(Object.keys(ko.sentences).filter((sentence) => !said.includes(sentence))).toEqual([]);
});
