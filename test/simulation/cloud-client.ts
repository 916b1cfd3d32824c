import type { CloudClient } from "../../src/cloud/index.ts";
import type { SiteKey } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { IDS } from "../_helpers/samples.ts";
import { CloudTrouble, type FakeCloud } from "./fake-cloud.ts";
import type { VirtualProcess } from "./virtual-process.ts";

/** The service's own client of a cloud, as far as repair uses it. */
export function cloudClient(process: VirtualProcess, cloud: FakeCloud): CloudClient {
  return {
    testConnection: () => refuse("testConnection"),
    readCatalog: () => refuse("readCatalog"),
    observeInstances: () => refuse("observeInstances"),
    listMarked: ({ workspaceId }) => translated(cloud.list(process, workspaceId)),
    removeObject: ({ id }) => translated(cloud.remove(process, id)),
  };
}

export function siteOfCloud(cloudId: string): SiteKey {
  return cloudId === IDS.cloudstack ? "cloudstack" : "openstack";
}

async function translated<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof CloudTrouble) throw new AppError("cloud-unreachable", error.message);
    throw error;
  }
}

function refuse(what: string): never {
  throw new Error(`The simulation has no ${what}.`);
}
