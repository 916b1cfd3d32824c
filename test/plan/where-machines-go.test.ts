import { expect, test } from "@jest/globals";
import { makeTextTools } from "../../src/adapters/text/text-tools.ts";
import { cloudstackCatalog, cloudstackOffer, openstackOffer } from "./_fakes/catalogs.ts";
import { compile } from "./_fakes/compile.ts";
import { OTHER_CLOUD, planOf, RUNNING } from "./_fakes/plans.ts";

test.each([
  ["off", [["openstack", "primary", "running"]]],
  [
    "pilot-light",
    [
      ["openstack", "primary", "running"],
      ["cloudstack", "standby", "absent"],
    ],
  ],
  [
    "stopped",
    [
      ["openstack", "primary", "running"],
      ["cloudstack", "standby", "stopped"],
    ],
  ],
])("standby %s keeps ready what it says", async (mode, sites) => {
  const plan = planOf(await compile({ placement: { main: "north", standby: { mode } } }));

  expect(plan.sites.map((site) => [site.cloud, site.role, site.machine])).toEqual(sites);
});

test("an automatic main goes where the smallest fitting size wastes least, and says so", async () => {
  const plan = planOf(await compile({ placement: { standby: { mode: "pilot-light" } } }));

  expect(plan.sites.map((site) => [site.cloudName, site.role])).toEqual([
    ["south", "primary"],
    ["north", "standby"],
  ]);
  expect(plan.explanations[0]).toEqual({
    site: "cloudstack",
    subject: "cloud",
    text: "The main machine goes to “south”, because it is ready and its smallest fitting size wastes least.",
  });
});

test("an automatic choice passes over a cloud where nothing fits", async () => {
  const south = cloudstackCatalog();
  const clouds = [
    openstackOffer(),
    cloudstackOffer({ name: "south" }, { ...south, offerings: [] }),
    cloudstackOffer({ id: OTHER_CLOUD, name: "west" }),
  ];

  const plan = planOf(await compile({ placement: { standby: { mode: "running" } } }, { clouds }));

  expect(plan.sites.map((site) => site.cloudName).toSorted()).toEqual(["north", "west"]);
});

test("a cloud that did not answer is taken last, and with a warning", async () => {
  const clouds = [
    openstackOffer(),
    cloudstackOffer({ status: "unreachable" }),
    cloudstackOffer({ id: OTHER_CLOUD, name: "west" }),
  ];

  const avoided = planOf(await compile({ placement: { standby: { mode: "running" } } }, { clouds }));
  const forced = planOf(await compile({ placement: { main: "south", standby: { mode: "off" } } }, { clouds }));

  expect(avoided.sites.map((site) => site.cloudName).toSorted()).toEqual(["north", "west"]);
  expect(forced.warnings.join()).toContain("“south” did not answer");
});

test("of an own and a shared cloud with one name, the name means the own one", async () => {
  const own = openstackOffer({ id: OTHER_CLOUD, ownerId: "ann" });
  const request = { placement: { main: "north", standby: { mode: "off" } } };

  const plan = planOf(await compile(request, { clouds: [own, openstackOffer(), cloudstackOffer()] }));
  const unread = await compile(request, { clouds: [{ ...own, catalog: null }, openstackOffer()] });

  expect(plan.sites.map(({ cloudId }) => cloudId)).toEqual([OTHER_CLOUD]);
  expect(unread).toMatchObject({ ok: false, error: [{ pointer: "/placement/main", code: "cloud-without-catalog" }] });
});

test("a machine that stands on a shared cloud stays there when an own one of that name appears", async () => {
  const request = { placement: { main: "north", standby: { mode: "off" } } };
  const before = planOf(await compile(request));
  const own = openstackOffer({ id: OTHER_CLOUD, ownerId: "ann" });

  const after = planOf(await compile(request, { clouds: [own, openstackOffer()], previous: before }));

  expect(after.sites.map(({ cloudId }) => cloudId)).toEqual(before.sites.map(({ cloudId }) => cloudId));
});

