import { randomUUID } from "node:crypto";
import { makeCloudstackTenantAdmin } from "../../src/adapters/cloudstack/tenant/open-tenant-admin.ts";
import { makeOpenstackTenantAdmin } from "../../src/adapters/openstack/tenant/open-tenant-admin.ts";
import type { StackPlan } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { makeConfirmRun, makeDiscardRun, type RunRecord, type RunWorker } from "../../src/run/index.ts";
import {
  administrationCloud,
  compileTenantPlan,
  makeRemoveTenant,
  makeReportTenant,
  makeRequestTenant,
  makeTenantTender,
  type OpenTenantAdmin,
  placeOf,
  presentTenant,
  type ShownTenant,
  SITE_ACCOUNT,
} from "../../src/tenant/index.ts";
import type { TenantSide } from "../services/tenant-side.ts";
import type { SharedParts } from "./compose-service.ts";
import { runAlongside } from "./run-alongside.ts";
import { systemTimers } from "./system-time.ts";

interface TenantParts extends Pick<SharedParts, "clouds" | "clock" | "secrets" | "facts"> {
  /** The service's own: a tenant's seat belongs to nobody who could ask. */
  readonly stores: Pick<SharedParts["stores"], "clouds" | "runs" | "tenants">;
}

/** A person waits for this answer. */
const PERSON_PATIENCE_MS = 15_000;
/** Nobody waits; a slow cloud is given its time. */
const PATIENCE_MS = 60_000;

export function placePorts({ stores, clock }: Pick<TenantParts, "stores" | "clock">) {
  const openAdmin: OpenTenantAdmin = (registration) =>
    registration.kind === "openstack"
      ? makeOpenstackTenantAdmin(registration, clock)
      : makeCloudstackTenantAdmin(registration, clock);
  return { clouds: stores.clouds, openAdmin };
}

/** What a run is about: a tenant where the site itself is the owner, and a site of a workspace everywhere else. */
export function stackPlanOf(parts: TenantParts, sitePlanOf: (run: RunRecord) => Promise<StackPlan>) {
  return async (run: RunRecord): Promise<StackPlan> => {
    if (run.ownerId !== SITE_ACCOUNT) return sitePlanOf(run);
    const record = await parts.stores.tenants.ofWorkspace(run.workspaceId);
    if (record === null) throw new AppError("not-found", `There is no tenant for run ${run.id}.`, { runId: run.id });
    const { admin, target, connection, catalog } = await placeOf(placePorts(parts), record);
    const [sight, known] = await Promise.all([
      admin.look(target, AbortSignal.timeout(PATIENCE_MS)),
      parts.facts.addresses(record.workspaceId, record.cloudKind),
    ]);
    return compileTenantPlan({ record, cloud: connection.cloud, catalog, sight, known });
  };
}

/** Tenants are looked after wherever runs are worked on. */
export function withTender(worker: RunWorker, parts: TenantParts, onError: (error: unknown) => void): RunWorker {
  const { stores, clouds, clock, secrets, facts } = parts;
  const store = stores.runs;
  const confirmRun = makeConfirmRun({ store, stateSerial: facts.serial });
  const discardRun = makeDiscardRun({ store, clock });
  const tender = makeTenantTender({
    ...{ ...placePorts(parts), store: stores.tenants, runs: store, clock, newId: secrets.newId },
    hasObjects: facts.hasObjects,
    confirm: (runId) => confirmRun({ ownerId: SITE_ACCOUNT, runId }),
    discard: (runId) => discardRun(SITE_ACCOUNT, runId),
    findCloud: stores.clouds.findByName,
    register: (registration, ownerId) => clouds.register(registration, { ownerId }),
    withdraw: (cloudId) => stores.clouds.remove(cloudId, SITE_ACCOUNT),
    timeLimit: () => AbortSignal.timeout(PATIENCE_MS),
    ...{ timers: systemTimers, workerId: `tenant-${randomUUID()}`, onError },
  });
  return runAlongside(worker, tender);
}

/** Tenants for the routes. */
export function tenantServices(parts: TenantParts & { readonly ensureSiteAccount: () => Promise<void> }): TenantSide {
  const { stores, clouds, clock, secrets } = parts;
  const store = stores.tenants;
  const timeLimit = () => AbortSignal.timeout(PERSON_PATIENCE_MS);
  const requestTenant = makeRequestTenant({ store, clouds: stores.clouds, clock, newId: secrets.newId });
  const removeTenant = makeRemoveTenant({ ...placePorts(parts), store, uses: stores.clouds.uses, timeLimit });
  const reportTenant = makeReportTenant({ ...placePorts(parts), clock, timeLimit });

  async function find(id: string): Promise<ShownTenant> {
    const shown = await store.find(id);
    if (shown !== null) return shown;
    throw new AppError("not-found", `There is no tenant ${id}.`, { tenantId: id });
  }

  return {
    list: async () => (await store.list()).map(presentTenant),
    report: async (id) => reportTenant(await find(id)),
    request: async ({ userId }, request) => presentTenant(await find((await requestTenant(request, userId)).id)),
    remove: async ({ userId }, id) => presentTenant(await find((await removeTenant(id, userId)).id)),
    clouds: async () => (await stores.clouds.list()).filter(({ ownerId }) => ownerId === SITE_ACCOUNT),

    async registerCloud(input, force) {
      await parts.ensureSiteAccount();
      return clouds.register(input, { force, ownerId: SITE_ACCOUNT });
    },

    async removeCloud(id) {
      const cloud = await administrationCloud(stores.clouds, id);
      const tenants = (await store.list()).filter(({ record }) => record.cloudId === id);
      if (tenants.length > 0) {
        const handles = tenants.map(({ owner }) => owner.handle);
        const message = `The cloud ${cloud.name} has tenants of ${handles.join(", ")}.`;
        throw new AppError("cloud-in-use", message, { tenants: handles });
      }
      await stores.clouds.remove(id, SITE_ACCOUNT);
    },
  };
}
