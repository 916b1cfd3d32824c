import { expect, test } from "@jest/globals";
import type { PlanEntry } from "../_helpers/plan-json.ts";
import { replaced, summary, updated } from "./summaries.ts";

test("shows the loss of a standby's data as what it is, and says that it is a copy", () => {
  const result = summary([replaced("cloudstack_instance", ["template"])], { role: "standby", machine: "running" });

  expect(result.danger).toBe("destroys-data");
  expect(result.changes[0]?.reason).toContain("This is the standby");
});

test("says that a disk follows the replacement of the machine it belongs to", () => {
  const disk: PlanEntry = {
    type: "cloudstack_disk",
    actions: ["update"],
    before: { name: "web-data", virtual_machine_id: "old" },
    after: { name: "web-data" },
    afterUnknown: { virtual_machine_id: true },
  };

  const result = summary([disk]);

  expect(result.changes[0]).toMatchObject({ danger: "restarts", attributes: ["virtual_machine_id"] });
  expect(result.changes[0]?.reason).toContain("follows the replacement");
});

test.each([
  ["replace_because_tainted", "last creation did not finish"],
  ["replace_by_request", "was asked for"],
  ["replace_by_triggers", "Something it depends on changes"],
])("explains %s", (actionReason, words) => {
  const { replacePaths: _none, ...entry } = replaced("cloudstack_instance", []);

  const result = summary([{ ...entry, actionReason }]);

  expect(result.danger).toBe("destroys-data");
  expect(result.changes[0]?.reason).toContain(words);
});

test("counts a removal, a new object and a forgotten one, worst first", () => {
  const result = summary([
    { type: "openstack_networking_network_v2", name: "n", actions: ["create"], after: { name: "net" } },
    { type: "cloudstack_disk", name: "d", actions: ["delete"], before: { name: "disk" } },
    { type: "openstack_compute_instance_v2", name: "f", actions: ["forget"], before: { name: "old" } },
    { type: "terraform_data", name: "t", actions: ["create"], after: { input: "x" } },
  ]);

  expect(result.counts).toEqual({ create: 2, update: 0, replace: 0, destroy: 1, forget: 1 });
  expect(result.changes.map(({ danger, title }) => [danger, title])).toEqual([
    ["destroys-data", 'Removes the disk "disk"'],
    ["in-place", 'Stops looking after the machine "old"'],
    ["in-place", 'Makes the network "net"'],
    ["nothing", "Makes the note of what the machine was first booted with"],
  ]);
});

test("leaves out what does not change and shows what moves or is taken over", () => {
  const same = { before: { name: "web" }, after: { name: "web" } };

  const result = summary([
    { type: "cloudstack_instance", name: "a", actions: ["no-op"], ...same },
    { type: "cloudstack_instance", name: "b", actions: ["read"], ...same },
    { type: "cloudstack_instance", name: "c", actions: ["no-op"], ...same, previousAddress: "cloudstack_instance.old" },
    { type: "cloudstack_instance", name: "d", actions: ["no-op"], ...same, importing: { id: "1" } },
  ]);

  expect(result.danger).toBe("nothing");
  expect(result.changes.map(({ title }) => title)).toEqual([
    'Only renames the machine "web" in the state',
    'Takes over the machine "web", which exists already',
  ]);
});

test("takes null, an empty list and an empty object for the same", () => {
  const result = updated("openstack_compute_instance_v2", { tags: null, flavor_id: "a" }, { tags: [], flavor_id: "b" });

  expect(result.changes[0]?.attributes).toEqual(["flavor_id"]);
});

test("names a firewall rule by what it lets through", () => {
  const after = {
    direction: "ingress",
    protocol: "tcp",
    port_range_min: 443,
    port_range_max: 443,
    remote_ip_prefix: "10.0.0.0/8",
  };

  const result = summary([{ type: "openstack_networking_secgroup_rule_v2", actions: ["create"], after }]);

  expect(result.changes[0]?.title).toBe("Makes the firewall rule tcp 443 from 10.0.0.0/8");
});

test("shows no value, however secret or harmless", () => {
  const result = updated("cloudstack_instance", { user_data: "canary-before" }, { user_data: "canary-after" });

  expect(JSON.stringify(result)).not.toContain("canary");
});
