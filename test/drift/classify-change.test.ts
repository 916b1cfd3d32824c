import { describe, expect, test } from "@jest/globals";
import type { Danger, PlanSummary } from "../../src/contract/index.ts";
import { classifyChange } from "../../src/drift/index.ts";
import { summarizePlan } from "../../src/run/index.ts";
import { type PlanEntry, planJson } from "../_helpers/plan-json.ts";

type Site = Parameters<typeof summarizePlan>[1];
const MAIN: Site = { role: "primary", machine: "running" };
const REPLACE = ["delete", "create"];

function summary(entries: readonly PlanEntry[], site: Site = MAIN): PlanSummary {
  return summarizePlan(planJson(entries), site, classifyChange);
}

function updated(type: string, before: PlanEntry["before"], after: PlanEntry["after"], rest: Partial<PlanEntry> = {}) {
  return summary([
    { type, actions: ["update"], before: { name: "web", ...before }, after: { name: "web", ...after }, ...rest },
  ]);
}

function replaced(type: string, path: readonly (string | number)[], rest: Partial<PlanEntry> = {}): PlanEntry {
  return {
    type,
    actions: REPLACE,
    before: { id: "old", name: "web" },
    after: { name: "web" },
    afterUnknown: { id: true },
    replacePaths: [path],
    actionReason: "replace_because_cannot_update",
    ...rest,
  };
}

const UPDATES: readonly [type: string, attribute: string, danger: Danger][] = [
  ["openstack_compute_instance_v2", "image_id", "destroys-data"],
  ["openstack_compute_instance_v2", "image_name", "destroys-data"],
  ["openstack_compute_instance_v2", "personality", "destroys-data"],
  ["openstack_compute_instance_v2", "flavor_id", "restarts"],
  ["openstack_compute_instance_v2", "flavor_name", "restarts"],
  ["openstack_compute_instance_v2", "metadata", "in-place"],
  ["openstack_compute_instance_v2", "tags", "in-place"],
  ["openstack_compute_instance_v2", "security_groups", "in-place"],
  ["openstack_compute_instance_v2", "admin_pass", "in-place"],
  ["openstack_networking_port_v2", "security_group_ids", "in-place"],
  ["openstack_networking_port_v2", "fixed_ip", "restarts"],
  ["openstack_blockstorage_volume_v3", "volume_type", "in-place"],
  ["openstack_networking_floatingip_associate_v2", "port_id", "restarts"],
  ["openstack_images_image_v2", "properties", "in-place"],
  ["cloudstack_instance", "service_offering", "restarts"],
  ["cloudstack_instance", "affinity_group_ids", "restarts"],
  ["cloudstack_instance", "keypair", "restarts"],
  ["cloudstack_instance", "keypairs", "restarts"],
  ["cloudstack_instance", "user_data", "restarts"],
  ["cloudstack_instance", "userdata_id", "restarts"],
  ["cloudstack_instance", "userdata_details", "restarts"],
  ["cloudstack_instance", "details", "in-place"],
  ["cloudstack_instance", "display_name", "in-place"],
  ["cloudstack_instance", "group", "in-place"],
  ["cloudstack_instance", "tags", "in-place"],
  ["cloudstack_instance", "host_id", "nothing"],
  ["cloudstack_instance", "cluster_id", "nothing"],
  ["cloudstack_instance", "pod_id", "nothing"],
  ["cloudstack_instance", "uefi", "nothing"],
  ["cloudstack_instance", "properties", "nothing"],
  ["cloudstack_instance", "nicnetworklist", "nothing"],
  ["cloudstack_instance", "expunge", "nothing"],
  ["cloudstack_disk", "virtual_machine_id", "restarts"],
  ["cloudstack_firewall", "rule", "in-place"],
  ["cloudstack_egress_firewall", "rule", "in-place"],
  ["cloudstack_network", "display_text", "in-place"],
  ["cloudstack_network", "network_offering", "restarts"],
  ["terraform_data", "input", "nothing"],
];

test.each(UPDATES)("takes an update of %s.%s for %s", (type, attribute, danger) => {
  const result = updated(type, { [attribute]: "one" }, { [attribute]: "two" });

  expect(result.danger).toBe(danger);
  expect(result.changes[0]?.attributes).toEqual([attribute]);
  expect(result.counts).toEqual({ create: 0, update: 1, replace: 0, destroy: 0, forget: 0 });
  expect(result.rejected).toEqual([]);
});

