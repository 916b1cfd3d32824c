import type { CloudStore } from "../cloud/index.ts";
import { type Cloud, TenantLimits, type TenantRequest, USUAL_LIMITS } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import { SITE_ACCOUNT, type TenantRecord, type TenantStore } from "./ports.ts";

export interface RequestTenantPorts {
  readonly store: TenantStore;
  readonly clouds: Pick<CloudStore, "find" | "findByName">;
  readonly clock: Clock;
  readonly newId: () => string;
}

const USUAL_CIDR = "10.200.0.0/24";
const LONGEST_NAME = 42;

/**
 * Wishes for a tenant, or for another size of one there is; asked again it puts right what has drifted. Throws AppError:
 * not-found (account, cloud), tenant-fixed (a network's addresses or a cloud's name cannot change).
 */
export function makeRequestTenant({ store, clouds, clock, newId }: RequestTenantPorts) {
  return async function requestTenant(request: TenantRequest, createdBy: string): Promise<TenantRecord> {
    const cloud = await administrationCloud(clouds, request.cloud);
    const owner = await store.account(request.account);
    if (owner === null) throw new AppError("not-found", `There is no account ${request.account}.`);
    const present = await store.ofAccount(owner.id, cloud.id);
    if (present !== null) {
      refuseFixed(present, request);
      const limits = changedLimits(present.limits, request.limits);
      return store.wish(present.id, { limits, wish: "present", status: "creating", createdBy });
    }
    const now = clock.now();
    const id = newId();
    const record: TenantRecord = {
      ...{ id, accountId: owner.id, cloudId: cloud.id, cloudKind: cloud.kind, workspaceId: newId() },
      // The id tells it from an earlier tenant of that name, and from those of other services.
      ...{
        name: `${owner.handle.slice(0, 24)}-${id.slice(0, 8)}`,
        limits: changedLimits(USUAL_LIMITS, request.limits),
      },
      ...{ cidr: request.cidr ?? USUAL_CIDR, wish: "present", generation: 1, status: "creating", detail: null },
      ...{ ownCloudId: null, ownCloudName: request.name ?? usualName(cloud, owner.handle), createdBy },
      ...{ createdAt: now, updatedAt: now },
    };
    await store.create(record);
    return record;
  };
}

/** By name or id among the clouds registered for administration. */
export async function administrationCloud(clouds: RequestTenantPorts["clouds"], nameOrId: string): Promise<Cloud> {
  const byName = await clouds.findByName(nameOrId, SITE_ACCOUNT);
  const found = byName ?? (UUID.test(nameOrId) ? await clouds.find(nameOrId) : null);
  if (found?.ownerId === SITE_ACCOUNT) return found;
  throw new AppError("not-found", `There is no cloud ${nameOrId} registered for administration.`, { cloud: nameOrId });
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function refuseFixed(present: TenantRecord, { cidr, name }: TenantRequest): void {
  if (present.wish === "absent" && present.status === "removing") {
    throw new AppError("tenant-fixed", `The tenant ${present.name} is just being removed.`, { tenantId: present.id });
  }
  const fixed = [
    cidr !== undefined && cidr !== present.cidr ? `its network's addresses ${present.cidr}` : null,
    name !== undefined && name !== present.ownCloudName ? `the name ${present.ownCloudName} of its cloud` : null,
  ].filter((part) => part !== null);
  if (fixed.length === 0) return;
  throw new AppError("tenant-fixed", `The tenant ${present.name} keeps ${fixed.join(" and ")}.`, {
    tenantId: present.id,
  });
}

function changedLimits(present: TenantLimits, asked: TenantRequest["limits"]): TenantLimits {
  const given = Object.entries(asked).filter(([, most]) => most !== undefined);
  return TenantLimits.parse({ ...present, ...Object.fromEntries(given) });
}

/** A legal name whatever the handle looks like. */
function usualName(cloud: Cloud, handle: string): string {
  const part = handle.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return `${cloud.name}-${part}`.slice(0, LONGEST_NAME).replace(/-+$/, "");
}
