import { makeOpenCloudstackClient } from "../../src/adapters/cloudstack/open-cloudstack-client.ts";
import { makeOpenOpenstackClient } from "../../src/adapters/openstack/open-openstack-client.ts";
import { openS3 } from "../../src/adapters/s3/open-s3.ts";
import {
  type CloudStore,
  catalogWords,
  engineEnvironment,
  makeAskDoubtfulClouds,
  makeChangeCloud,
  makeCloudClients,
  makeOpenCloudClient,
  makeRefreshCatalog,
  makeRefreshDueCatalogs,
  makeRegisterCloud,
  makeRememberCapacity,
  makeTestCloud,
  ownerOfRegistration,
} from "../../src/cloud/index.ts";
import type { Cloud } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import type { CloudServices } from "../services.ts";

const DOUBTFUL_CLOUD_PATIENCE_MS = 3_000;
const CATALOG_PATIENCE_MS = 120_000;

interface CloudParts {
  /** Every cloud of the site, with what opens them. */
  readonly store: CloudStore;
  /** The clouds that the acting account may see; changes its own ones only, and opens none. */
  readonly tenantStore: CloudStore;
  /** Whether an account may use nothing at the moment. */
  readonly isSuspended: (accountId: string) => Promise<boolean>;
  readonly clock: Clock;
  readonly newId: () => string;
  /** What a cloud that fetches images by itself can be offered in a connection test. */
  readonly offerTo?: Parameters<typeof makeTestCloud>[0]["offerTo"];
}

/** The clouds' use cases over the clients of both kinds. */
export function composeClouds({ store, tenantStore, isSuspended, clock, newId, offerTo }: CloudParts) {
  const words = catalogWords;
  const openClient = makeOpenCloudClient({
    openstack: makeOpenOpenstackClient({ words, clock }),
    cloudstack: makeOpenCloudstackClient({ words, clock, openS3 }),
  });
  const clients = makeCloudClients({ store, openClient });
  const useCasesOn = (changed: CloudStore) => ({
    register: makeRegisterCloud({ store: changed, openClient, clock, newId }),
    change: makeChangeCloud({ store: changed, openClient }),
    test: makeTestCloud({ store: changed, clients, ...(offerTo && { offerTo }) }),
    refresh: makeRefreshCatalog({ store: changed, clients }),
  });
  const site = useCasesOn(store);
  const timeLimit = () => AbortSignal.timeout(DOUBTFUL_CLOUD_PATIENCE_MS);
  const patience = () => AbortSignal.timeout(CATALOG_PATIENCE_MS);
  const askDoubtful = makeAskDoubtfulClouds({ store, refresh: site.refresh, clock, timeLimit });
  const capacityOf = makeRememberCapacity({ clients, clock, timeLimit });
  return {
    clients,
    ...site,
    refreshDue: makeRefreshDueCatalogs({ store, refresh: site.refresh, clock, timeLimit: patience }),
    list: () => store.list(),
    /** The same for clouds of the acting account: PostgreSQL itself refuses to touch any other one. */
    own: useCasesOn({ ...tenantStore, connection: store.connection }),
    /** Provider credentials for one run, as long as its owner may use that cloud. */
    async environment(cloudId: string, ownerId: string): Promise<Readonly<Record<string, string>>> {
      const connection = await store.connection(cloudId);
      if (connection === null) throw notRegistered(cloudId);
      refuseForeign(connection.cloud, ownerId);
      if (await isSuspended(ownerId)) {
        throw new AppError("not-allowed", "The account that this run belongs to is suspended; nothing runs for it.");
      }
      return engineEnvironment(connection);
    },
    /** Everything that a requirement of this account can be planned on. */
    async offers(accountId: string) {
      await askDoubtful(accountId);
      const clouds = await store.listFor(accountId);
      return Promise.all(
        clouds.map(async (cloud) => {
          const [catalog, connection, capacity] = await Promise.all([
            ...([store.catalog(cloud.id), store.connection(cloud.id)] as const),
            capacityOf(cloud),
          ]);
          const registration = connection?.registration;
          const projectId = registration?.kind === "cloudstack" ? (registration.projectId ?? null) : null;
          return { cloud, catalog, projectId, ...(capacity && { capacity }) };
        }),
      );
    },
  };
}

interface CloudServiceParts {
  readonly clouds: ReturnType<typeof composeClouds>;
  readonly store: CloudStore;
  readonly tenantStore: CloudStore;
}

/** Clouds for the routes, whose access hook has asked already whether a shared or an own cloud may be changed. */
export function cloudServices({ clouds, store, tenantStore }: CloudServiceParts): CloudServices {
  async function find(id: string): Promise<Cloud> {
    const cloud = await tenantStore.find(id);
    if (cloud === null) throw notRegistered(id);
    return cloud;
  }

  async function on(id: string) {
    return (await find(id)).ownerId === null ? clouds : clouds.own;
  }

  return {
    list: ({ accountId }) => tenantStore.listFor(accountId),
    find: (_principal, id) => find(id),
    register(principal, input, force) {
      const { ownerId, registration } = ownerOfRegistration(principal, input);
      const { register } = ownerId === null ? clouds : clouds.own;
      return register(registration, { force, ownerId });
    },
    change: async (_principal, id, change, force) => (await on(id)).change(id, change, { force }),
    async remove({ accountId }, id) {
      await find(id);
      // Whether anybody still uses it is not for the acting account to see.
      await store.remove(id, accountId);
    },
    test: async (_principal, id, wish, onStep) => (await on(id)).test(id, onStep, wish),
    async catalog(_principal, id) {
      const cloud = await find(id);
      const catalog = await tenantStore.catalog(id);
      if (catalog !== null) return catalog;
      throw new AppError("not-found", `The catalog of ${cloud.name} was never read; refresh it.`, { cloudId: id });
    },
    refreshCatalog: async (_principal, id) => (await on(id)).refresh(id),
  };
}

/** A run may wait for days; whose its cloud is was asked when it was planned. */
function refuseForeign({ name, ownerId }: Cloud, runOwner: string): void {
  if (ownerId === null || ownerId === runOwner) return;
  throw new AppError("not-allowed", `The cloud ${name} belongs to another account; this run may no longer use it.`);
}

function notRegistered(cloudId: string): AppError {
  return new AppError("not-found", `There is no cloud ${cloudId}.`, { cloudId });
}
