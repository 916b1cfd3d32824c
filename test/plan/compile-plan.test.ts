import { expect, test } from "@jest/globals";
import { DeploymentPlan } from "../../src/contract/index.ts";
import { PROFILES } from "../../src/requirement/index.ts";
import { CLOUDSTACK_ID, cloudstackCatalog, cloudstackOffer, openstackOffer } from "./_fakes/catalogs.ts";
import { compile, OPERATION_ID, WORKSPACE_ID } from "./_fakes/compile.ts";
import { planOf, RUNNING, siteOf } from "./_fakes/plans.ts";

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
