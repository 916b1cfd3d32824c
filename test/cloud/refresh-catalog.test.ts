import { beforeEach, expect, test } from "@jest/globals";
import { type CloudClient, makeRefreshCatalog, makeRegisterCloud, makeTestCloud } from "../../src/cloud/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import {
  fixedClock,
  memoryCloudStore,
  sampleCatalog,
  sampleOpenstack,
  scriptedClient,
} from "../_helpers/cloud-samples.ts";

const ID = "11111111-1111-4111-8111-111111111111";
let store = memoryCloudStore();

beforeEach(async () => {
  store = memoryCloudStore();
  const ports = { store, openClient: () => scriptedClient(), clock: fixedClock, newId: () => ID };
  const mapping = { images: { "ubuntu-24.04": "i1" }, volumeTypes: {} };
  await makeRegisterCloud(ports)(sampleOpenstack({ mapping }));
});

function ports(client: Partial<CloudClient>) {
  return { store, clients: async () => scriptedClient(client) };
}

test("stores the new catalog and calls the cloud ready", async () => {
  const newer = { ...sampleCatalog(ID), fetchedAt: "2026-11-22T00:00:00.000Z" };

  const catalog = await makeRefreshCatalog(ports({ readCatalog: async () => newer }))(ID);

  expect(catalog).toEqual(newer);
  expect(await store.catalog(ID)).toEqual(newer);
  expect(await store.find(ID)).toMatchObject({ status: "ready", statusDetail: "", catalogAt: newer.fetchedAt });
});

test("says when a mapped image has disappeared", async () => {
  const poorer = { ...sampleCatalog(ID), images: [] };

  await makeRefreshCatalog(ports({ readCatalog: async () => poorer }))(ID);

  expect((await store.find(ID))?.statusDetail).toContain("images/ubuntu-24.04");
});

test.each([
  ["cloud-unreachable", "unreachable"],
  ["cloud-refused", "unreachable"],
  ["cloud-credentials", "credentials-refused"],
] as const)("keeps the old catalog on %s and calls the cloud %s", async (code, status) => {
  const failing = { readCatalog: () => Promise.reject(new AppError(code, "no")) };

  await expect(makeRefreshCatalog(ports(failing))(ID)).rejects.toMatchObject({ code });

  expect(await store.catalog(ID)).toEqual(sampleCatalog(ID));
  expect(await store.find(ID)).toMatchObject({ status, statusDetail: "no" });
});

test("notes the outcome of a connection test on the cloud", async () => {
  const steps = [{ step: "tls", ok: false, detail: "expired", remedy: "Renew it." }];

  const answer = await makeTestCloud(ports({ testConnection: async () => steps }))(ID);

  expect(answer).toEqual(steps);
  expect(await store.find(ID)).toMatchObject({ status: "unreachable", statusDetail: "tls: expired" });
});
