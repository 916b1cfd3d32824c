import type { CloudKind } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { CloudClient, CloudStore, OpenCloudClient } from "./ports.ts";

/** One way in for both kinds of cloud. */
export function makeOpenCloudClient(byKind: Readonly<Record<CloudKind, OpenCloudClient>>): OpenCloudClient {
  return (cloudId, registration) => byKind[registration.kind](cloudId, registration);
}

/** The client of a registered cloud. Throws AppError("not-found"). */
export type CloudClients = (cloudId: string) => Promise<CloudClient>;

/**
 * Keeps one client per cloud, and with it the token and the connections, until its registration changes. The
 * registration is read every time: another process may have changed it.
 */
export function makeCloudClients({
  store,
  openClient,
}: {
  readonly store: Pick<CloudStore, "connection">;
  readonly openClient: OpenCloudClient;
}): CloudClients {
  const kept = new Map<string, { readonly fingerprint: string; readonly client: CloudClient }>();
  return async (cloudId) => {
    const connection = await store.connection(cloudId);
    if (connection === null) {
      kept.delete(cloudId);
      throw new AppError("not-found", `There is no cloud ${cloudId}.`, { cloudId });
    }
    const fingerprint = JSON.stringify(connection.registration);
    const known = kept.get(cloudId);
    if (known?.fingerprint === fingerprint) return known.client;
    const client = openClient(cloudId, connection.registration);
    kept.set(cloudId, { fingerprint, client });
    return client;
  };
}