const REPLACEMENTS: readonly [type: string, path: string, danger: Danger][] = [
  ["openstack_compute_instance_v2", "user_data", "destroys-data"],
  ["openstack_compute_instance_v2", "key_pair", "destroys-data"],
  ["openstack_blockstorage_volume_v3", "image_id", "destroys-data"],
  ["openstack_networking_secgroup_rule_v2", "remote_ip_prefix", "in-place"],
  ["openstack_compute_keypair_v2", "public_key", "in-place"],
  ["openstack_compute_volume_attach_v2", "instance_id", "restarts"],
  ["openstack_networking_subnet_v2", "cidr", "replaces"],
  ["openstack_networking_port_v2", "mac_address", "replaces"],
  ["openstack_networking_floatingip_v2", "pool", "replaces"],
  ["openstack_images_image_v2", "image_source_url", "destroys-data"],
  ["cloudstack_instance", "template", "destroys-data"],
  ["cloudstack_instance", "start_vm", "destroys-data"],
  ["cloudstack_instance", "network_id", "destroys-data"],
  ["cloudstack_disk", "zone", "destroys-data"],
  ["cloudstack_volume", "zone", "destroys-data"],
  ["cloudstack_attach_volume", "volume_id", "restarts"],
  ["cloudstack_ipaddress", "network_id", "replaces"],
  ["cloudstack_static_nat", "virtual_machine_id", "restarts"],
  ["cloudstack_network", "cidr", "replaces"],
  ["something_unheard_of", "colour", "replaces"],
];

test.each(REPLACEMENTS)("takes a replacement of %s because of %s for %s", (type, path, danger) => {
  const result = summary([replaced(type, [path])]);

  expect(result.danger).toBe(danger);
  expect(result.counts.replace).toBe(1);
  expect(result.changes[0]?.reason).toContain(`${path.replaceAll("_", " ")} cannot change in place.`);
});

describe("an OpenStack machine that boots from a volume", () => {
  const device = { uuid: "root-1", source_type: "volume", boot_index: 0, delete_on_termination: false };
  const machine = replaced("openstack_compute_instance_v2", ["user_data"], {
    before: { id: "old", name: "web", block_device: [device] },
  });
  const volume: PlanEntry = { type: "openstack_blockstorage_volume_v3", actions: ["no-op"], before: { id: "root-1" } };

  test("is only replaced when its root volume stays", () => {
    const result = summary([machine, volume]);

    expect(result.danger).toBe("replaces");
    expect(result.changes).toHaveLength(1);
    expect(result.changes[0]?.reason).toContain("disks stay");
  });

  test("loses its data when its root volume is replaced in the same plan", () => {
    const result = summary([
      machine,
      replaced("openstack_blockstorage_volume_v3", ["image_id"], { before: { id: "root-1" } }),
    ]);

    expect(result.changes.map(({ danger }) => danger)).toEqual(["destroys-data", "destroys-data"]);
  });

  test("loses its data when the volume is deleted on termination", () => {
    const entry = { ...machine, before: { id: "old", block_device: [{ ...device, delete_on_termination: true }] } };

    expect(summary([entry, volume]).danger).toBe("destroys-data");
  });

  test("is not destroyed with data when only the server goes, as on the way to a pilot light", () => {
    const entry: PlanEntry = {
      ...machine,
      actions: ["delete"],
      after: null,
      replacePaths: [],
      actionReason: "delete_because_no_resource_config",
    };

    const result = summary([entry, volume]);

    expect(result.danger).toBe("replaces");
    expect(result.changes[0]?.reason).toContain("no longer part of the requirement");
  });

  test("must not get another image, which OpenStack would refuse at every apply", () => {
    const result = updated(
      "openstack_compute_instance_v2",
      { image_id: "a", block_device: [device] },
      { image_id: "b", block_device: [device] },
    );

    expect(result.rejected).toEqual([expect.stringContaining("boots from a volume")]);
  });
});

