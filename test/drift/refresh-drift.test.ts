import { describe, expect, test } from "@jest/globals";
import { onACopy } from "../../src/drift/on-a-copy.ts";
import { mergeDifferences, refreshedDifferences, writtenAttributes } from "../../src/drift/refresh-drift.ts";
import { differences, listed, recorded } from "./differences.ts";

const SERVER = "openstack_compute_instance_v2";
const RULE = "openstack_networking_secgroup_rule_v2";
const FILES = {
  "cdk.tf.json": JSON.stringify({
    terraform: { backend: { http: {} }, required_providers: { openstack: { source: "x/y" } } },
    resource: {
      [SERVER]: { it: { name: "web", flavor_id: "f", tags: [], lifecycle: { ignore_changes: ["tags"] } } },
      [RULE]: { it: { direction: "ingress" } },
    },
  }),
};
const WRITTEN = writtenAttributes(FILES);

function drift(type: string, before: object | null, after: object | null) {
  return { address: `${type}.it`, type, change: { actions: [after === null ? "delete" : "update"], before, after } };
}

function refreshed(...entries: readonly object[]) {
  return refreshedDifferences({ resource_drift: entries, resource_changes: [] }, WRITTEN);
}

describe("of a refresh-only plan counts", () => {
  test("what the stack writes and follows, with its values", () => {
    const [one, ...more] = refreshed(
      drift(
        SERVER,
        { id: "1", flavor_id: "f", tags: [], access_ip_v4: "", admin_pass: null },
        { id: "1", flavor_id: "g", tags: ["a"], access_ip_v4: "10.0.0.1", admin_pass: null },
      ),
    );

    expect(more).toEqual([]);
    expect(one).toMatchObject({
      kind: "changed",
      recorded: { address: `${SERVER}.it`, id: "1" },
      attributes: [{ path: "flavor_id", recorded: "f", observed: "g" }],
    });
  });

  test("nothing of what providers fill by themselves", () => {
    expect(refreshed(drift(SERVER, { id: "1", tags: null }, { id: "1", tags: ["x"], all_tags: ["x"] }))).toEqual([]);
    expect(refreshed(drift(SERVER, { id: "1", flavor_id: null }, { id: "1", flavor_id: [] }))).toEqual([]);
  });

  test("what is gone", () => {
    expect(refreshed(drift(RULE, { id: "r" }, null))).toMatchObject([{ kind: "gone", recorded: { id: "r" } }]);
  });

  test("nothing when the plan has no such list", () => {
    expect(refreshedDifferences({ resource_changes: [drift(RULE, { id: "r" }, null)] }, WRITTEN)).toEqual([]);
  });

  test("a value that no list may show only by its name", () => {
    const written = writtenAttributes({
      "cdk.tf.json": JSON.stringify({ resource: { [SERVER]: { it: { user_data: "secret" } } } }),
    });
    const entry = drift(SERVER, { id: "1", user_data: "secret" }, { id: "1", user_data: "other" });

    expect(refreshedDifferences({ resource_drift: [entry] }, written)[0]?.attributes).toEqual([
      { path: "user_data", recorded: null, observed: null },
    ]);
  });
});

