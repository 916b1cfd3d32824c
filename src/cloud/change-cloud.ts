import type { Cloud, CloudChangeRequest, CloudRegistration } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { checkRegistration, mappingIssues, refuse } from "./check-registration.ts";
import { connectionOutcome, failedConnection } from "./connection-outcome.ts";
import type { CloudConnection, CloudStore, OpenCloudClient } from "./ports.ts";
import { describeCloud } from "./register-cloud.ts";

export interface ChangeCloudPorts {
  readonly store: Pick<CloudStore, "connection" | "findByName" | "catalog" | "update" | "saveCatalog">;
  readonly openClient: OpenCloudClient;
}

/**
 * Changes a registration. Whatever touches the connection is tested first and refused when it fails, unless `force`;
 * a mapping is checked against the catalog. Throws AppError as registering does, and not-found.
 */
export type ChangeCloud = (
  id: string,
  change: CloudChangeRequest,
  options?: { readonly force?: boolean },
) => Promise<Cloud>;

export function makeChangeCloud({ store, openClient }: ChangeCloudPorts): ChangeCloud {
  return async (id, change, { force = false } = {}) => {
    const connection = await store.connection(id);
    if (connection === null) throw new AppError("not-found", `There is no cloud ${id}.`, { cloudId: id });
    const registration = checkRegistration(merge(connection.registration, change));
    await refuseTakenName(connection.cloud, registration.name);
    if (!touchesConnection(connection.registration, registration)) {
      return changeWords(connection, registration);
    }
    const client = openClient(id, registration);
    const steps = await client.testConnection();
    const outcome = connectionOutcome(steps);
    if (outcome.failed !== null && !force) throw failedConnection(registration.name, steps, outcome.failed);
    const catalog = outcome.failed === null ? await client.readCatalog() : null;
    const { status, statusDetail } = outcome;
    const cloud = {
      ...connection.cloud,
      ...describeCloud(registration, catalog),
      status,
      statusDetail,
      catalogAt: catalog?.fetchedAt ?? connection.cloud.catalogAt,
    };
    await store.update(cloud, registration);
    if (catalog !== null) await store.saveCatalog(catalog);
    return cloud;
  };

  async function changeWords({ cloud }: CloudConnection, registration: CloudRegistration): Promise<Cloud> {
    const catalog = await store.catalog(cloud.id);
    const issues = catalog === null ? [] : mappingIssues(registration.mapping, catalog);
    if (issues.length > 0) throw refuse(issues);
    const changed = { ...cloud, ...describeCloud(registration, catalog) };
    await store.update(changed, registration);
    return changed;
  }

  async function refuseTakenName({ id, ownerId }: Cloud, name: string): Promise<void> {
    const other = await store.findByName(name, ownerId);
    if (other === null || other.id === id) return;
    throw new AppError("name-taken", `Another cloud is called ${name}.`, { name });
  }
}

/** Fields of the other kind of cloud stay in, so that the check names them as unknown. */
function merge(registration: CloudRegistration, change: CloudChangeRequest): unknown {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const { caCertificate, ...rest } = { ...registration, ...given };
  return caCertificate === null || caCertificate === undefined ? rest : { ...rest, caCertificate };
}

const WORDS: ReadonlySet<string> = new Set(["name", "description", "mapping", "sandbox", "labels", "failureDomain"]);

function touchesConnection(before: CloudRegistration, after: CloudRegistration): boolean {
  const relevant = (registration: CloudRegistration) =>
    JSON.stringify(
      Object.entries(registration)
        .filter(([key]) => !WORDS.has(key))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return relevant(before) !== relevant(after);
}
