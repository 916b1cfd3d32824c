import { expect, test } from "@jest/globals";
import { parseYaml } from "../../../src/adapters/text/parse-yaml.ts";

test("reads one document into plain values, words and days as text", () => {
  const value = parseYaml("name: shop\nday: 2027-01-31\nanswer: yes\nports: [22, 80]\nnothing:\n");

  expect(value).toEqual({ name: "shop", day: "2027-01-31", answer: "yes", ports: [22, 80], nothing: null });
});

test("reads JSON too, and an empty text as nothing", () => {
  expect(parseYaml('{"name": "shop"}')).toEqual({ name: "shop" });
  expect(parseYaml("")).toBeNull();
  expect(parseYaml("---\nname: shop\n")).toEqual({ name: "shop" });
});

test("an anchor used a few times is unfolded", () => {
  expect(parseYaml("a: &x [1]\nb: *x\n")).toEqual({ a: [1], b: [1] });
});

const BOMB = [
  "a: &a [x,x,x,x,x,x,x,x,x,x]",
  ..."bcdefgh".split("").map((name, index) => `${name}: &${name} [${`*${"abcdefg"[index]},`.repeat(10)}]`),
].join("\n");

test.each([
  ["a tab", "a:\n\tb: 1", /Line 2, column 1: .*spaces only/],
  ["a wrong indentation", "name: x\n  vcpu: 2", /Line 1, column 7: The indentation does not fit/],
  ["a program's bytes", "\u007fELF\0\0", /not a text file/],
  ["a duplicate key", "a: 1\nb: 2\na: 3", /Line 3, column 1: This name stands here a second time/],
  ["a broken list", "a: [1\n", /Line \d+, column \d+/],
  ["a tab as indent", "a:\n\tb: 1", /Line 2/],
  ["an unknown tag", "a: !ruby/object x", /Line 1, column 4: Unresolved tag/],
  ["several documents", "a: 1\n---\nb: 2", /several YAML documents/],
  ["an alias without anchor", "a: *nope", /nope/],
  ["a circle", "a: &a [*a]", /circle/],
  ["a list as a key", "? [1, 2]\n: x", /cannot be the name/],
  ["a bomb", BOMB, /alias/],
  ["a thousand aliases", `a: &x 1\nb: [${"*x, ".repeat(1_000)}]`, /alias/],
  ["bottomless nesting", "[".repeat(200_000), /nests more than 100/],
  ["deep nesting", `a: ${"[".repeat(101)}${"]".repeat(101)}`, /nests more than 100/],
])("refuses %s", (_what, text, message) => {
  expect(() => parseYaml(text)).toThrow(
    expect.objectContaining({ code: "malformed-body", message: expect.stringMatching(message) }),
  );
});

test("refuses a text that is too long before reading it", () => {
  expect(() => parseYaml(`a: ${"x".repeat(600_000)}`)).toThrow(expect.objectContaining({ code: "body-too-large" }));
});

test("a key called __proto__ is a key, not a prototype", () => {
  const value = parseYaml("__proto__:\n  polluted: true\n");

  expect(Object.keys(value as object)).toEqual(["__proto__"]);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test("a hundred thousand characters of names are read one by one, not each against all others", () => {
  const text = Array.from({ length: 40_000 }, (_, index) => `k${index}: 1`).join("\n");

  expect(Object.keys(parseYaml(text) as object)).toHaveLength(40_000);
});
