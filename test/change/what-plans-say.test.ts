import { expect, test } from "@jest/globals";
import type { PlannedSide } from "../../src/change/index.ts";
import type { Danger, PlannedChange, PlanSummary } from "../../src/contract/index.ts";
import { changed, ON_CLOUDSTACK, SHOP, shop } from "./a-change.ts";

const RUN = "66666666-6666-4666-8666-666666666666";
const MACHINE = "openstack_compute_instance_v2";

function planned(site: "openstack" | "cloudstack", changes: readonly (readonly [string, Danger])[]): PlannedSide {
  return { site, runId: RUN, summary: summaryOf(changes), problem: null };
}

function summaryOf(changes: readonly (readonly [string, Danger])[]): PlanSummary {
  return {
    danger: changes[0]?.[1] ?? "nothing",
    counts: { create: 0, update: changes.length, replace: 0, destroy: 0, forget: 0 },
    changes: changes.map(
      ([type, danger]): PlannedChange => ({
        ...{ address: `${type}.it`, type, name: "shop", actions: ["update"], danger, reason: null, attributes: [] },
        title: `Changes the ${type}`,
      }),
    ),
    rejected: [],
  };
}

test("takes data and interruption from the plans once both are made", async () => {
  const scene = await changed(SHOP, shop({ hardware: { memoryGib: 3 } }));

  const preview = scene.preview([
    planned("openstack", [[MACHINE, "restarts"]]),
    planned("cloudstack", [["cloudstack_instance", "restarts"]]),
  ]);

  expect(preview.basis).toBe("plans");
  expect(preview.sites.map(({ basis, danger, runId }) => [basis, danger, runId])).toEqual([
    ["plan", "restarts", RUN],
    ["plan", "restarts", RUN],
  ]);
  expect([preview.data, preview.pause.length]).toEqual(["kept", "minute"]);
  expect(preview.changes).toHaveLength(1);
});

test("stays an estimate while one plan is missing, and tells why it is", async () => {
  const scene = await changed(SHOP, shop({ hardware: { memoryGib: 3 } }));

  const preview = scene.preview([
    planned("openstack", [[MACHINE, "restarts"]]),
    { site: "cloudstack", runId: RUN, summary: null, problem: "The cloud does not answer: try again later." },
  ]);

  expect(preview.basis).toBe("estimate");
  expect(preview.sites.map(({ basis, problem }) => [basis, problem])).toEqual([
    ["plan", null],
    ["estimate", "The cloud does not answer: try again later."],
  ]);
});

test("never says less than the plan: what nobody asked for has a sentence of its own and asks for the name", async () => {
  const scene = await changed(SHOP, shop({ network: { openPorts: [{ port: 443 }] } }));

  const preview = scene.preview([
    planned("openstack", [
      ["openstack_blockstorage_volume_v3", "destroys-data"],
      [MACHINE, "replaces"],
      ["openstack_networking_secgroup_rule_v2", "in-place"],
    ]),
  ]);

  const beside = preview.changes.filter(({ code }) => code === "beside");
  expect(beside.map(({ text }) => text)).toEqual([
    "beside what was asked for: Changes the openstack_blockstorage_volume_v3: the disk is removed with everything on it",
    `beside what was asked for: Changes the ${MACHINE}: the machine is made anew and boots from its own disks, about 5 minutes`,
  ]);
  expect([preview.data, preview.typedName, preview.pause.length]).toEqual(["lost", true, "minutes"]);
});

test("believes a plan that does less than was expected", async () => {
  const scene = await changed(SHOP, shop({ hardware: { memoryGib: 3 } }));

  const preview = scene.preview([
    planned("openstack", [[MACHINE, "in-place"]]),
    { ...planned("cloudstack", []), summary: summaryOf([]) },
  ]);

  expect(preview.changes[0]?.effects.map(({ code }) => code)).toEqual(["live", "nothing"]);
  expect(preview.pause.length).toBe("none");
});

test("asks for the name only where the machine that serves loses data", async () => {
  const lossOn = async (main: "north" | "south") => {
    const placement = main === "north" ? {} : ON_CLOUDSTACK;
    const scene = await changed(shop(placement), shop({ ...placement, hardware: { rootDiskGib: 30 } }));
    return scene.preview([
      planned("openstack", [["openstack_blockstorage_volume_v3", "in-place"]]),
      planned("cloudstack", [["cloudstack_instance", "destroys-data"]]),
    ]);
  };

  const [standbyLoses, mainLoses] = [await lossOn("north"), await lossOn("south")];

  expect([standbyLoses.typedName, standbyLoses.sites.map(({ data }) => data)]).toEqual([false, ["kept", "lost"]]);
  expect([mainLoses.typedName, mainLoses.sites.map(({ data }) => data)]).toEqual([true, ["lost", "kept"]]);
});

test("expects what earlier changes took, the longest of them", async () => {
  const scene = await changed(SHOP, shop({ hardware: { memoryGib: 3 } }));

  const quick = scene.preview([], { restarts: [4.2, 11.5], rebuilds: [] });
  const slow = scene.preview([], { restarts: [170], rebuilds: [] });

  expect(quick.pause).toEqual({ length: "seconds", seconds: 12, basis: "recorded", samples: 2 });
  expect(quick.changes[0]?.text).toContain("the machine restarts, a few seconds");
  expect(slow.text).toBe(
    "All data is kept. The longest interruption is about 3 minutes, as earlier changes there took.",
  );
});

test("tells of a first submission that everything is made and nothing is stored yet", async () => {
  const { previewChange } = await import("../../src/change/index.ts");
  const scene = await changed(SHOP, SHOP);

  const preview = previewChange({
    ...{ number: 1, superseded: false, requirement: scene.requirement, sites: scene.plan.sites },
    ...{ standing: [], planned: [], recorded: () => ({ restarts: [], rebuilds: [] }) },
  });

  expect(preview.changes).toEqual([]);
  expect(preview.sites.map(({ from, data }) => [from, data])).toEqual([
    [null, "none"],
    [null, "none"],
  ]);
});

test("asks for the name where the machine that served until now loses what it stores", async () => {
  const to = { placement: { main: "south", standby: { cloud: "north", mode: "pilot-light" } } };
  const preview = (await changed(SHOP, shop(to))).preview();

  expect(preview.sites.map(({ cloudName, role, data, typedName }) => [cloudName, role, data, typedName])).toEqual([
    ["south", "primary", "kept", false],
    ["north", "standby", "lost", true],
  ]);
  expect([preview.data, preview.typedName]).toEqual(["lost", true]);
});