test("an automatic choice prefers an own cloud that is ready to a shared one", async () => {
  const own = openstackOffer({ id: OTHER_CLOUD, name: "mine", ownerId: "ann" });
  const clouds = [own, openstackOffer(), cloudstackOffer()];

  const plan = planOf(await compile({ placement: { standby: { mode: "off" } } }, { clouds }));

  expect(plan.sites.map(({ cloudName }) => cloudName)).toEqual(["mine"]);
  expect(plan.explanations[0]?.text).toContain("your own");
});

test.each([
  ["no cloud at all", {}, [], "/placement", "no-cloud"],
  ["a standby without a second cloud", RUNNING, [openstackOffer()], "/placement", "no-cloud"],
  ["an unknown main", { placement: { main: "moon" } }, undefined, "/placement/main", "unknown-cloud"],
  [
    "a cloud whose catalog was never read",
    { placement: { main: "north" } },
    [{ ...openstackOffer(), catalog: null }],
    "/placement/main",
    "cloud-without-catalog",
  ],
  [
    "one cloud that is registered twice",
    { placement: { main: "north", standby: { cloud: "east", mode: "running" } } },
    [openstackOffer(), openstackOffer({ id: OTHER_CLOUD, name: "east", endpoint: "https://north.example" })],
    "/placement/standby/cloud",
    "same-cloud-twice",
  ],
])("refuses %s", async (_what, request, clouds, pointer, code) => {
  const result = await compile(request, clouds === undefined ? {} : { clouds });

  expect(result).toMatchObject({ ok: false, error: [{ pointer, code }] });
});

test.each([
  ["processors", { hardware: { vcpu: 32 } }, "/hardware/vcpu", "no-offering", /m1\.xlarge with 8 vCPU/],
  ["memory", { hardware: { memoryGib: 512 } }, "/hardware/memoryGib", "no-offering", /m1\.xlarge/],
  ["a small root disk", { hardware: { rootDiskGib: 4 } }, "/hardware/rootDiskGib", "root-disk-too-small", /at least 5/],
  [
    "an image",
    { software: { os: { family: "almalinux", version: "9" } } },
    "/software/os",
    "no-image",
    /rocky 9\.4, ubuntu 22\.04/,
  ],
])("says what is missing and what would fit: %s", async (_what, request, pointer, code, remedy) => {
  const result = await compile({ placement: { main: "north" }, ...request });

  expect(result).toMatchObject({ ok: false, error: [{ pointer, code }] });
  expect(result.ok ? "" : result.error[0]?.remedy).toMatch(remedy);
});

test("lists what is missing on both clouds at once", async () => {
  const result = await compile({ ...RUNNING, software: { os: { family: "debian", version: "13" } } });

  expect(result.ok ? [] : result.error.map(({ message }) => message)).toEqual([
    "Cloud “north” has no image of debian 13.",
    "Cloud “south” has no image of debian 13.",
  ]);
});

test("where no pair fits, each cloud is planned on once for each place and name, not once for each pair", async () => {
  const souths = Array.from({ length: 10 }, (_, number) =>
    cloudstackOffer(
      { id: `00000000-0000-4000-8000-0000000001${number + 10}`, name: `south-${number}` },
      { ...cloudstackCatalog(), offerings: [] },
    ),
  );
  const tools = makeTextTools();
  let rendered = 0;
  const renderYaml: typeof tools.renderYaml = (...given) => {
    rendered += 1;
    return tools.renderYaml(...given);
  };

  const refused = await compile(
    { placement: { standby: { mode: "running" } } },
    { text: { ...tools, renderYaml }, clouds: [openstackOffer(), ...souths] },
  );

  expect(refused.ok).toBe(false);
  // Main as cloudstack, standby as cloudstack beside north and as cloudstack-2 beside another south.
  expect(rendered).toBe(2 + 3 * souths.length);
});
