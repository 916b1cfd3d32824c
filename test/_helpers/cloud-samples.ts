import type { CloudClient, CloudConnection, CloudStore } from "../../src/cloud/index.ts";
import {
  type Catalog,
  type Cloud,
  type CloudRegistration,
  CloudRegistration as CloudRegistrationSchema,
  type CloudstackRegistration,
  type ConnectionStep,
  type OpenstackRegistration,
} from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";

export const NOW = "2026-11-21T12:00:00.000Z";
export const fixedClock = { now: () => new Date(NOW) };

export function sampleOpenstack(change: Partial<OpenstackRegistration> = {}): OpenstackRegistration {
  const registration = CloudRegistrationSchema.parse({
    kind: "openstack",
    name: "north",
    authUrl: "http://127.0.0.1:5000/v3",
    credentials: { type: "password", username: "demo", password: "canary-password", projectName: "demo" },
    ...change,
  });
  return registration as OpenstackRegistration;
}

export function sampleCloudstack(change: Partial<CloudstackRegistration> = {}): CloudstackRegistration {
  const registration = CloudRegistrationSchema.parse({
    kind: "cloudstack",
    name: "south",
    apiUrl: "http://127.0.0.1:8080/client/api",
    zone: "zone-1",
    credentials: { apiKey: "canary-api-key", secretKey: "canary-secret-key" },
    ...change,
  });
  return registration as CloudstackRegistration;
}

export function sampleCatalog(cloudId: string, kind: "openstack" | "cloudstack" = "openstack"): Catalog {
  const common = {
    cloudId,
    fetchedAt: NOW,
    version: "1",
    offerings: [{ id: "f1", name: "small", vcpu: 1, memoryMib: 1024, rootDiskGib: null, custom: null }],
    images: [
      {
        id: "i1",
        name: "Ubuntu 24.04",
        os: { family: "ubuntu" as const, version: "24.04" },
        minDiskGib: 3,
        minMemoryMib: 0,
        createdAt: null,
      },
    ],
    volumeTypes: [{ id: "v1", name: "ssd", speed: "fast" as const, customSize: true, sizeGib: null }],
  };
  if (kind === "openstack") {
    return {
      kind,
      ...common,
      externalNetworks: [{ id: "n1", name: "public" }],
      availabilityZones: ["nova"],
      defaultVolumeType: null,
    };
  }
  return {
    kind,
    ...common,
    zone: { id: "zone-id", name: "zone-1" },
    networkOfferings: [],
    mayExpunge: true,
    maxRootDiskGib: null,
  };
}

const GOOD_STEPS: readonly ConnectionStep[] = [
  { step: "address", ok: true, detail: "open", remedy: null },
  { step: "catalog", ok: true, detail: "1 flavor", remedy: null },
];

/** A client that answers what it is told to. */
export function scriptedClient(change: Partial<CloudClient> = {}): CloudClient {
  return {
    testConnection: async () => GOOD_STEPS,
    readCatalog: async () => sampleCatalog("11111111-1111-4111-8111-111111111111"),
    readCapacity: async () => [],
    observeInstances: async () => [],
    listMarked: async () => [],
    removeObject: async () => undefined,
    finishObject: async () => undefined,
    ...change,
  };
}

/** Registered clouds in memory, as a CloudStore must behave. */
export function memoryCloudStore(): CloudStore & { readonly rows: Map<string, CloudConnection> } {
  const rows = new Map<string, CloudConnection>();
  const catalogs = new Map<string, Catalog>();
  const shown = (row: CloudConnection): Cloud => ({
    ...row.cloud,
    catalogAt: catalogs.get(row.cloud.id)?.fetchedAt ?? null,
  });
  return {
    rows,
    list: async () => [...rows.values()].map(shown),
    listFor: async (accountId) => {
      const own = (owner: string | null) => [...rows.values()].map(shown).filter(({ ownerId }) => ownerId === owner);
      return [...own(accountId), ...own(null)];
    },
    find: async (id) => {
      const row = rows.get(id);
      return row === undefined ? null : shown(row);
    },
    findByName: async (name, ownerId) =>
      [...rows.values()].map(shown).find((cloud) => cloud.name === name && cloud.ownerId === ownerId) ?? null,
    connection: async (id) => rows.get(id) ?? null,
    create: async (cloud, registration) => {
      const taken = (row: CloudConnection) => row.cloud.name === cloud.name && row.cloud.ownerId === cloud.ownerId;
      if ([...rows.values()].some(taken)) throw new AppError("name-taken", "taken");
      rows.set(cloud.id, { cloud, registration });
    },
    update: async (cloud, registration?: CloudRegistration) => {
      const row = rows.get(cloud.id);
      if (row !== undefined) rows.set(cloud.id, { cloud, registration: registration ?? row.registration });
    },
    remove: async (id) => {
      rows.delete(id);
    },
    catalog: async (id) => catalogs.get(id) ?? null,
    uses: async () => [],
    planned: async () => [],
    saveCatalog: async (catalog) => {
      catalogs.set(catalog.cloudId, catalog);
    },
  };
}
