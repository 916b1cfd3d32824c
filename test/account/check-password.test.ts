import { expect, test } from "@jest/globals";
import { checkPassword } from "../../src/account/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";

const ANN = { email: "ann.smithson@example.org", handle: "annsmithson42" };

function verdict(password: string): readonly string[] {
  try {
    checkPassword(password, ANN, "/password");
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.facts.issues?.map(({ code }) => code) ?? [];
  }
}

test.each([
  ["correct horse battery staple"],
  ["seven quiet herons"],
  ["93$47!20-58#1"],
  ["839201748362"],
  ["ein Schloß am See"],
  ["🦊🦉🦔🐌🦋🐢🦀🐙🦑🐡🐠🐬"],
  ["my password is a quiet heron"],
])("%s is good enough; no rule asks for signs or digits", (password) => {
  expect(verdict(password)).toEqual([]);
});

test.each([
  ["eleven char", "too-short"],
  ["x7".repeat(129), "too-long"],
  ["ann.smithson@example.org", "own-name"],
  ["annsmithson42", "own-name"],
  ["ann.smithson1999", "own-name"],
  ["Password2024!", "too-common"],
  ["P@ssw0rd2024!", "too-common"],
  ["adminadmin123", "too-common"],
  ["letmeinletmein", "too-common"],
  ["aaaaaaaaaaaaaa", "too-common"],
  ["123456789012", "too-common"],
  ["qwertyuiopqwe", "too-common"],
  ["zyxwvutsrqpon", "too-common"],
])("%s is refused as %s", (password, code) => {
  expect(verdict(password)).toContain(code);
});
