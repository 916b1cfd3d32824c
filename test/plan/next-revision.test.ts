import { expect, test } from "@jest/globals";
import { compilePlan } from "../../src/plan/index.ts";
import { cloudstackOffer, openstackCatalog, openstackOffer } from "./_fakes/catalogs.ts";
import { compile, inputFor, requirementOf, tokens } from "./_fakes/compile.ts";
import { OTHER_CLOUD, planOf, RUNNING, siteOf } from "./_fakes/plans.ts";

test("keeps cloud, image, size and first boot when only a port changes, although better ones have appeared", async () => {
  const first = planOf(await compile(RUNNING));
  const before = await requirementOf(RUNNING);
  const richer = openstackCatalog();
  const clouds = [
    openstackOffer(
      {},
      {
        ...richer,
        offerings: [
          { ...richer.offerings[0], id: "f0", name: "a.tiny" },
          ...richer.offerings,
        ] as typeof richer.offerings,
        images: richer.images.map((image) => ({ ...image, id: `${image.id}-new`, createdAt: "2026-11-20T00:00:00Z" })),
        externalNetworks: [{ id: "ext-0", name: "another" }, ...richer.externalNetworks],
      },
    ),
    cloudstackOffer(),
  ];
  const after = await requirementOf({ ...RUNNING, network: { openPorts: [{ port: 443 }] } }, before);

  const second = planOf(
    compilePlan(
      inputFor(after, {
        clouds,
        revision: 2,
        previous: first,
        previousRequirement: before,
        publicUrl: "https://moved.example",
        bootstrapTokens: tokens("new"),
      }),
    ),
  );

  const [old, now] = [siteOf(first, "openstack"), siteOf(second, "openstack")];
  expect(now).toEqual({ ...old, revision: 2, tags: { ...old.tags, revision: "2" }, firewallRules: now.firewallRules });
  expect(now.firewallRules.map(({ key }) => key)).toEqual(["tcp-443-from-0-0-0-0-0"]);
  expect(second.warnings.join()).toContain("no longer lists the image");
});

test("protection and volumes change without touching first boot", async () => {
  const first = planOf(await compile(RUNNING));
  const before = await requirementOf(RUNNING);
  const after = await requirementOf(
    { ...RUNNING, protection: { enabled: true }, hardware: { volumes: [{ name: "photos", sizeGib: 5 }] } },
    before,
  );

  const second = planOf(compilePlan(inputFor(after, { revision: 2, previous: first, previousRequirement: before })));

  expect(siteOf(second, "openstack").userData).toEqual(siteOf(first, "openstack").userData);
  expect(second.warnings.join()).toContain("sudo twinstack-volumes photos 5 /data/photos");
});

test("a machine that is replaced for another reason gets an unspent token too", async () => {
  const before = await requirementOf(RUNNING);
  const first = planOf(compilePlan(inputFor(before)));
  const bootstrapTokens = tokens("new");
  const patch = { revision: 2, previous: first, previousRequirement: before, bootstrapTokens };
  const larger = await requirementOf({ ...RUNNING, hardware: { rootDiskGib: 11 } }, before);
  const moved = await requirementOf(
    { ...RUNNING, network: { privateNetwork: { kind: "own", cidr: "10.43.0.0/24" } } },
    before,
  );

  const grown = planOf(compilePlan(inputFor(larger, patch)));
  const elsewhere = planOf(compilePlan(inputFor(moved, patch)));

  expect(siteOf(grown, "openstack").userData).toEqual(siteOf(first, "openstack").userData);
  expect(siteOf(grown, "cloudstack").userData.content).toContain("new-cs");
  expect(siteOf(elsewhere, "openstack").userData.content).toContain("new-os");
  expect(siteOf(elsewhere, "cloudstack").userData.content).toContain("new-cs");
});

test("a change of what first boot installs makes new user data with the new token", async () => {
  const first = planOf(await compile(RUNNING));
  const before = await requirementOf(RUNNING);
  const after = await requirementOf({ ...RUNNING, software: { packages: ["git"] } }, before);
  const bootstrapTokens = tokens("new");

  const second = planOf(
    compilePlan(inputFor(after, { revision: 2, previous: first, previousRequirement: before, bootstrapTokens })),
  );

  expect(siteOf(first, "openstack").userData.content).toContain("token-os");
  expect(siteOf(second, "openstack").userData.content).toContain("new-os");
  expect(siteOf(second, "cloudstack").userData.content).toContain("new-cs");
});

test.each([
  ["the system disk", { rootDiskGib: 9 }, "/hardware/rootDiskGib"],
  ["a volume", { rootDiskGib: 12, volumes: [{ name: "photos", sizeGib: 4 }] }, "/hardware/volumes/0/sizeGib"],
])("refuses to shrink %s", async (_what, hardware, pointer) => {
  const before = await requirementOf({
    ...RUNNING,
    hardware: { rootDiskGib: 12, volumes: [{ name: "photos", sizeGib: 5 }] },
  });
  const first = planOf(compilePlan(inputFor(before)));
  const after = await requirementOf({ ...RUNNING, hardware }, before);

  const result = compilePlan(inputFor(after, { revision: 2, previous: first, previousRequirement: before }));

  expect(result).toMatchObject({ ok: false, error: [{ pointer, code: "disk-shrinks" }] });
});

test("moves a site only to a cloud that somebody names, and leaves the old one until it is destroyed", async () => {
  const automatic = { placement: { standby: { mode: "running" } } };
  const before = await requirementOf(automatic);
  const first = planOf(compilePlan(inputFor(before)));
  const clouds = [openstackOffer({ id: OTHER_CLOUD, name: "a-newcomer" }), openstackOffer(), cloudstackOffer()];
  const named = await requirementOf({ placement: { main: "a-newcomer", standby: { mode: "running" } } }, before);
  const patch = { clouds, revision: 2, previous: first, previousRequirement: before };

  const stayed = planOf(compilePlan(inputFor({ ...before, labels: { a: "b" } }, patch)));
  const moved = planOf(compilePlan(inputFor(named, patch)));

  expect(stayed.sites.map((site) => site.cloudName)).toEqual(first.sites.map((site) => site.cloudName));
  expect(moved.sites.map(({ site, role, cloudName }) => [site, role, cloudName])).toEqual([
    ["openstack-2", "primary", "a-newcomer"],
    ["openstack", "standby", "north"],
  ]);
  expect(moved.warnings.join()).toContain("The machine on “south” (primary) is no longer part of the plan");
});

test("says that a standby nobody wants any more stays until it is destroyed", async () => {
  const before = await requirementOf(RUNNING);
  const first = planOf(compilePlan(inputFor(before)));
  const after = await requirementOf({ placement: { main: "north", standby: { mode: "off" } } }, before);

  const second = planOf(compilePlan(inputFor(after, { revision: 2, previous: first, previousRequirement: before })));

  expect(second.sites).toHaveLength(1);
  expect(second.warnings.join()).toContain("The machine on “south” (standby) is no longer part of the plan");
});
