/*
 * The rows of clouds.md §2 planned by the real engine with the real providers, all rows of a provider in one plan of a
 * state that was written by hand: what they say is judged by the classifier.
 */
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { PlannedChange } from "../../src/contract/index.ts";
import { classifyChange } from "../../src/drift/index.ts";
import { summarizePlan } from "../../src/run/index.ts";
import { CLOUDSTACK_ROWS } from "./cloudstack-rows.ts";
import { OPENSTACK_ROWS } from "./openstack-rows.ts";
import { casesOf, planWithProvider } from "./real-plans.ts";
import { MAIN } from "./summaries.ts";

describe.each([
  ["openstack", casesOf(OPENSTACK_ROWS)],
  ["cloudstack", casesOf(CLOUDSTACK_ROWS)],
] as const)("the real provider of %s", (cloud, cases) => {
  let changes: ReadonlyMap<string, PlannedChange>;

  beforeAll(async () => {
    const summary = summarizePlan(await planWithProvider(cloud, cases), MAIN, classifyChange);
    changes = new Map(summary.changes.map((change) => [change.address, change]));
  }, 180_000);

  test.each(cases.map((one) => [one.row.row, one.attribute, one] as const))(
    "%s: %s",
    (_row, _attribute, { row, address }) => {
      const change = changes.get(address);

      expect([change?.actions.join(), change?.danger]).toEqual([
        row.plan === "replace" ? "delete,create" : "update",
        row.danger,
      ]);
    },
  );
});
