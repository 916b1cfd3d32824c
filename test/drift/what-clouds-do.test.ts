import { describe, expect, test } from "@jest/globals";
import { classifyChange } from "../../src/drift/index.ts";
import { summarizePlan } from "../../src/run/index.ts";
import { type PlanEntry, planJson } from "../_helpers/plan-json.ts";
import { MAIN, replaced, summary, updated } from "./summaries.ts";

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
  expect(started.changes[0]?.reason).toContain("It does not run now");
  expect(stopped.changes[0]).toMatchObject({ danger: "restarts", title: 'Stops the machine "web"' });
});

describe("a machine that a person stopped by hand", () => {
  const stoppedByHand = { ...MAIN, stoppedByHand: true };
  const change = (type: string, before: object, after: object): PlanEntry => ({
    ...{ type, actions: ["update"], before: { name: "web", ...before }, after: { name: "web", ...after } },
  });
  const note = "A person stopped it by hand";

  test("is not started on OpenStack without a word of it", () => {
    const entry = change("openstack_compute_instance_v2", { power_state: "shutoff" }, { power_state: "active" });

    expect(summary([entry], stoppedByHand).changes[0]?.reason).toContain(note);
    expect(summary([entry]).changes[0]?.reason).not.toContain(note);
  });

  test("is not started beside another change by CloudStack's provider without a word of it", () => {
    const entry = change("cloudstack_instance", { service_offering: "small" }, { service_offering: "large" });

    expect(summary([entry], stoppedByHand).changes[0]?.reason).toContain(note);
    expect(summary([entry]).changes[0]?.reason).not.toContain(note);
  });

  test("is not talked of where nothing starts it", () => {
    const onCloudstack = change("cloudstack_instance", { display_name: "a" }, { display_name: "b" });
    const resized = change(
      "openstack_compute_instance_v2",
      { power_state: "active", flavor_id: "a" },
      { power_state: "active", flavor_id: "b" },
    );

    const reasons = [onCloudstack, resized].map((entry) => summary([entry], stoppedByHand).changes[0]?.reason ?? "");
    expect(reasons.join()).not.toContain(note);
  });
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
