import { join } from "node:path";
import { expect, test } from "@jest/globals";

const TOOL = join(import.meta.dirname, "../../tools/acceptance/acceptance-report.mjs");
const { acceptanceReport } = (await import(TOOL)) as { acceptanceReport(about: object): string };

const ABOUT = {
  at: new Date("2026-11-22T02:00:00Z"),
  machine: "2 processors, 24 GiB, load 1.0",
  bootSeconds: 6,
  versions: [{ service: "Nova (compute)", version: "2:26.2.2", api: "2.93" }],
  toolchain: { engineKind: "terraform", engineVersion: "1.11.4", versions: { openstack: "3.4.0" } },
  tests: {
    passed: 1,
    failed: 0,
    stories: [{ name: "test/acceptance/a.acceptance.ts", tests: [{ title: "one | two", status: "passed", ms: 1234 }] }],
  },
  notes: [] as object[],
};

test("tells versions, what was made and left, and each test with its time", () => {
  const clouds = [{ kind: "cloud", story: "life", before: 3, made: 17, after: 3, left: 0 }];
  const applied = [{ kind: "applied", name: "shop" }];

  const text = acceptanceReport({ ...ABOUT, notes: [...clouds, ...applied] });

  expect(text).toContain("| Nova (compute) | 2:26.2.2 | 2.93 |");
  expect(text).toContain("| life | 3 | 17 | 3 | 0 |");
  expect(text).toContain("After 1 applies another plan was made; it was empty each time.");
  expect(text).toContain("| one \\| two | ✓ | 1.2 |");
});

test.each([
  [[105, 109, 130], "9.0 % (goal ≤ 10 %, met)"],
  [[105, 111, 112, 140], "11.5 % (goal ≤ 10 %, missed)"],
])("says the median overhead of %j against 100 each", (products, words) => {
  const notes = products.map((ms) => ({ kind: "pair", what: "apply", product: ms * 1000, raw: 100_000 }));

  const text = acceptanceReport({ ...ABOUT, notes });

  expect(text).toContain(`Median overhead: ${words}.`);
});

test("says so when something failed", () => {
  const text = acceptanceReport({ ...ABOUT, tests: { ...ABOUT.tests, failed: 2 } });

  expect(text).toContain("2 tests FAILED");
});
