import { afterAll, beforeAll, expect, test } from "@jest/globals";
import {
  type RunningOpenstackSandbox,
  startOpenstackSandbox,
} from "../../../sandbox/openstack/start-openstack-sandbox.ts";
import { makeHttpClient } from "../../../src/adapters/http/http-client.ts";
import { findEndpoint, type ServiceName } from "../../../src/adapters/openstack/endpoints.ts";
import { logIn } from "../../../src/adapters/openstack/identity.ts";
import { makeOpenOpenstackClient } from "../../../src/adapters/openstack/open-openstack-client.ts";
import { catalogWords } from "../../../src/cloud/index.ts";
import { Catalog } from "../../../src/contract/index.ts";
import { sampleOpenstack } from "../../_helpers/cloud-samples.ts";
import { until } from "../../_helpers/until.ts";

const ID = "11111111-1111-4111-8111-111111111111";
let sandbox: RunningOpenstackSandbox;

beforeAll(async () => {
  sandbox = await startOpenstackSandbox({ port: 0, latency: "instant" });
});

afterAll(async () => {
  await sandbox.close();
});

function registration(password = "demo") {
  const demo = { type: "password" as const, username: "demo", password, projectName: "demo" };
  const credentials = { ...demo, userDomainName: "Default", projectDomainName: "Default" };
  return sampleOpenstack({ authUrl: sandbox.authUrl, credentials });
}

function openClient(password?: string) {
  return makeOpenOpenstackClient({ words: catalogWords, clock: { now: () => new Date() } })(ID, registration(password));
}

test("passes every step of the connection test and reads the catalog", async () => {
  const client = openClient();

  const before = await client.readCatalog();
  const steps = await client.testConnection(undefined, undefined, { image: true });
  const catalog = await client.readCatalog();

  expect(steps.filter(({ ok }) => !ok)).toEqual([]);
  expect(steps.map(({ step }) => step)).toContain("image round trip");
  expect(catalog.images).toEqual(before.images);
  expect(Catalog.parse(catalog)).toEqual(catalog);
  expect(catalog.images.map(({ os }) => os)).toContainEqual({ family: "ubuntu", version: "24.04" });
  expect(catalog.volumeTypes.map(({ speed }) => speed).sort()).toEqual(["fast", "standard"]);
});

test("stops at a wrong password", async () => {
  const steps = await openClient("canary-wrong").testConnection();

  expect(steps.at(-1)).toMatchObject({ step: "authentication", ok: false });
  expect(JSON.stringify(steps)).not.toContain("canary");
});

test("sees a machine that boots from a volume, with its addresses, running and stopped", async () => {
  const client = openClient();
  const catalog = await client.readCatalog();
  if (catalog.kind !== "openstack") throw new TypeError("not an OpenStack catalog");
  const { post, get } = await rawCalls();
  const flavor = catalog.offerings.find(({ name }) => name === "m1.medium");

  const { network } = await post("network", "/networks", { network: { name: "n" } });
  const { subnet } = await post("network", "/subnets", {
    subnet: { network_id: network.id, cidr: "10.42.0.0/24", ip_version: 4 },
  });
  const { router } = await post("network", "/routers", {
    router: { name: "r", external_gateway_info: { network_id: catalog.externalNetworks[0]?.id } },
  });
  await post("network", `/routers/${router.id}/add_router_interface`, { subnet_id: subnet.id }, "PUT");
  const { port } = await post("network", "/ports", { port: { network_id: network.id } });
  const { volume } = await post("block storage", "/volumes", {
    volume: { name: "root", size: 25, imageRef: catalog.images[0]?.id },
  });
  await until(async () => (await get("block storage", `/volumes/${volume.id}`)).volume.status === "available");
  const { server } = await post("compute", "/servers", {
    server: {
      name: "web",
      flavorRef: flavor?.id,
      networks: [{ port: port.id }],
      block_device_mapping_v2: [{ uuid: volume.id, source_type: "volume", destination_type: "volume", boot_index: 0 }],
    },
  });
  await until(async () => (await client.observeInstances([server.id]))[0]?.powerState === "running");
  const { floatingip } = await post("network", "/floatingips", {
    floatingip: { floating_network_id: catalog.externalNetworks[0]?.id, port_id: port.id },
  });
  const running = await client.observeInstances([server.id]);
  await post("compute", `/servers/${server.id}/action`, { "os-stop": null });
  await until(async () => (await client.observeInstances([server.id]))[0]?.powerState === "stopped");

  expect(running).toEqual([
    {
      instanceId: server.id,
      name: "web",
      vcpu: 2,
      memoryMib: 4096,
      offering: "m1.medium",
      diskGib: 25,
      privateAddresses: [port.fixed_ips[0].ip_address],
      publicAddress: floatingip.floating_ip_address,
      powerState: "running",
      cloudStatus: "ACTIVE",
    },
  ]);
  expect(await client.observeInstances(["0f0f0f0f-0000-4000-8000-000000000000"])).toEqual([]);
});

/** Calls that only Terraform makes in the product. */
async function rawCalls() {
  const http = makeHttpClient({ secrets: [] });
  const session = await logIn(http, registration());
  const headers = { "x-auth-token": session.token, "content-type": "application/json" };
  async function call(method: string, service: ServiceName, path: string, body?: unknown) {
    const url = `${findEndpoint(session.catalog, service, "RegionOne")}${path}`;
    const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new TypeError(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return text === "" ? {} : JSON.parse(text);
  }
  return {
    get: (service: ServiceName, path: string) => call("GET", service, path),
    post: (service: ServiceName, path: string, body: unknown, method = "POST") => call(method, service, path, body),
  };
}
