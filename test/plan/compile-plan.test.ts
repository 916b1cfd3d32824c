import { expect, test } from "@jest/globals";
import { DeploymentPlan, type DeploymentPlan as Plan } from "../../src/contract/index.ts";
import { compilePlan } from "../../src/plan/index.ts";
import { PROFILES } from "../../src/requirement/index.ts";
import {
  CLOUDSTACK_ID,
  cloudstackCatalog,
  cloudstackOffer,
  openstackCatalog,
  openstackOffer,
} from "./_fakes/catalogs.ts";
import { compile, inputFor, OPERATION_ID, requirementOf, WORKSPACE_ID } from "./_fakes/compile.ts";

const RUNNING = { placement: { main: "north", standby: { mode: "running" } } };
const OTHER_CLOUD = "00000000-0000-4000-8000-000000000003";

function planOf(result: Awaited<ReturnType<typeof compile>>): Plan {
  if (!result.ok) throw new TypeError(JSON.stringify(result.error));
  return result.value;
}

function siteOf<K extends "openstack" | "cloudstack">(plan: Plan, cloud: K) {
  const site = plan.sites.find((known) => known.cloud === cloud);
  return site as Extract<Plan["sites"][number], { cloud: K }>;
}

test("decides everything a stack needs, for both clouds", async () => {
  const request = {
    ...RUNNING,
    hardware: { vcpu: 2, memoryGib: 4, rootDiskGib: 12, volumes: [{ name: "photos", sizeGib: 7, speed: "fast" }] },
    network: { openPorts: [{ port: 22 }, { port: "8000-8010", source: "192.0.2.0/24" }, { protocol: "icmp" }] },
    labels: { team: "sales, north" },
  };

  const plan = planOf(await compile(request));

  expect(DeploymentPlan.parse(plan)).toEqual(plan);
  expect(siteOf(plan, "openstack")).toMatchObject({
    role: "primary",
    machine: "running",
    cloudName: "north",
    region: "RegionOne",
    instanceName: "shop",
    namePrefix: "ts-shop-11111111",
    rootDiskGib: 12,
    flavor: { id: "f2", name: "m1.medium" },
    image: { id: "os-image-ubuntu-24.04", name: "Ubuntu 24.04" },
    volumes: [{ name: "photos", sizeGib: 7, volumeType: "ssd" }],
    externalNetwork: { id: "ext-1", name: "public" },
    network: { kind: "own", cidr: "10.42.0.0/24", dnsServers: [] },
    publicAddress: true,
  });
  expect(siteOf(plan, "cloudstack")).toMatchObject({
    role: "standby",
    machine: "running",
    zone: { id: "z1", name: "zone-1" },
    rootDiskGib: 12,
    serviceOffering: { id: "s2", name: "Medium", custom: null },
    template: { id: "cs-image-ubuntu-24.04", name: "Ubuntu 24.04" },
    volumes: [{ name: "photos", sizeGib: 7, diskOffering: { id: "d2", name: "Custom disk" } }],
    network: {
      kind: "own",
      networkOffering: { id: "n1", name: "Isolated with source NAT" },
      egressDefaultAllow: false,
    },
    expunge: true,
    projectId: null,
  });
  expect(siteOf(plan, "openstack").firewallRules.map(({ key }) => key)).toEqual([
    "tcp-22-from-0-0-0-0-0",
    "tcp-8000to8010-from-192-0-2-0-24",
    "icmp-any-from-0-0-0-0-0",
  ]);
  expect(siteOf(plan, "cloudstack").tags).toEqual({
    "managed-by": "twinstack",
    owner: "ada",
    workspace: "shop",
    "workspace-id": WORKSPACE_ID,
    revision: "1",
    operation: OPERATION_ID,
    role: "standby",
    "label-team": "sales- north",
  });
  expect(plan.warnings.join("\n")).toContain("nothing recognized as fast");
  expect(new Set(plan.explanations.map(({ subject }) => subject))).toEqual(
    new Set(["cloud", "size", "image", "volume photos", "network"]),
  );
});

test("equal input gives an equal plan", async () => {
  expect(await compile(RUNNING)).toEqual(await compile(RUNNING));
});

test.each(PROFILES.map(({ id }) => id))("profile %s fits on both clouds", async (profile) => {
  const plan = planOf(await compile({ profile, ...RUNNING }));

  expect(plan.sites).toHaveLength(2);
});

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

