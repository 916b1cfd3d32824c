import { expect, test } from "@jest/globals";
import type { CapacityItem, Cloud } from "../../src/contract/index.ts";
import { type CloudOffer, compilePlan } from "../../src/plan/index.ts";
import { cloudstackCatalog, cloudstackOffer, openstackOffer } from "./_fakes/catalogs.ts";
import { compile, inputFor, requirementOf } from "./_fakes/compile.ts";
import { planOf } from "./_fakes/plans.ts";

const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const vcpus = (used: number | null, limit: number | null): CapacityItem => ({
  ...{ kind: "vcpus", scope: "tenant", used, limit },
});
const ALONE = { placement: { standby: { mode: "off" } } };
const TWIN = { placement: { standby: { mode: "running" } } };

function east(patch: Partial<Cloud> = {}, capacity?: readonly CapacityItem[]): CloudOffer {
  return { ...openstackOffer({ id: idOf(3), name: "east", ...patch }), ...(capacity && { capacity }) };
}
function north(patch: Partial<Cloud> = {}, capacity?: readonly CapacityItem[]): CloudOffer {
  return { ...openstackOffer(patch), ...(capacity && { capacity }) };
}

async function placed(request: object, clouds: readonly CloudOffer[]) {
  const plan = planOf(await compile(request, { clouds }));
  return {
    names: plan.sites.map(({ cloudName }) => cloudName),
    warnings: plan.warnings.join("\n"),
    of: (name: string) => plan.clouds?.find(({ cloudName }) => cloudName === name),
  };
}

test("a full cloud is skipped, with what is used and what is needed", async () => {
  const { names, of } = await placed(ALONE, [east({}, [vcpus(4, 4)]), north({}, [vcpus(0, 4)])]);

  expect(names).toEqual(["north"]);
  expect(of("east")).toMatchObject({
    role: null,
    text: expect.stringMatching(/passed over: full: 4 of 4 vCPUs used, \d needed\.$/),
  });
  expect(of("east")?.reason).toEqual({
    ...{ code: "full", short: [{ ...vcpus(4, 4), needed: expect.any(Number) }] },
  });
  expect(of("north")).toMatchObject({ role: "primary", reason: { code: "only-one" } });
});

test.each([
  ["a quota without end", vcpus(400, null)],
  ["a cloud that does not tell what is used", vcpus(null, 4)],
  ["room to the last processor", vcpus(6, 8)],
])("%s is no reason to skip", async (_what, item) => {
  const { names } = await placed({ ...ALONE, hardware: { vcpu: 2 } }, [east({}, [item])]);

  expect(names).toEqual(["east"]);
});

test("a silent cloud is skipped as long as another one answers, and it is said since when", async () => {
  const silent = east({ status: "unreachable", statusSince: "2026-11-22T10:12:30.000Z" });

  const skipped = await placed(ALONE, [silent, north()]);
  const alone = await placed(ALONE, [silent]);

  expect(skipped.names).toEqual(["north"]);
  expect(skipped.of("east")?.text).toBe("“east” is passed over: silent since 2026-11-22 10:12 UTC.");
  expect(alone.warnings).toContain("“east” did not answer well");
});

test("the less used one of two equal clouds is taken, and the reason names it", async () => {
  const { names, of } = await placed(ALONE, [east({}, [vcpus(60, 100)]), north({}, [vcpus(20, 100)])]);

  expect(names).toEqual(["north"]);
  expect(of("north")?.text).toBe("The main machine goes to “north”, because it is less used.");
  expect(of("east")?.text).toBe("“east” is passed over: “north” is less used.");
  expect(of("north")?.reason).toEqual({ code: "better", rank: "less-used" });
  expect(of("east")?.reason).toEqual({ code: "outranked", rank: "less-used", other: "north" });
});

