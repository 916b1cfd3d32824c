import type { CloudConnection } from "../cloud/index.ts";
import { type Catalog, tenantMark } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { chooseNetworkOffering } from "../plan/index.ts";
import type { OpenTenantAdmin, TenantAdmin, TenantRecord, TenantTarget } from "./ports.ts";

export interface TenantPlacePorts {
  readonly clouds: {
    connection(id: string): Promise<CloudConnection | null>;
    catalog(id: string): Promise<Catalog | null>;
  };
  readonly openAdmin: OpenTenantAdmin;
}

/** A tenant's cloud, opened, and what to look for there. */
export interface TenantPlace {
  readonly connection: CloudConnection;
  readonly catalog: Catalog | null;
  readonly admin: TenantAdmin;
  readonly target: TenantTarget;
}

/** Throws AppError: not-found, and nothing-fits when a CloudStack has no offering for the private network. */
export async function placeOf({ clouds, openAdmin }: TenantPlacePorts, record: TenantRecord): Promise<TenantPlace> {
  const [connection, catalog] = await Promise.all([clouds.connection(record.cloudId), clouds.catalog(record.cloudId)]);
  if (connection === null) {
    throw new AppError("not-found", `The cloud of the tenant ${record.name} is no longer registered.`, {
      cloudId: record.cloudId,
    });
  }
  const { name, cidr } = record;
  const target = { name, cidr, mark: tenantMark(record.id), ...cloudstackParts(connection, catalog) };
  return { connection, catalog, target, admin: openAdmin(connection.registration) };
}

function cloudstackParts({ cloud }: CloudConnection, catalog: Catalog | null) {
  if (catalog?.kind !== "cloudstack") return { networkOfferingId: null, zoneId: null };
  const offering = chooseNetworkOffering(cloud, catalog, null);
  if (offering.ok) return { networkOfferingId: offering.value.value.id, zoneId: catalog.zone.id };
  const issues = [...offering.error];
  throw new AppError("nothing-fits", issues[0]?.message ?? "There is no network offering.", { issues });
}