test.each([
  ["no cloud at all", {}, [], "/placement", "no-cloud"],
  ["a standby without a second kind of cloud", RUNNING, [openstackOffer()], "/placement", "no-cloud"],
  ["an unknown main", { placement: { main: "moon" } }, undefined, "/placement/main", "unknown-cloud"],
  [
    "a cloud whose catalog was never read",
    { placement: { main: "north" } },
    [{ ...openstackOffer(), catalog: null }],
    "/placement/main",
    "cloud-without-catalog",
  ],
  [
    "two clouds of one kind",
    { placement: { main: "north", standby: { cloud: "east", mode: "running" } } },
    [openstackOffer(), openstackOffer({ id: OTHER_CLOUD, name: "east" })],
    "/placement",
    "no-cloud",
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
        bootstrapTokens: { openstack: "new-os", cloudstack: "new-cs" },
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
  const bootstrapTokens = { openstack: "new-os", cloudstack: "new-cs" };
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
  const bootstrapTokens = { openstack: "new-os", cloudstack: "new-cs" };

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

test("refuses to move a site to another cloud of its kind, and stays there when the choice is automatic", async () => {
  const automatic = { placement: { standby: { mode: "running" } } };
  const before = await requirementOf(automatic);
  const first = planOf(compilePlan(inputFor(before)));
  const clouds = [openstackOffer({ id: OTHER_CLOUD, name: "a-newcomer" }), openstackOffer(), cloudstackOffer()];
  const named = await requirementOf({ placement: { main: "a-newcomer", standby: { mode: "running" } } }, before);
  const patch = { clouds, revision: 2, previous: first, previousRequirement: before };

  const stayed = planOf(compilePlan(inputFor({ ...before, labels: { a: "b" } }, patch)));
  const moved = compilePlan(inputFor(named, patch));

  expect(stayed.sites.map((site) => site.cloudName)).toEqual(first.sites.map((site) => site.cloudName));
  expect(moved).toMatchObject({ ok: false, error: [{ pointer: "/placement", code: "cloud-move" }] });
});

test("says that a standby nobody wants any more stays until it is destroyed", async () => {
  const before = await requirementOf(RUNNING);
  const first = planOf(compilePlan(inputFor(before)));
  const after = await requirementOf({ placement: { main: "north", standby: { mode: "off" } } }, before);

  const second = planOf(compilePlan(inputFor(after, { revision: 2, previous: first, previousRequirement: before })));

  expect(second.sites).toHaveLength(1);
  expect(second.warnings.join()).toContain("The machine on “south” (standby) is no longer part of the plan");
});

test("secret files need a service that machines can reach", async () => {
  const request = { software: { files: [{ path: "/srv/key", content: "canary-content", secret: true }] } };

  const reachable = await compile(request);
  const unreachable = await compile(request, { publicUrl: null });

  expect(JSON.stringify(reachable)).not.toContain("canary-content");
  expect(unreachable).toMatchObject({
    ok: false,
    error: [{ pointer: "/software/files/0/secret", code: "secret-file-unreachable" }],
  });
});

test("joins existing networks by cloud name and asks for the missing one", async () => {
  const networks = { north: "net-north" };
  const network = { privateNetwork: { kind: "existing", networks } };

  const one = planOf(await compile({ network, placement: { main: "north", standby: { mode: "off" } } }));
  const two = await compile({ ...RUNNING, network });

  expect(siteOf(one, "openstack").network).toEqual({ kind: "existing", networkId: "net-north" });
  expect(two).toMatchObject({
    ok: false,
    error: [{ pointer: "/network/privateNetwork/networks", code: "network-missing" }],
  });
});

test("nothing that goes to CloudStack but user data holds the character ~", async () => {
  const south = cloudstackCatalog();
  const images = south.images.map((image) => ({ ...image, name: `${image.name}~daily` }));
  const clouds = [openstackOffer(), cloudstackOffer({}, { ...south, images })];

  const plan = planOf(await compile({ ...RUNNING, labels: { a: "b" } }, { ownerId: "ada~lovelace", clouds }));

  const { userData, ownerId: _onlyInTags, ...rest } = siteOf(plan, "cloudstack");

  expect(JSON.stringify(rest)).not.toContain("~");
  expect(rest.tags["owner"]).toBe("ada-lovelace");
  expect(rest.template.name).toBe("Ubuntu 24.04-daily");
  expect(userData.encoding).toBe("plain");
});

test("keeps the project of a CloudStack registration", async () => {
  const clouds = [{ ...cloudstackOffer(), projectId: "project-7" }];

  const plan = planOf(await compile({}, { clouds }));

  expect(siteOf(plan, "cloudstack")).toMatchObject({ projectId: "project-7", cloudId: CLOUDSTACK_ID });
});

test("warns when a disk is larger than the images a CloudStack imports", async () => {
  const plan = planOf(await compile({ ...RUNNING, hardware: { rootDiskGib: 60 } }));

  expect(plan.warnings.join()).toContain("max.template.iso.size");
});
