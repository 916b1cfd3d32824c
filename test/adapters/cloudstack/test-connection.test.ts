import { expect, test } from "@jest/globals";
import { NEEDED_COMMANDS } from "../../../src/adapters/cloudstack/needed-commands.ts";
import { makeOpenCloudstackClient } from "../../../src/adapters/cloudstack/open-cloudstack-client.ts";
import { catalogWords } from "../../../src/cloud/index.ts";
import { sampleOpenstack } from "../../_helpers/cloud-samples.ts";
import { makePrivateAuthority } from "../../_helpers/private-authority.ts";
import { startReplayedCloudstack } from "../../_helpers/replayed-cloudstack.ts";
import { startScriptedServer } from "../../_helpers/scripted-server.ts";
import { ID, open, REAL, useServers } from "./a-client.ts";

useServers();

test("passes every step against the recorded cloud", async () => {
  const steps = await open(await startReplayedCloudstack(REAL)).testConnection();

  expect(steps.map(({ step, ok }) => [step, ok])).toEqual([
    ["address", true],
    ["tls", true],
    ["version", true],
    ["clock", true],
    ["authentication", true],
    ["zone", true],
    ["permissions", true],
    ["quota", true],
    ["catalog", true],
  ]);
  expect(steps.at(-1)).toMatchObject({
    detail: expect.stringMatching(/^2 service offerings, \d templates \(\d recognized\), 4 disk offerings/),
  });
});

test("verifies a private certificate itself and says that the provider does not (C11)", async () => {
  const { caCertificate, server: tls } = await makePrivateAuthority();

  const trusted = await open(await startReplayedCloudstack(REAL, { tls }), { caCertificate }).testConnection();
  const untrusted = await open(await startReplayedCloudstack(REAL, { tls })).testConnection();

  expect(trusted.every(({ ok }) => ok)).toBe(true);
  expect(trusted[1]).toMatchObject({ step: "tls", remedy: expect.stringContaining("does not check certificates") });
  expect(untrusted.at(-1)).toMatchObject({ step: "tls", ok: false, remedy: expect.stringContaining("caCertificate") });
});

test("stops at the key and says what to do", async () => {
  const credentials = { apiKey: "canary-other", secretKey: "canary-secret" };

  const steps = await open(await startReplayedCloudstack(REAL), { credentials }).testConnection();

  expect(steps.map(({ step, ok }) => [step, ok])).toEqual([
    ["address", true],
    ["tls", true],
    ["version", true],
    ["clock", true],
    ["authentication", false],
  ]);
  expect(steps.at(-1)?.remedy).toMatch(/credentials/);
  expect(JSON.stringify(steps)).not.toContain("canary");
});

test("names the zones there are when the registered one is not among them", async () => {
  const steps = await open(await startReplayedCloudstack(REAL), { zone: "Mars" }).testConnection();

  expect(steps.at(-1)).toEqual({
    step: "zone",
    ok: false,
    detail: "There is no zone Mars; this account sees Sandbox-simulator.",
    remedy: "Register one of: Sandbox-simulator.",
  });
});

test.each([
  ["is a basic zone", { networktype: "Basic" }],
  ["works with security groups", { networktype: "Advanced", securitygroupsenabled: true }],
])("refuses a zone that %s, because it has no isolated networks", async (reason, kind) => {
  const zone = [{ id: ID, name: "Sandbox-simulator", allocationstate: "Enabled", ...kind }];
  const commands = { ...REAL, listZones: () => ({ body: { listzonesresponse: { count: 1, zone } } }) };

  const steps = await open(await startReplayedCloudstack(commands)).testConnection();

  expect(steps.at(-1)).toMatchObject({
    step: "zone",
    ok: false,
    detail: expect.stringContaining(reason),
    remedy: "Register an advanced zone without security groups.",
  });
});

test("names every command that the role may not call but the provider needs", async () => {
  const api = NEEDED_COMMANDS.filter((name) => name !== "enableStaticNat" && name !== "createTags").map((name) => ({
    name,
  }));
  const commands = { ...REAL, listApis: () => ({ body: { listapisresponse: { count: api.length, api } } }) };

  const steps = await open(await startReplayedCloudstack(commands)).testConnection();

  expect(steps.at(-1)).toMatchObject({
    step: "permissions",
    ok: false,
    detail: "The account's role may not call createTags, enableStaticNat.",
  });
});

test("checks the project and tells another program at the address from CloudStack", async () => {
  const commands = { ...REAL, listProjects: () => ({ body: { listprojectsresponse: {} } }) };
  const noProject = await open(await startReplayedCloudstack(commands), { projectId: "p-9" }).testConnection();
  const other = await open(
    await startScriptedServer(() => ({ status: 404, body: { message: "?", code: 1 } })),
  ).testConnection();
  const page = await open(
    await startScriptedServer(() => ({ headers: { "content-type": "text/html" }, body: "<html>" })),
  ).testConnection();

  expect(noProject.at(-1)).toMatchObject({ step: "project", ok: false });
  expect(other.at(-1)).toMatchObject({ step: "version", ok: false, remedy: expect.stringContaining("/client/api") });
  expect(page.at(-1)).toMatchObject({ step: "version", ok: false, detail: expect.stringContaining("a web page came") });
});

test("is not opened for a cloud of the other kind", () => {
  const openClient = makeOpenCloudstackClient({ words: catalogWords, clock: { now: () => new Date() } });

  expect(() => openClient(ID, sampleOpenstack())).toThrow(/not a CloudStack/);
});