describe("both looks together", () => {
  const machine = recorded(SERVER, "1", { name: "web", flavor_id: "f" });
  const resized = differences([machine], [listed("machine", "1", { flavorId: "g" })]);
  const planned = refreshed(drift(SERVER, machine.attributes, { ...machine.attributes, flavor_id: "g" }));

  test("what both saw is told once, as seen by the plan", () => {
    expect(mergeDifferences(resized, planned).map(({ seenBy, attributes }) => [seenBy, attributes])).toEqual([
      ["plan", [{ path: "flavor_id", recorded: "f", observed: "g" }]],
    ]);
  });

  test("what only the lists saw was a moment's", () => {
    expect(mergeDifferences(resized, [])).toEqual([]);
    expect(mergeDifferences(differences([machine], []), [])).toEqual([]);
  });

  test("what only the plan saw is added", () => {
    expect(mergeDifferences([], planned).map(({ seenBy, kind }) => [seenBy, kind])).toEqual([["plan", "changed"]]);
  });

  test("power is the lists' word, because the plan does not know whose wish it is", () => {
    const off = listed("machine", "1", { flavorId: "f", power: "shutoff" });
    const seen = refreshedDifferences(
      {
        resource_drift: [drift(SERVER, { id: "1", power_state: "active" }, { id: "1", power_state: "shutoff" })],
      },
      writtenAttributes({ "cdk.tf.json": JSON.stringify({ resource: { [SERVER]: { it: { power_state: "" } } } }) }),
    );
    const byUs = mergeDifferences(differences([machine], [off], "stopped"), seen);
    const bySomebody = mergeDifferences(differences([machine], [off]), seen);

    expect(byUs).toEqual([]);
    expect(bySomebody.map(({ seenBy, attributes }) => [seenBy, attributes.map(({ path }) => path)])).toEqual([
      ["plan", ["power_state"]],
    ]);
  });

  test("what no plan shows stays: extra objects, and the power of a machine on CloudStack", () => {
    const instance = recorded("cloudstack_instance", "1", { name: "web" });
    const mark = { workspaceId: "11111111-1111-4111-8111-111111111111", secondSite: false };
    const found = differences(
      [instance],
      [listed("machine", "1", { power: "stopped" }), listed("volume", "9", {}, { mark })],
    );

    expect(mergeDifferences(found, []).map(({ seenBy, kind }) => [seenBy, kind])).toEqual([
      ["listing", "changed"],
      ["listing", "extra"],
    ]);
  });

  test("what no provider reads back stays: a port whose firewall somebody took away", () => {
    const port = recorded("openstack_networking_port_v2", "p", { name: "web", security_group_ids: ["g"] });
    const found = differences([port], [listed("port", "p", { securityGroups: "" })]);

    expect(mergeDifferences(found, [])).toMatchObject([
      { seenBy: "listing", attributes: [{ path: "security_group_ids", recorded: "g", observed: "" }] },
    ]);
  });

  test("an address that was taken off its machine is gone from it, though the provider calls it changed", () => {
    const type = "openstack_networking_floatingip_associate_v2";
    const assigned = recorded(type, "a", { floating_ip: "203.0.113.5", port_id: "p" });
    const written = writtenAttributes({
      "cdk.tf.json": JSON.stringify({ resource: { [type]: { it: { floating_ip: "x", port_id: "y" } } } }),
    });
    const seen = (port: string) =>
      refreshedDifferences(
        { resource_drift: [drift(type, assigned.attributes, { ...assigned.attributes, port_id: port })] },
        written,
      );
    const merged = (port: string) => mergeDifferences(differences([assigned], []), seen(port));

    expect(merged("").map(({ kind, seenBy }) => [kind, seenBy])).toEqual([["gone", "plan"]]);
    expect(merged("other").map(({ kind, seenBy }) => [kind, seenBy])).toEqual([["changed", "plan"]]);
  });

  test("a set of rules that is gone with its last rule still names it", () => {
    const rules = recorded("cloudstack_firewall", "ip", {
      rule: [{ protocol: "tcp", cidr_list: ["0.0.0.0/0"], uuids: { "22": "r1" } }],
    });
    const seen = refreshed(drift("cloudstack_firewall", { id: "ip" }, null));

    expect(mergeDifferences(differences([rules], []), seen)).toMatchObject([
      { kind: "gone", seenBy: "plan", attributes: [{ recorded: "tcp 22 from 0.0.0.0/0" }] },
    ]);
  });
});

test("a stack on a copy of its state has no backend, and everything else", () => {
  const copy = onACopy(FILES, new TextEncoder().encode('{"version":4}'));
  const document = JSON.parse(copy["cdk.tf.json"] ?? "{}");

  expect(copy["terraform.tfstate"]).toBe('{"version":4}');
  expect(document.terraform).toEqual({ required_providers: { openstack: { source: "x/y" } } });
  expect(Object.keys(document.resource)).toEqual([SERVER, RULE]);
});
