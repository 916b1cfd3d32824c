import { expect, test } from "@jest/globals";
import { PROBLEMS } from "../../src/contract/index.ts";
import { accountWords } from "../../web/i18n/en/account-words.ts";
import { adminWords } from "../../web/i18n/en/admin-words.ts";
import { en as first } from "../../web/i18n/en/index.ts";
import { machineWords } from "../../web/i18n/en/machine-words.ts";
import { problemWords } from "../../web/i18n/en/problem-words.ts";
import { remoteWords } from "../../web/i18n/en/remote-words.ts";
import { sessionWords } from "../../web/i18n/en/session-words.ts";
import { wizardWords } from "../../web/i18n/en/wizard-words.ts";
import { accountWords as koreanAccountWords } from "../../web/i18n/ko/account-words.ts";
import { adminWords as koreanAdminWords } from "../../web/i18n/ko/admin-words.ts";
import { ko as firstKorean } from "../../web/i18n/ko/index.ts";
import { machineWords as koreanMachineWords } from "../../web/i18n/ko/machine-words.ts";
import { problemWords as koreanProblemWords } from "../../web/i18n/ko/problem-words.ts";
import { remoteWords as koreanRemoteWords } from "../../web/i18n/ko/remote-words.ts";
import { sessionWords as koreanSessionWords } from "../../web/i18n/ko/session-words.ts";
import { wizardWords as koreanWizardWords } from "../../web/i18n/ko/wizard-words.ts";
import { preferredLanguage } from "../../web/i18n/languages.ts";

const en = {
  ...first,
  ...accountWords,
  ...adminWords,
  ...machineWords,
  ...problemWords,
  ...remoteWords,
  ...sessionWords,
  ...wizardWords,
};
const ko = {
  ...firstKorean,
  ...koreanAccountWords,
  ...koreanAdminWords,
  ...koreanMachineWords,
  ...koreanProblemWords,
  ...koreanRemoteWords,
  ...koreanSessionWords,
  ...koreanWizardWords,
};

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  );
}

const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
/** Words that one language has and another takes as the service or the contract says them. */
const isCode = ([key]: [string, string]) =>
  /^(problemCodes|sentences|clouds\.said|profiles|wizard\.issues\.(contract|rules))\./.test(key);

test("every English sentence has a Korean one with the same places to fill", () => {
  const english = leaves(en).filter((leaf) => !isCode(leaf));
  const korean = new Map(leaves(ko).filter((leaf) => !isCode(leaf)));

  expect(english.length).toBeGreaterThan(60);
  expect([...korean.keys()].sort()).toEqual(english.map(([key]) => key).sort());
  expect(english.filter(([key, text]) => places(text).join() !== places(korean.get(key) ?? "").join())).toEqual([]);
});

test("no Korean sentence is an English one that was left as it is", () => {
  const same = leaves(ko).filter(([, text]) => !/[가-힣]/.test(text.replaceAll(/\{\{\w+\}\}/g, "")));

  expect(same).toEqual([
    ["machines.gib", "{{count}} GiB"],
    ["review.named", "{{noun}} “{{name}}”"],
  ]);
});

test("every problem that the service can tell of has Korean words", () => {
  expect(Object.keys(ko.problemCodes).sort()).toEqual(Object.keys(PROBLEMS).sort());
});

test.each([
  { wanted: ["ko-KR", "en"], chosen: null, language: "ko" },
  { wanted: ["de-DE", "ko"], chosen: null, language: "ko" },
  { wanted: ["de-DE", "fr"], chosen: null, language: "en" },
  { wanted: ["ko-KR"], chosen: "en", language: "en" },
  { wanted: [], chosen: "klingon", language: "en" },
])("a browser that asks for $wanted, with $chosen chosen, gets $language", ({ wanted, chosen, language }) => {
  expect(preferredLanguage(wanted, chosen)).toBe(language);
});