test("main and standby go into different failure domains where they can, and else with a warning", async () => {
  const clouds = [
    east({ failureDomain: "hall-1" }),
    north({ failureDomain: "hall-1" }),
    openstackOffer({ id: idOf(4), name: "zulu", failureDomain: "hall-2" }),
  ];

  const apart = await placed({ placement: { main: "east", standby: { mode: "running" } } }, clouds);
  const together = await placed(TWIN, clouds.slice(0, 2));

  expect(apart.names).toEqual(["east", "zulu"]);
  expect(apart.of("north")?.text).toContain("it would fail together with the other one (“hall-1”)");
  expect(together.warnings).toContain("“east” and “north” are in one failure domain");
});

test("clouds of which nobody says what they fail with are apart when their addresses are", async () => {
  const second = north({ id: idOf(5), name: "north-two", endpoint: "https://north.example/", location: "RegionTwo" });

  const { names } = await placed({ placement: { main: "north", standby: { mode: "running" } } }, [
    north(),
    second,
    east(),
  ]);

  expect(names).toEqual(["north", "east"]);
});

test("only clouds with the labels are taken, and the others are told what they lack", async () => {
  const request = { placement: { standby: { mode: "off" }, requires: { labels: { disk: "ssd" } } } };

  const { names, of } = await placed(request, [east(), north({ labels: { disk: "ssd", hall: "2" } })]);
  const named = await compile({ placement: { ...request.placement, main: "east" } }, { clouds: [east(), north()] });

  expect(names).toEqual(["north"]);
  expect(of("east")?.text).toContain("has not the label disk=ssd");
  expect(named).toMatchObject({ ok: false, error: [{ pointer: "/placement/main", code: "labels-missing" }] });
});

test.each([
  [
    "all clouds are full",
    ALONE,
    [east({}, [vcpus(4, 4)]), north({}, [vcpus(4, 4)])],
    "no-room",
    /“east” .*full.*“north” .*full/,
  ],
  ["one of two is full", TWIN, [east(), north({}, [vcpus(4, 4)])], "no-room", /“north” \(openstack; full/],
  ["there is only one cloud", TWIN, [east()], "no-cloud", /there is only “east”/],
])("it is refused with a reason when %s", async (_what, request, clouds, code, message) => {
  const result = await compile(request, { clouds });

  expect(result).toMatchObject({ ok: false, error: [{ pointer: "/placement", code }] });
  expect(result.ok ? "" : result.error[0]?.message).toMatch(message);
});

test("a cloud where nothing fits is told what it lacks", async () => {
  const south = cloudstackOffer({}, { ...cloudstackCatalog(), offerings: [] });

  const { of } = await placed(ALONE, [south, north({}, [vcpus(50, 100)])]);

  expect(of("south")?.text).toMatch(/^“south” is passed over: /);
});

test("what a person names is planned although it looks full, with a warning", async () => {
  const { names, warnings, of } = await placed({ placement: { main: "east", standby: { mode: "off" } } }, [
    east({}, [vcpus(4, 4)]),
    north(),
  ]);

  expect(names).toEqual(["east"]);
  expect(warnings).toContain("“east” looks full: 4 of 4 vCPUs used");
  expect(of("north")?.text).toBe("“north” is passed over: other clouds are named.");
});

test("a machine stays on a full or labelled-off cloud when the choice is automatic, and goes where somebody says", async () => {
  const before = await requirementOf(ALONE);
  const first = planOf(compilePlan(inputFor(before, { clouds: [north()] })));
  const clouds = [east({}, [vcpus(0, 100)]), north({}, [vcpus(4, 4)])];
  const standingSites = first.sites.map(({ site, cloudId }) => ({ site, cloudId }));
  const patch = { clouds, revision: 2, previous: first, previousRequirement: before, standingSites };
  const named = await requirementOf({ placement: { main: "east", standby: { mode: "off" } } }, before);

  const stayed = planOf(compilePlan(inputFor({ ...before, labels: { a: "b" } }, patch)));
  const moved = planOf(compilePlan(inputFor(named, patch)));

  expect(stayed.sites.map(({ site, cloudName }) => [site, cloudName])).toEqual([["openstack", "north"]]);
  expect(stayed.clouds?.find(({ cloudName }) => cloudName === "east")?.text).toContain("stays where it is");
  expect(moved.sites.map(({ site, cloudName }) => [site, cloudName])).toEqual([["openstack-2", "east"]]);
});
