import { beforeEach, expect, test } from "@jest/globals";
import { type CloudClient, makeChangeCloud, makeRegisterCloud } from "../../src/cloud/index.ts";
import type { CloudRegistration } from "../../src/contract/index.ts";
import { fixedClock, memoryCloudStore, sampleOpenstack, scriptedClient } from "../_helpers/cloud-samples.ts";

const ID = "11111111-1111-4111-8111-111111111111";
let store = memoryCloudStore();
let opened: CloudRegistration[] = [];

beforeEach(async () => {
  store = memoryCloudStore();
  opened = [];
  const openClient = () => scriptedClient();
  await makeRegisterCloud({ store, openClient, clock: fixedClock, newId: () => ID })(sampleOpenstack());
});

function changeCloud(client: CloudClient = scriptedClient()) {
  return makeChangeCloud({
    store,
    openClient: (_, registration) => {
      opened.push(registration);
      return client;
    },
  });
}

test("changes words and mapping without asking the cloud", async () => {
  const change = { description: "first floor", mapping: { images: { "ubuntu-24.04": "i1" }, volumeTypes: {} } };

  const cloud = await changeCloud()(ID, change);

  expect(cloud).toMatchObject({ description: "first floor", mapping: change.mapping, status: "ready" });
  expect(opened).toEqual([]);
  expect(store.rows.get(ID)?.registration).toMatchObject(change);
});

test("refuses a mapping to an id that the stored catalog does not have", async () => {
  const change = { mapping: { images: { "ubuntu-24.04": "gone" }, volumeTypes: {} } };

  await expect(changeCloud()(ID, change)).rejects.toMatchObject({
    code: "validation-failed",
    facts: { issues: [{ pointer: "/mapping/images/ubuntu-24.04", code: "mapped-thing-missing" }] },
  });
});

test("tests new credentials and keeps the old ones when they are refused", async () => {
  const steps = [{ step: "authentication", ok: false, detail: "refused", remedy: "Check them." }];
  const credentials = { type: "application-credential" as const, id: "a", secret: "canary-new" };
  const client = scriptedClient({ testConnection: async () => steps });

  const refusal = changeCloud(client)(ID, { credentials });

  await expect(refusal).rejects.toMatchObject({ code: "cloud-credentials" });
  expect(opened[0]).toMatchObject({ credentials });
  expect(store.rows.get(ID)?.registration.credentials).toMatchObject({ type: "password" });
});

test("takes new credentials that work", async () => {
  const credentials = { type: "application-credential" as const, id: "a", secret: "s" };

  const cloud = await changeCloud()(ID, { credentials });

  expect(cloud.status).toBe("ready");
  expect(store.rows.get(ID)?.registration.credentials).toEqual(credentials);
});

test("refuses fields and credentials of the other kind of cloud", async () => {
  const change = { zone: "z", credentials: { apiKey: "k", secretKey: "s" } };

  await expect(changeCloud()(ID, change)).rejects.toMatchObject({ code: "validation-failed" });
});

test("forgets a CA certificate that is set to null", async () => {
  const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
  await changeCloud()(ID, { caCertificate: pem });

  await changeCloud()(ID, { caCertificate: null });

  expect(opened.map((registration) => registration.caCertificate)).toEqual([pem, undefined]);
});

test("refuses the name of another cloud and a cloud that is not there", async () => {
  const second = "22222222-2222-4222-8222-222222222222";
  const ports = { store, openClient: () => scriptedClient(), clock: fixedClock, newId: () => second };
  await makeRegisterCloud(ports)(sampleOpenstack({ name: "other" }));

  await expect(changeCloud()(ID, { name: "other" })).rejects.toMatchObject({ code: "name-taken" });
  await expect(changeCloud()("33333333-3333-4333-8333-333333333333", {})).rejects.toMatchObject({ code: "not-found" });
});
