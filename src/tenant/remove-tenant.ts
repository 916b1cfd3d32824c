import type { CloudStore } from "../cloud/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { TenantRecord, TenantStore } from "./ports.ts";
import { placeOf, type TenantPlacePorts } from "./tenant-place.ts";
import { tenantInUse } from "./tend-tenant.ts";

export interface RemoveTenantPorts extends TenantPlacePorts {
  readonly store: TenantStore;
  readonly uses: CloudStore["uses"];
  readonly timeLimit: () => AbortSignal;
}

/**
 * Wishes a tenant away. Refuses while a machine is planned there or anything is on the cloud, whoever made it: throws
 * AppError("tenant-in-use"), and the cloud's own when it cannot be asked.
 */
export function makeRemoveTenant(ports: RemoveTenantPorts) {
  return async function removeTenant(id: string, createdBy: string): Promise<TenantRecord> {
    const shown = await ports.store.find(id);
    if (shown === null) throw new AppError("not-found", `There is no tenant ${id}.`, { tenantId: id });
    const { record } = shown;
    const users = record.ownCloudId === null ? [] : await ports.uses(record.ownCloudId);
    if (users.length > 0) throw tenantInUse(record, [`${users.length} machines planned on ${record.ownCloudName}`]);
    const { admin, target } = await placeOf(ports, record);
    const { belongings } = await admin.look(target, ports.timeLimit());
    if (belongings.length > 0) throw tenantInUse(record, belongings);
    return ports.store.wish(id, { limits: record.limits, wish: "absent", status: "removing", createdBy });
  };
}