describe("a size", () => {
  test.each([
    ["openstack_blockstorage_volume_v3", "size"],
    ["cloudstack_disk", "size"],
    ["cloudstack_volume", "size"],
  ])("of %s may grow in place but never shrink", (type, attribute) => {
    const grown = updated(type, { [attribute]: 10 }, { [attribute]: 20 });
    const shrunk = updated(type, { [attribute]: 10 }, { [attribute]: 5 });

    expect([grown.danger, grown.rejected]).toEqual(["in-place", []]);
    expect(shrunk.rejected).toEqual([
      'The disk "web" cannot become smaller (10 to 5 GiB): ask for at least its present size.',
    ]);
  });

  test("of a CloudStack root disk replaces the machine when it grows and is refused when it shrinks", () => {
    const entry = (size: number) =>
      replaced("cloudstack_instance", ["root_disk_size"], {
        before: { id: "old", name: "web", root_disk_size: 20 },
        after: { name: "web", root_disk_size: size },
      });

    expect([summary([entry(40)]).danger, summary([entry(40)]).rejected]).toEqual(["destroys-data", []]);
    expect(summary([entry(10)]).rejected).toEqual([expect.stringContaining("20 to 10 GiB")]);
  });

  test("of a block device inside an OpenStack machine is refused when it shrinks", () => {
    const entry = replaced("openstack_compute_instance_v2", ["block_device", 0, "volume_size"], {
      before: { id: "old", name: "web", block_device: [{ volume_size: 20 }] },
      after: { name: "web", block_device: [{ volume_size: 10 }] },
    });

    expect(summary([entry]).rejected).toEqual([expect.stringContaining("20 to 10 GiB")]);
  });
});

describe("C1: a CloudStack change that ends with a start", () => {
  const entry: PlanEntry = {
    type: "cloudstack_instance",
    actions: ["update"],
    before: { name: "web", service_offering: "s" },
    after: { name: "web", service_offering: "m" },
  };

  test("is refused while the machine is to stay stopped", () => {
    const result = summary([entry], { role: "standby", machine: "stopped" });

    expect(result.rejected).toEqual([expect.stringContaining("must stay stopped")]);
  });

  test("is a restart of a machine that runs", () => {
    const result = summary([entry], { role: "standby", machine: "running" });

    expect([result.danger, result.rejected]).toEqual(["restarts", []]);
  });

  test("is not suspected behind a change that starts nothing", () => {
    const tags: PlanEntry = { ...entry, before: { tags: { a: "1" } }, after: { tags: { a: "2" } } };

    expect(summary([tags], { role: "standby", machine: "stopped" }).rejected).toEqual([]);
  });
});

test("C4: tells that changed details of a custom size wait for the next stop and start", () => {
  const result = updated("cloudstack_instance", { details: { memory: "1024" } }, { details: { memory: "2048" } });

  expect(result.changes[0]?.reason).toContain("takes effect only when the machine is next stopped and started");
});

test("C7: refuses a CloudStack machine that is made before the old one goes while it has data disks", () => {
  const machine = { ...replaced("cloudstack_instance", ["template"]), actions: ["create", "delete"] };
  const disk: PlanEntry = { type: "cloudstack_disk", actions: ["update"], before: { size: 1 }, after: { size: 1 } };

  expect(summary([machine, disk]).rejected).toEqual([expect.stringContaining("leave its disks detached")]);
  expect(summary([machine]).rejected).toEqual([]);
  expect(summary([machine]).changes[0]?.reason).toContain("made before the old one is removed");
});

test("O2: tells that applying starts a machine that was stopped, and stops one that is to be stopped", () => {
  const started = updated("openstack_compute_instance_v2", { power_state: "shutoff" }, { power_state: "active" });
  const stopped = updated("openstack_compute_instance_v2", { power_state: "active" }, { power_state: "shutoff" });

  expect(started.changes[0]).toMatchObject({ danger: "restarts", title: 'Starts the machine "web"' });
  expect(started.changes[0]?.reason).toContain("shutoff now");
  expect(stopped.changes[0]).toMatchObject({ danger: "restarts", title: 'Stops the machine "web"' });
});

test("O13: ignores resource_drift", () => {
  const plan = planJson([], {
    resource_drift: [{ address: "a.b", type: "a", change: { actions: ["delete"], before: {} } }],
  });

  expect(summarizePlan(plan, MAIN, classifyChange)).toEqual({
    danger: "nothing",
    counts: { create: 0, update: 0, replace: 0, destroy: 0, forget: 0 },
    changes: [],
    rejected: [],
  });
});

test("takes an attribute without effect seriously again when something real changes with it", () => {
  const result = updated("cloudstack_instance", { uefi: false, ip_address: "1" }, { uefi: true, ip_address: "2" });

  expect(result.danger).toBe("in-place");
});

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
