import { expect, test } from "@jest/globals";
import { HIDDEN, HIDDEN_AND_CHANGED, redactPlan } from "../../src/run/redact-plan.ts";
import { planJson } from "../_helpers/plan-json.ts";

test("hides what the provider marks as sensitive and still tells whether it changes", () => {
  const plan = planJson([
    {
      type: "a",
      actions: ["update"],
      before: { same: "canary-1", other: "canary-2", open: "seen", nested: [{ secret: "canary-3" }] },
      after: { same: "canary-1", other: "canary-4", open: "seen", nested: [{ secret: "canary-3" }] },
      beforeSensitive: { same: true, other: true, nested: [{ secret: true }] },
      afterSensitive: { same: true, other: true, nested: [{ secret: true }] },
    },
  ]);

  const redacted = redactPlan(plan);

  expect(redacted["resource_changes"]).toMatchObject([
    {
      change: {
        before: { same: HIDDEN, other: HIDDEN, open: "seen", nested: [{ secret: HIDDEN }] },
        after: { same: HIDDEN, other: HIDDEN_AND_CHANGED, open: "seen", nested: [{ secret: HIDDEN }] },
      },
    },
  ]);
});

test("hides cloud-init and passwords that no provider marks, but not the digest Terraform keeps of them", () => {
  const sha1 = "a".repeat(40);
  const plan = planJson([
    { type: "a", actions: ["create"], after: { user_data: "canary-1", admin_pass: "canary-2", name: "web" } },
    { type: "b", actions: ["create"], after: { user_data: sha1 } },
  ]);

  const text = JSON.stringify(redactPlan(plan));

  expect(text).not.toContain("canary");
  expect(text).toContain(sha1);
  expect(text).toContain("web");
});

test("leaves out configuration, variables and prior state, which hold constants in clear", () => {
  const secret = { user_data: "canary" };
  const plan = planJson([], { configuration: secret, variables: secret, prior_state: secret, planned_values: secret });

  expect(redactPlan(plan)).toEqual({ format_version: "1.2", terraform_version: "1.11.4", resource_changes: [] });
});

test("hides sensitive outputs and drift alike", () => {
  const change = {
    actions: ["update"],
    before: "canary-1",
    after: "canary-2",
    before_sensitive: true,
    after_sensitive: true,
  };
  const plan = planJson([], {
    output_changes: { key: change },
    resource_drift: [
      { address: "a.b", change: { ...change, before: { key: "canary-3" }, before_sensitive: { key: true } } },
    ],
  });

  expect(JSON.stringify(redactPlan(plan))).not.toContain("canary");
});
