import type { Catalog, Cloud } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { mappingIssues } from "./check-registration.ts";
import { missingThings } from "./missing-things.ts";
import type { CloudClients } from "./open-cloud-client.ts";
import type { CloudStore } from "./ports.ts";

/**
 * Reads a cloud's catalog anew and notes whether the cloud answers; on failure the old catalog stays. A mapped image or
 * volume type that disappeared is named in the cloud's `statusDetail`; it and what machines are planned with, in `missing`. Throws AppError: not-found and the client's.
 */
export type RefreshCatalog = (id: string, signal?: AbortSignal) => Promise<Catalog>;

export function makeRefreshCatalog({
  store,
  clients,
}: {
  readonly store: Pick<CloudStore, "find" | "update" | "saveCatalog" | "planned">;
  readonly clients: CloudClients;
}): RefreshCatalog {
  async function note(
    id: string,
    change: (cloud: Cloud) => Pick<Cloud, "status" | "statusDetail" | "missing">,
  ): Promise<void> {
    const cloud = await store.find(id);
    if (cloud !== null) await store.update({ ...cloud, ...change(cloud) });
  }

  return async (id, signal) => {
    const client = await clients(id);
    try {
      const catalog = await client.readCatalog(signal);
      await store.saveCatalog(catalog);
      const planned = await store.planned(id);
      await note(id, (cloud) => ({
        status: "ready",
        statusDetail: missingMapped(cloud, catalog),
        missing: [...missingThings(catalog, cloud.mapping, planned)],
      }));
      return catalog;
    } catch (error) {
      if (error instanceof AppError) await noteFailure(id, error);
      throw error;
    }
  };

  async function noteFailure(id: string, error: AppError): Promise<void> {
    if (error.code === "cloud-credentials") {
      await note(id, () => ({ status: "credentials-refused", statusDetail: error.message }));
    } else if (error.code === "cloud-unreachable" || error.code === "cloud-refused") {
      await note(id, () => ({ status: "unreachable", statusDetail: error.message }));
    }
  }
}

function missingMapped(cloud: Cloud, catalog: Catalog): string {
  const missing = mappingIssues(cloud.mapping, catalog).map(({ pointer }) => pointer.replace("/mapping/", ""));
  return missing.length === 0 ? "" : `No longer offered by the cloud although mapped: ${missing.join(", ")}.`;
}
