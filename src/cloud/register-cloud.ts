import type { Catalog, Cloud, CloudRegistration } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import { checkRegistration, mappingIssues, refuse } from "./check-registration.ts";
import { connectionOutcome, failedConnection } from "./connection-outcome.ts";
import type { CloudStore, OpenCloudClient } from "./ports.ts";

export interface RegisterCloudPorts {
  readonly store: Pick<CloudStore, "findByName" | "create" | "saveCatalog">;
  readonly openClient: OpenCloudClient;
  readonly clock: Clock;
  readonly newId: () => string;
}

export interface RegisterCloudOptions {
  readonly force?: boolean;
  /** Null: shared by the whole site. */
  readonly ownerId?: string | null;
}

/**
 * Registers a cloud after its connection was tested and its catalog read. `force` keeps one that does not answer yet.
 * Throws AppError: validation-failed, name-taken, cloud-credentials, cloud-unreachable (with the steps among its facts).
 */
export type RegisterCloud = (input: unknown, options?: RegisterCloudOptions) => Promise<Cloud>;

export function makeRegisterCloud({ store, openClient, clock, newId }: RegisterCloudPorts): RegisterCloud {
  return async (input, { force = false, ownerId = null } = {}) => {
    const registration = checkRegistration(input);
    if ((await store.findByName(registration.name, ownerId)) !== null) {
      throw new AppError("name-taken", `A cloud ${registration.name} is already registered.`, {
        name: registration.name,
      });
    }
    const id = newId();
    const client = openClient(id, registration);
    const steps = await client.testConnection();
    const outcome = connectionOutcome(steps);
    if (outcome.failed !== null && !force) throw failedConnection(registration.name, steps, outcome.failed);

    const catalog = outcome.failed === null ? await client.readCatalog() : null;
    if (catalog !== null) {
      const issues = mappingIssues(registration.mapping, catalog);
      if (issues.length > 0) throw refuse(issues);
    }
    const { status, statusDetail } = outcome;
    const cloud: Cloud = {
      id,
      ownerId,
      ...describeCloud(registration, catalog),
      status,
      statusDetail,
      statusSince: clock.now().toISOString(),
      catalogAt: catalog?.fetchedAt ?? null,
      createdAt: clock.now().toISOString(),
    };
    await store.create(cloud, registration);
    if (catalog !== null) await store.saveCatalog(catalog);
    return cloud;
  };
}

/** What callers may see of a registration; a zone given by its id is shown by its name. */
export function describeCloud(
  registration: CloudRegistration,
  catalog: Catalog | null,
): Pick<
  Cloud,
  "kind" | "name" | "description" | "sandbox" | "mapping" | "labels" | "failureDomain" | "endpoint" | "location"
> {
  const { kind, name, description, sandbox, mapping, labels, failureDomain } = registration;
  const common = { kind, name, description, sandbox, mapping, labels, failureDomain };
  if (registration.kind === "openstack") {
    return { ...common, endpoint: registration.authUrl, location: registration.region };
  }
  const location = catalog?.kind === "cloudstack" ? catalog.zone.name : registration.zone;
  return { ...common, endpoint: registration.apiUrl, location };
}
