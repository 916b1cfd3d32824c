import { createHash, randomBytes, randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { SANDBOX_CREDENTIALS } from "../../../sandbox/cloudstack/seed/credentials.ts";
import {
  type CloudstackSandbox,
  startCloudstackSandbox,
} from "../../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { makeOpenCloudstackClient } from "../../../src/adapters/cloudstack/open-cloudstack-client.ts";
import { pause } from "../../../src/adapters/http/pause.ts";
import { catalogWords, type OfferedFile } from "../../../src/cloud/index.ts";
import { sampleCloudstack } from "../../_helpers/cloud-samples.ts";
import { ID } from "./a-client.ts";

const clouds: CloudstackSandbox[] = [];
const bytes = randomBytes(512);
let server: Server;
let fetched = 0;
let closed = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.method === "GET") fetched += 1;
    response.writeHead(200, { "content-length": bytes.length }).end(request.method === "GET" ? bytes : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  await Promise.all(clouds.splice(0).map((cloud) => cloud.close()));
  [fetched, closed] = [0, 0];
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function offer(change: { readonly port?: number; readonly sha256?: string } = {}): () => Promise<OfferedFile> {
  const address = server.address();
  const { port = typeof address === "object" && address !== null ? address.port : 0 } = change;
  const sha256 = change.sha256 ?? createHash("sha256").update(bytes).digest("hex");
  const content = { format: "raw", sizeBytes: 512, virtualBytes: 512, sha256, sha512: "" } as const;
  return async () => ({
    ...{ mark: randomUUID(), content, url: `http://127.0.0.1:${port}/secret/image.img` },
    wasFetched: () => fetched > 0,
    async close() {
      closed += 1;
    },
  });
}

async function asked(offered: (() => Promise<OfferedFile>) | null, allowLoopbackImages = true) {
  const cloud = await startCloudstackSandbox({ port: 0, latency: "instant", allowLoopbackImages });
  clouds.push(cloud);
  const openClient = makeOpenCloudstackClient({
    ...{ words: catalogWords, clock: { now: () => new Date() } },
    tools: { pause: (ms, signal) => pause(Math.min(ms, 20), signal), random: () => 0 },
  });
  const place = { apiUrl: cloud.apiUrl, zone: "sandbox-zone", credentials: SANDBOX_CREDENTIALS.admin };
  const client = openClient(ID, sampleCloudstack(place));
  const before = (await client.readCatalog()).images;
  const steps = await client.testConnection(undefined, undefined, { image: true, offer: offered });
  expect((await client.readCatalog()).images).toEqual(before);
  expect(closed).toBe(offered === null ? 0 : 1);
  expect(steps.at(-1)).toMatchObject({ step: "catalog", ok: true });
  return steps.find(({ step }) => step === "image address");
}

test("has the cloud's storage fetch a file, and leaves no template behind", async () => {
  expect(await asked(offer())).toMatchObject({
    ok: true,
    detail: expect.stringMatching(/^its storage fetched 512 bytes from 127\.0\.0\.1:\d+, and their digest fits$/),
    remedy: null,
  });
  expect(fetched).toBe(1);
});

test("says that it is not known where no address is set", async () => {
  expect(await asked(null)).toMatchObject({
    ok: true,
    detail: expect.stringContaining("not known"),
    remedy: expect.stringContaining("TWINSTACK_IMAGE_URL"),
  });
});

test("says that nothing arrived, and what the storage says of it", async () => {
  expect(await asked(offer({ port: 9 }))).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/^Nothing was fetched from 127\.0\.0\.1:9; CloudStack says: Failed to download/),
    remedy: expect.stringContaining("secstorage.allowed.internal.sites"),
  });
});

test("says that something arrived that is not taken", async () => {
  expect(await asked(offer({ sha256: "0".repeat(64) }))).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/^A file was fetched .*does not match/),
  });
});

test("says that the management server refuses the address itself", async () => {
  expect(await asked(offer(), false)).toMatchObject({
    ok: false,
    detail: expect.stringContaining("Illegal host specified in URL"),
    remedy: expect.stringContaining("not loopback"),
  });
});
