import { expect, test } from "@jest/globals";
import type { CloudOffer } from "../../src/plan/index.ts";
import { compilePlan } from "../../src/plan/index.ts";
import { cloudstackOffer, OPENSTACK_ID, openstackOffer } from "./_fakes/catalogs.ts";
import { compile, inputFor, requirementOf } from "./_fakes/compile.ts";
import { OTHER_CLOUD, planOf } from "./_fakes/plans.ts";

const EAST = openstackOffer({ id: OTHER_CLOUD, name: "east" });
const WEST = cloudstackOffer({ id: OTHER_CLOUD, name: "west" });
const on = (main: string, cloud: string, mode = "running") => ({ placement: { main, standby: { cloud, mode } } });

test.each<[string, readonly CloudOffer[], string, string, readonly string[]]>([
  ["OpenStacks", [openstackOffer(), EAST], "north", "east", ["openstack", "openstack-2"]],
  ["CloudStacks", [cloudstackOffer(), WEST], "south", "west", ["cloudstack", "cloudstack-2"]],
])("two %s are main and standby, each site with a name, marks and a token of its own", async (...row) => {
  const [, clouds, main, standby, names] = row;

  const plan = planOf(await compile(on(main, standby), { clouds }));

  expect(plan.sites.map(({ site, role, cloudName }) => [site, role, cloudName])).toEqual([
    [names[0], "primary", main],
    [names[1], "standby", standby],
  ]);
  expect(plan.sites.map(({ tags }) => tags["site"])).toEqual([undefined, names[1]]);
  expect(new Set(plan.sites.map(({ namePrefix }) => namePrefix)).size).toBe(2);
  expect(plan.sites.map(({ userData }) => /\bsite=(?:'|\b)(\w+stack(?:-2)?)/.exec(userData.content)?.[1])).toEqual(
    names,
  );
  expect(new Set(plan.sites.map(({ userData }) => /token-\S+/.exec(userData.content)?.[0])).size).toBe(2);
  expect(new Set(plan.explanations.map(({ site }) => site))).toEqual(new Set(names));
});

test("an automatic choice takes two clouds of one kind where there is no other", async () => {
  const plan = planOf(await compile(on("automatic", "automatic"), { clouds: [EAST, openstackOffer()] }));

  expect(plan.sites.map(({ site, cloudName }) => [site, cloudName])).toEqual([
    ["openstack", "east"],
    ["openstack-2", "north"],
  ]);
});

test("two regions of one OpenStack are two clouds", async () => {
  const other = openstackOffer({ ...EAST.cloud, endpoint: openstackOffer().cloud.endpoint, location: "RegionTwo" });

  const plan = planOf(await compile(on("north", "east"), { clouds: [openstackOffer(), other] }));

  expect(plan.sites).toHaveLength(2);
});

test("sites keep their names when main and standby change places", async () => {
  const clouds = [openstackOffer(), EAST];
  const before = await requirementOf(on("north", "east"));
  const first = planOf(compilePlan(inputFor(before, { clouds })));
  const after = await requirementOf(on("east", "north"), before);
  const standingSites = first.sites.map(({ site, cloudId }) => ({ site, cloudId }));

  const second = planOf(
    compilePlan(inputFor(after, { clouds, revision: 2, previous: first, previousRequirement: before, standingSites })),
  );

  expect(second.sites.map(({ site, role, cloudName }) => [site, role, cloudName])).toEqual([
    ["openstack-2", "primary", "east"],
    ["openstack", "standby", "north"],
  ]);
});

test("a name is free again when nothing stands under it any more, and taken as long as something does", async () => {
  const clouds = [openstackOffer(), EAST];
  const before = await requirementOf(on("north", "automatic", "off"));
  const first = planOf(compilePlan(inputFor(before, { clouds })));
  const after = await requirementOf(on("east", "automatic", "off"), before);
  const patch = { clouds, revision: 2, previous: first, previousRequirement: before };
  const stands = [{ site: "openstack" as const, cloudId: OPENSTACK_ID }];

  const neverApplied = planOf(compilePlan(inputFor(after, patch)));
  const applied = planOf(compilePlan(inputFor(after, { ...patch, standingSites: stands })));

  expect(neverApplied.sites.map(({ site }) => site)).toEqual(["openstack"]);
  expect(applied.sites.map(({ site }) => site)).toEqual(["openstack-2"]);
  expect(applied.warnings.join()).toContain("“north” (primary) is no longer part of the plan");
});

test("a third cloud of one kind waits until one of the two before is destroyed", async () => {
  const third = "00000000-0000-4000-8000-000000000004";
  const standingSites = [
    { site: "openstack" as const, cloudId: OPENSTACK_ID },
    { site: "openstack-2" as const, cloudId: OTHER_CLOUD },
  ];
  const clouds = [openstackOffer(), EAST, openstackOffer({ id: third, name: "far" })];

  const result = await compile(on("far", "automatic", "off"), { clouds, standingSites });

  expect(result).toMatchObject({ ok: false, error: [{ pointer: "/placement", code: "cloud-move" }] });
  expect(result.ok ? "" : result.error[0]?.remedy).toContain("Destroy openstack or openstack-2 first");
});

test("an automatic choice never moves a machine away from a cloud that cannot be planned on now", async () => {
  const before = await requirementOf(on("automatic", "automatic", "off"));
  const first = planOf(compilePlan(inputFor(before, { clouds: [openstackOffer()] })));
  const clouds = [{ ...openstackOffer(), catalog: null }, EAST];

  const result = compilePlan(inputFor(before, { clouds, revision: 2, previous: first, previousRequirement: before }));

  expect(result).toMatchObject({ ok: false, error: [{ pointer: "/placement/main", code: "cloud-move" }] });
  expect(result.ok ? "" : result.error[0]?.message).toContain("does not move to “east” by itself");
});
