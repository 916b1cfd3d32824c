import { makeOpenCloudstackClient } from "../../src/adapters/cloudstack/open-cloudstack-client.ts";
import { makeOpenOpenstackClient } from "../../src/adapters/openstack/open-openstack-client.ts";
import {
  type CloudStore,
  catalogWords,
  engineEnvironment,
  makeAskDoubtfulClouds,
  makeChangeCloud,
  makeCloudClients,
  makeOpenCloudClient,
  makeRefreshCatalog,
  makeRegisterCloud,
  makeTestCloud,
} from "../../src/cloud/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import type { CloudServices } from "../services.ts";

const DOUBTFUL_CLOUD_PATIENCE_MS = 3_000;

interface CloudParts {
  readonly store: CloudStore;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** The clouds' use cases over the clients of both kinds. */
export function composeClouds({ store, clock, newId }: CloudParts) {
  const words = catalogWords;
  const openClient = makeOpenCloudClient({
    openstack: makeOpenOpenstackClient({ words, clock }),
    cloudstack: makeOpenCloudstackClient({ words, clock }),
  });
  const clients = makeCloudClients({ store, openClient });
  const refresh = makeRefreshCatalog({ store, clients });
  const timeLimit = () => AbortSignal.timeout(DOUBTFUL_CLOUD_PATIENCE_MS);
  const askDoubtful = makeAskDoubtfulClouds({ store, refresh, clock, timeLimit });
  return {
    clients,
    register: makeRegisterCloud({ store, openClient, clock, newId }),
    change: makeChangeCloud({ store, openClient }),
    test: makeTestCloud({ store, clients }),
    refresh,
    /** Provider credentials for one run. */
    async environment(cloudId: string): Promise<Readonly<Record<string, string>>> {
      const connection = await store.connection(cloudId);
      if (connection === null) throw notRegistered(cloudId);
      return engineEnvironment(connection);
    },
    /** Everything a requirement can be planned on. */
    async offers() {
      await askDoubtful();
      const clouds = await store.list();
      return Promise.all(
        clouds.map(async (cloud) => {
          const [catalog, connection] = await Promise.all([store.catalog(cloud.id), store.connection(cloud.id)]);
          const registration = connection?.registration;
          const projectId = registration?.kind === "cloudstack" ? (registration.projectId ?? null) : null;
          return { cloud, catalog, projectId };
        }),
      );
    },
  };
}

/** Clouds for the routes. They belong to the whole service; who may change them is part B's question. */
export function cloudServices(clouds: ReturnType<typeof composeClouds>, store: CloudStore): CloudServices {
  async function find(id: string) {
    const cloud = await store.find(id);
    if (cloud === null) throw notRegistered(id);
    return cloud;
  }
  return {
    list: () => store.list(),
    find: (_principal, id) => find(id),
    register: (_principal, registration, force) => clouds.register(registration, { force }),
    change: (_principal, id, change, force) => clouds.change(id, change, { force }),
    async remove(_principal, id) {
      await find(id);
      await store.remove(id);
    },
    test: (_principal, id) => clouds.test(id),
    async catalog(_principal, id) {
      const cloud = await find(id);
      const catalog = await store.catalog(id);
      if (catalog !== null) return catalog;
      throw new AppError("not-found", `The catalog of ${cloud.name} was never read; refresh it.`, { cloudId: id });
    },
    refreshCatalog: (_principal, id) => clouds.refresh(id),
  };
}

function notRegistered(cloudId: string): AppError {
  return new AppError("not-found", `There is no cloud ${cloudId}.`, { cloudId });
}
