import { afterAll, beforeAll, expect, test } from "@jest/globals";
import * as z from "zod";
import {
  type CloudstackSandbox,
  startCloudstackSandbox,
} from "../../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { startAsyncJob, waitForAsyncJob } from "../../../src/adapters/cloudstack/async-job.ts";
import { makeCloudstackApi } from "../../../src/adapters/cloudstack/cloudstack-api.ts";
import { makeOpenCloudstackClient } from "../../../src/adapters/cloudstack/open-cloudstack-client.ts";
import { makeHttpClient } from "../../../src/adapters/http/http-client.ts";
import { pause } from "../../../src/adapters/http/pause.ts";
import { catalogWords } from "../../../src/cloud/index.ts";
import { Catalog } from "../../../src/contract/index.ts";
import { sampleCloudstack } from "../../_helpers/cloud-samples.ts";

const ID = "11111111-1111-4111-8111-111111111111";
const clock = { now: () => new Date() };
const tools = { pause: (ms: number) => pause(Math.min(ms, 20), undefined), random: Math.random };
let sandbox: CloudstackSandbox;

beforeAll(async () => {
  sandbox = await startCloudstackSandbox({ port: 0, latency: "instant" });
});

afterAll(async () => {
  await sandbox.close();
});

function registration(who: "admin" | "demo") {
  const credentials = { apiKey: `sandbox-${who}-api-key`, secretKey: `sandbox-${who}-secret-key` };
  return sampleCloudstack({ apiUrl: sandbox.apiUrl, zone: "sandbox-zone", credentials });
}

test.each(["admin", "demo"] as const)("passes every step of the connection test as %s", async (who) => {
  const client = makeOpenCloudstackClient({ words: catalogWords, clock })(ID, registration(who));

  const steps = await client.testConnection();
  const catalog = await client.readCatalog();

  expect(steps.filter(({ ok }) => !ok)).toEqual([]);
  expect(Catalog.parse(catalog)).toEqual(catalog);
  expect(catalog.images.map(({ os }) => os)).toContainEqual({ family: "ubuntu", version: "24.04" });
  expect(new Set(catalog.volumeTypes.map(({ speed }) => speed))).toEqual(new Set(["standard", "fast", null]));
});

test("sees a machine from its deploy to its end, with its disks and public address", async () => {
  const owner = registration("demo");
  const client = makeOpenCloudstackClient({ words: catalogWords, clock })(ID, owner);
  const api = makeCloudstackApi(makeHttpClient({ secrets: [] }), owner, clock);
  const catalog = await client.readCatalog();
  if (catalog.kind !== "cloudstack") throw new TypeError("not a CloudStack catalog");
  const zoneid = catalog.zone.id;
  const idOf = (things: readonly { id: string; name: string }[], name: string) =>
    things.find((thing) => thing.name === name)?.id ?? "";
  const run = async (command: string, parameters: Record<string, string>) => {
    const job = await startAsyncJob(api, command, parameters);
    await waitForAsyncJob(job.jobId, { api, clock, tools });
    return job.objectId ?? "";
  };

  const { network } = await api.call(
    "createNetwork",
    { zoneid, name: "n", displaytext: "n", networkofferingid: catalog.networkOfferings[0]?.id ?? "" },
    z.object({ network: z.object({ id: z.string() }) }),
  );
  const machine = await run("deployVirtualMachine", {
    zoneid,
    name: "web",
    networkids: network.id,
    serviceofferingid: idOf(catalog.offerings, "Sandbox Medium"),
    templateid: idOf(catalog.images, "Ubuntu 24.04"),
    rootdisksize: "20",
    userdata: Buffer.from("#cloud-config\n").toString("base64"),
  });
  const disk = await run("createVolume", {
    zoneid,
    name: "data",
    size: "7",
    diskofferingid: idOf(catalog.volumeTypes, "Custom fast"),
  });
  await run("attachVolume", { id: disk, virtualmachineid: machine });
  const address = await run("associateIpAddress", { zoneid, networkid: network.id });
  await api.call(
    "enableStaticNat",
    { ipaddressid: address, virtualmachineid: machine, networkid: network.id },
    z.looseObject({}),
  );
  const running = await client.observeInstances([machine]);
  await run("stopVirtualMachine", { id: machine });
  const stopped = await client.observeInstances([machine, "0f0f0f0f-0000-4000-8000-000000000000"]);
  await run("destroyVirtualMachine", { id: machine });
  const [destroyed] = await client.observeInstances([machine]);

  expect(running).toEqual([
    {
      instanceId: machine,
      name: "web",
      vcpu: 2,
      memoryMib: 4096,
      offering: "Sandbox Medium",
      diskGib: 27,
      privateAddresses: [expect.stringMatching(/^10\./)],
      publicAddress: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/),
      powerState: "running",
      cloudStatus: "Running",
    },
  ]);
  expect(stopped).toMatchObject([{ instanceId: machine, powerState: "stopped" }]);
  expect(destroyed?.powerState ?? "absent").toBe("absent");
});

test("is refused a command that the role may not call", async () => {
  const api = makeCloudstackApi(makeHttpClient({ secrets: [] }), registration("demo"), clock);

  await expect(api.call("createDomain", { name: "x" }, z.looseObject({}))).rejects.toMatchObject({
    code: "cloud-refused",
    facts: { status: 432 },
  });
});
