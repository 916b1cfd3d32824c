import { expect, test } from "@jest/globals";
import { makeRegisterCloud } from "../../src/cloud/index.ts";
import type { ConnectionStep } from "../../src/contract/index.ts";
import {
  fixedClock,
  memoryCloudStore,
  NOW,
  sampleCatalog,
  sampleCloudstack,
  sampleOpenstack,
  scriptedClient,
} from "../_helpers/cloud-samples.ts";

const ID = "11111111-1111-4111-8111-111111111111";
const WRONG_PASSWORD: readonly ConnectionStep[] = [
  { step: "address", ok: true, detail: "open", remedy: null },
  { step: "authentication", ok: false, detail: "the password is refused", remedy: "Check the password." },
];

function register(client = scriptedClient(), store = memoryCloudStore()) {
  const ports = { store, openClient: () => client, clock: fixedClock, newId: () => ID };
  return { store, registerCloud: makeRegisterCloud(ports) };
}

test("stores a tested cloud with its catalog and shows no credentials", async () => {
  const { store, registerCloud } = register();

  const cloud = await registerCloud(sampleOpenstack());

  expect(cloud).toEqual({
    id: ID,
    kind: "openstack",
    name: "north",
    ownerId: null,
    description: "",
    endpoint: "http://127.0.0.1:5000/v3",
    location: "RegionOne",
    sandbox: false,
    labels: {},
    failureDomain: null,
    statusSince: "2026-11-21T12:00:00.000Z",
    mapping: { images: {}, volumeTypes: {} },
    status: "ready",
    statusDetail: "1 flavor",
    catalogAt: NOW,
    createdAt: NOW,
  });
  expect(await store.catalog(ID)).toEqual(sampleCatalog(ID));
  expect(JSON.stringify(cloud)).not.toContain("canary");
});

test("shows a CloudStack zone by its name when it was given by its id", async () => {
  const { registerCloud } = register(scriptedClient({ readCatalog: async () => sampleCatalog(ID, "cloudstack") }));

  const cloud = await registerCloud(sampleCloudstack({ zone: "zone-id" }));

  expect(cloud.location).toBe("zone-1");
});

test("refuses wrong credentials with the failed step and its remedy, and stores nothing", async () => {
  const { store, registerCloud } = register(scriptedClient({ testConnection: async () => WRONG_PASSWORD }));

  const refusal = registerCloud(sampleOpenstack());

  await expect(refusal).rejects.toMatchObject({
    code: "cloud-credentials",
    facts: { step: "authentication", remedy: "Check the password.", steps: WRONG_PASSWORD },
  });
  await expect(refusal).rejects.toThrow(/"authentication" .* the password is refused\. Check the password\./);
  expect(store.rows.size).toBe(0);
});

test("keeps a cloud that does not answer yet when told to", async () => {
  const { store, registerCloud } = register(scriptedClient({ testConnection: async () => WRONG_PASSWORD }));

  const cloud = await registerCloud(sampleOpenstack(), { force: true });

  expect(cloud).toMatchObject({
    status: "credentials-refused",
    statusDetail: "authentication: the password is refused",
    catalogAt: null,
  });
  expect(store.rows.size).toBe(1);
});

test("calls a cloud unreachable whose address does not answer", async () => {
  const steps = [{ step: "address", ok: false, detail: "refused", remedy: null }];
  const { registerCloud } = register(scriptedClient({ testConnection: async () => steps }));

  await expect(registerCloud(sampleOpenstack())).rejects.toMatchObject({ code: "cloud-unreachable" });
});

test("refuses a name that is taken before it asks the cloud anything", async () => {
  const { store, registerCloud } = register();
  await registerCloud(sampleOpenstack());
  const silent = scriptedClient({ testConnection: () => Promise.reject(new TypeError("asked")) });

  const second = register(silent, store).registerCloud(sampleOpenstack());

  await expect(second).rejects.toMatchObject({ code: "name-taken", facts: { name: "north" } });
});

test("names every wrong field at once by its pointer and quotes no value", async () => {
  const { registerCloud } = register();
  const input = { ...sampleOpenstack(), name: "Not A Name", authUrl: "ftp://x", surprise: "canary-surprise" };

  const error = await registerCloud(input).catch((reason: unknown) => reason);

  expect(error).toMatchObject({ code: "validation-failed" });
  const { issues } = (error as { facts: { issues: { pointer: string }[] } }).facts;
  expect(issues.map(({ pointer }) => pointer).sort()).toEqual(["/authUrl", "/name", "/surprise"]);
  expect(JSON.stringify(issues)).not.toContain("canary");
});

test("refuses a password in the address and a CA bundle that is none", async () => {
  const { registerCloud } = register();
  const input = { ...sampleOpenstack(), authUrl: "https://u:p@cloud.example/v3", caCertificate: "/etc/ca.pem" };

  await expect(registerCloud(input)).rejects.toMatchObject({
    facts: {
      issues: [
        { pointer: "/authUrl", code: "credentials-in-address" },
        { pointer: "/caCertificate", code: "not-pem" },
      ],
    },
  });
});

test("refuses a mapping to things the cloud does not have", async () => {
  const { store, registerCloud } = register();
  const mapping = {
    images: { "ubuntu-24.04": "i1", "debian-12": "gone" },
    volumeTypes: { fast: "ssd", standard: "gone" },
    externalNetworkId: "gone",
  };

  await expect(registerCloud(sampleOpenstack({ mapping }))).rejects.toMatchObject({
    code: "validation-failed",
    facts: {
      issues: [
        { pointer: "/mapping/images/debian-12" },
        { pointer: "/mapping/volumeTypes/standard" },
        { pointer: "/mapping/externalNetworkId" },
      ],
    },
  });
  expect(store.rows.size).toBe(0);
});
