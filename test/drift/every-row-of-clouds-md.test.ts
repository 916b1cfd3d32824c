/*
 * What the notes on both providers (clouds.md §2.1 OpenStack 3.4.0, §2.2 CloudStack 0.6.0) say of each attribute, one row
 * after the other, against the classifier. `tools/changes` makes the same plans with the real providers.
 */
import { expect, test } from "@jest/globals";
import type { PlanEntry } from "../_helpers/plan-json.ts";
import type { ChangeRow } from "./change-row.ts";
import { CLOUDSTACK_ROWS } from "./cloudstack-rows.ts";
import { OPENSTACK_ROWS } from "./openstack-rows.ts";
import { MAIN, replaced, summary } from "./summaries.ts";

const CASES = [
  ...OPENSTACK_ROWS.flatMap((row) => row.attributes.map((attribute) => ["§2.1", row.row, attribute, row] as const)),
  ...CLOUDSTACK_ROWS.flatMap((row) => row.attributes.map((attribute) => ["§2.2", row.row, attribute, row] as const)),
];

test.each(CASES)("%s %s: %s", (_part, _name, attribute, { type, plan, danger, says, rejected, before, after }) => {
  const sides = {
    before: { id: "1", name: "web", [attribute]: "a", ...before },
    after: sideOf(attribute, plan, after),
  };
  const entry: PlanEntry =
    plan === "replace" ? replaced(type, [attribute], sides) : { type, actions: ["update"], ...sides };

  const { changes, rejected: reasons, danger: worst } = summary([entry], MAIN);

  expect([worst, changes[0]?.attributes]).toEqual([danger, expect.arrayContaining([attribute])]);
  expect(changes[0]?.reason ?? "").toContain(says ?? "");
  expect(reasons.length > 0).toBe(rejected !== undefined);
  expect(reasons.join()).toContain(rejected ?? "");
});

function sideOf(attribute: string, plan: ChangeRow["plan"], after: PlanEntry["after"]) {
  return { name: "web", ...(plan === "update" && { id: "1" }), [attribute]: "b", ...after };
}

test("no row of the notes was forgotten", () => {
  expect([OPENSTACK_ROWS.length, CLOUDSTACK_ROWS.length, CASES.length]).toEqual([32, 31, 143]);
});

test("what refers to a replaced machine follows it, and says so", () => {
  const follows = [
    ["cloudstack_disk", "virtual_machine_id"],
    ["cloudstack_port_forward", "forward"],
    ["cloudstack_loadbalancer_rule", "member_ids"],
  ] as const;

  const reasons = follows.map(([type, attribute]) => {
    const entry = {
      type,
      actions: ["update"],
      before: { [attribute]: "a" },
      after: {},
      afterUnknown: { [attribute]: true },
    };
    return summary([entry], MAIN).changes[0]?.reason ?? "";
  });

  expect(reasons.filter((reason) => !reason.includes("follows the replacement"))).toEqual([]);
});
