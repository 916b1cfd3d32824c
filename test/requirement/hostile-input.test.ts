import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import { checkRequirement, PROFILES } from "../../src/requirement/index.ts";

const deps = { parseYaml, now: new Date("2026-11-21T12:00:00Z") };

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

function circle(): unknown {
  const list: unknown[] = [];
  list.push(list);
  return { name: "shop", software: { packages: list } };
}

test.each([
  ["100,000 elements", { name: "shop", software: { packages: Array(100_000).fill({}) } }, "document-too-large"],
  ["100,000 levels", nested(100_000), "document-too-large"],
  ["a circle", circle(), "document-too-large"],
  ["100,000 fields", Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, 1])), "document-too-large"],
  ["prototype keys", JSON.parse('{"name":"shop","__proto__":{"x":1},"constructor":{}}'), "unknown-field"],
  ["a profile called like a method", { name: "shop", profile: "constructor" }, "unknown-profile"],
  ["a very long field name", { name: "shop", ["x".repeat(100_000)]: 1 }, "unknown-field"],
])("survives %s", (_what, input, code) => {
  const result = checkRequirement(input, deps);

  expect(result.ok ? [] : result.error.map((issue) => issue.code)).toContain(code);
  expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
});

test("answers with issues or a request, whatever comes, and never throws", () => {
  fc.assert(
    fc.property(
      fc.anything({ withSparseArray: true, withNullPrototype: true, withDate: true, withMap: true }),
      (input) => {
        const result = checkRequirement(input, deps);

        expect(result.ok || result.error.length > 0).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test("points at places that exist or are missing from the document, in RFC 6901 form", () => {
  const profile = fc.constantFrom(...PROFILES.map(({ id }) => id), "nope");
  const wild = fc.dictionary(
    fc.constantFrom("hardware", "software", "network", "access", "a/b", "c~d"),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(wild, profile, (parts, id) => {
      const result = checkRequirement({ name: "shop", profile: id, ...parts }, deps);

      for (const issue of result.ok ? [] : result.error) {
        expect(issue.pointer).toMatch(/^(\/([^~/]|~[01])*)*$/);
        expect(issue.code).toMatch(/^[a-z0-9-]+$/);
        expect(issue.remedy).not.toBe("");
      }
    }),
    { numRuns: 300 },
  );
});
