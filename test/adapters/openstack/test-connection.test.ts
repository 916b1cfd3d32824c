import { afterEach, beforeAll, expect, test } from "@jest/globals";
import { makeOpenOpenstackClient } from "../../../src/adapters/openstack/open-openstack-client.ts";
import { catalogWords } from "../../../src/cloud/index.ts";
import type { OpenstackRegistration } from "../../../src/contract/index.ts";
import { sampleOpenstack } from "../../_helpers/cloud-samples.ts";
import { makePrivateAuthority, type PrivateAuthority } from "../../_helpers/private-authority.ts";
import {
  type ScriptedOpenstackOptions,
  standardCatalog,
  startScriptedOpenstack,
} from "../../_helpers/scripted-openstack.ts";
import { type Script, startScriptedServer } from "../../_helpers/scripted-server.ts";

const ID = "11111111-1111-4111-8111-111111111111";
const servers: { close(): Promise<void> }[] = [];
let authority: PrivateAuthority;

beforeAll(async () => {
  authority = await makePrivateAuthority();
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const openClient = makeOpenOpenstackClient({
  words: catalogWords,
  clock: { now: () => new Date() },
  tools: { pause: async () => {}, random: () => 0 },
  timeoutMs: 300,
});

async function stepsOf(options: ScriptedOpenstackOptions = {}, change: Partial<OpenstackRegistration> = {}) {
  const cloud = await startScriptedOpenstack(options);
  servers.push(cloud);
  return openClient(ID, sampleOpenstack({ authUrl: cloud.authUrl, ...change })).testConnection();
}

async function stepsAgainst(script: Script) {
  const server = await startScriptedServer(script);
  servers.push(server);
  return openClient(ID, sampleOpenstack({ authUrl: `${server.url}/v3` })).testConnection();
}

const flavors = [{ id: "f1", name: "small", vcpus: 1, ram: 1024, disk: 0 }];
const WITH_FLAVOR = { "/compute/v2.1/flavors/detail": () => ({ body: { flavors } }) };

test("goes from the address to the catalog", async () => {
  const steps = await stepsOf({ routes: WITH_FLAVOR });

  expect(steps.map(({ step, ok }) => [step, ok])).toEqual([
    ["address", true],
    ["tls", true],
    ["version", true],
    ["authentication", true],
    ["clock", true],
    ["scope", true],
    ["permissions", true],
    ["compute service", true],
    ["network service", true],
    ["image service", true],
    ["block storage service", true],
    ["quota", true],
    ["external network", true],
    ["object storage", true],
    ["catalog", true],
  ]);
  expect(steps.at(-1)).toMatchObject({
    detail: "1 flavors, 0 images (0 recognized), 0 volume types, 0 external networks",
    remedy: expect.stringContaining("mapping.images"),
  });
});

test("tells a wrong password from a wrong project", async () => {
  const credentials = sampleOpenstack().credentials;
  const wrongPassword = await stepsOf(
    {},
    { credentials: { ...credentials, password: "canary-x" } as typeof credentials },
  );
  const wrongProject = await stepsOf(
    {},
    { credentials: { ...credentials, projectName: "nope" } as typeof credentials },
  );

  expect(wrongPassword.at(-1)).toMatchObject({
    step: "authentication",
    ok: false,
    detail: expect.stringContaining("does not accept the password of demo"),
  });
  expect(wrongProject.slice(-2)).toMatchObject([
    { step: "authentication", ok: true },
    { step: "scope", ok: false, remedy: expect.stringContaining("projectName") },
  ]);
  expect(JSON.stringify([wrongPassword, wrongProject])).not.toContain("canary");
});

test("names the regions there are when the registered one is not among them", async () => {
  const steps = await stepsOf({}, { region: "Atlantis" });

  expect(steps.find(({ step }) => step === "compute service")).toEqual({
    step: "compute service",
    ok: false,
    detail: "The compute service is not in region Atlantis; it is in RegionOne.",
    remedy: "Register the cloud with one of these regions: RegionOne.",
  });
});

test("says which service is missing or has internal addresses only", async () => {
  const catalog = (url: string) =>
    standardCatalog(url)
      .filter(({ type }) => type !== "image")
      .map((entry) => (entry.type === "network" ? { ...entry, endpoints: entry.endpoints.slice(0, 1) } : entry));

  const steps = await stepsOf({ catalog });

  expect(steps.filter(({ ok }) => !ok)).toMatchObject([
    { step: "network service", detail: expect.stringContaining("no public address") },
    { step: "image service", detail: expect.stringContaining("has no image service") },
  ]);
});

test("finds services that the user may not use, and one that is down", async () => {
  const steps = await stepsOf({
    routes: {
      "/network/v2.0/networks": () => ({ status: 403, body: { NeutronError: { message: "policy" } } }),
      "/image/v2/images": () => ({ status: 502, headers: { "content-type": "text/html" }, body: "<html>" }),
    },
  });

  expect(steps.filter(({ ok }) => !ok)).toMatchObject([
    { step: "network service", detail: expect.stringContaining("roles do not allow") },
    { step: "image service", detail: expect.stringContaining("a web page came instead of JSON") },
  ]);
});

test("refuses a cloud without a single flavor", async () => {
  expect((await stepsOf()).at(-1)).toMatchObject({
    step: "catalog",
    ok: false,
    detail: expect.stringContaining("flavor"),
  });
});

test("works with a private authority when its bundle is given, and names the remedy when not", async () => {
  const options = { routes: WITH_FLAVOR, tls: authority.server };

  const trusted = await stepsOf(options, { caCertificate: authority.caCertificate });
  const untrusted = await stepsOf(options);
  const garbage = await stepsOf(options, {
    caCertificate: "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----",
  });

  expect(trusted.every(({ ok }) => ok)).toBe(true);
  expect(untrusted.at(-1)).toMatchObject({ step: "tls", ok: false, remedy: expect.stringContaining("caCertificate") });
  expect(garbage.at(-1)).toMatchObject({ step: "tls", ok: false });
});

test("stops at something that is no Keystone", async () => {
  const other = await stepsAgainst(() => ({ body: { hello: "world" } }));
  const page = await stepsAgainst(() => ({ headers: { "content-type": "text/html" }, body: "<html>Horizon</html>" }));
  const silent = await stepsAgainst(() => null);

  expect(other.at(-1)).toMatchObject({
    step: "version",
    ok: false,
    detail: expect.stringContaining("unexpected form"),
  });
  expect(page.at(-1)).toMatchObject({ step: "version", ok: false, detail: expect.stringContaining("a web page came") });
  expect(silent.at(-1)).toMatchObject({
    step: "version",
    ok: false,
    detail: expect.stringContaining("no answer came in time"),
  });
});

test("refuses a Keystone that speaks only version 2", async () => {
  const steps = await stepsAgainst(() => ({ body: { versions: { values: [{ id: "v2.0", status: "deprecated" }] } } }));

  expect(steps.at(-1)).toMatchObject({ step: "version", ok: false, detail: expect.stringContaining("version 3") });
});
