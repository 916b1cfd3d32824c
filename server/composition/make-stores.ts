import type pg from "pg";
import { makeAccountStore } from "../../src/adapters/postgres/account-store.ts";
import { makeAuditIntents } from "../../src/adapters/postgres/audit-intents.ts";
import { makeBannerStore } from "../../src/adapters/postgres/banner-store.ts";
import { makeBucketStore } from "../../src/adapters/postgres/bucket-store.ts";
import { makeCloudStore } from "../../src/adapters/postgres/cloud-store.ts";
import { makeDriftStore } from "../../src/adapters/postgres/drift-store.ts";
import { makeEnginePinStore } from "../../src/adapters/postgres/engine-pin-store.ts";
import { makeFindOwners } from "../../src/adapters/postgres/find-owners.ts";
import { makeIdempotencyStore } from "../../src/adapters/postgres/idempotency-store.ts";
import { makeMachineStore } from "../../src/adapters/postgres/machine-store.ts";
import { makeNoteAudit } from "../../src/adapters/postgres/note-audit.ts";
import { makeObservationStore } from "../../src/adapters/postgres/observation-store.ts";
import { makeOverviewStore } from "../../src/adapters/postgres/overview-store.ts";
import { makePolicyStore } from "../../src/adapters/postgres/policy-store.ts";
import { makeRepairStore } from "../../src/adapters/postgres/repair-store.ts";
import { makeRunQueue } from "../../src/adapters/postgres/run-queue.ts";
import { makeRunStore, type RunStoreOptions } from "../../src/adapters/postgres/run-store.ts";
import { makeScheduleStore } from "../../src/adapters/postgres/schedule-store.ts";
import type { Keyring } from "../../src/adapters/postgres/sealing/open-keyring.ts";
import { makeSiteOrganisationStore } from "../../src/adapters/postgres/site-organisation-store.ts";
import { makeSiteRunStore } from "../../src/adapters/postgres/site-run-store.ts";
import { makeStateStore } from "../../src/adapters/postgres/state-store.ts";
import { makeTenantStore } from "../../src/adapters/postgres/tenant-store.ts";
import { makeWebhookOutbox } from "../../src/adapters/postgres/webhook-outbox.ts";
import { makeWebhookStore } from "../../src/adapters/postgres/webhook-store.ts";
import { makeWorkerRegistry } from "../../src/adapters/postgres/worker-registry.ts";
import { makeWorkspaceStore } from "../../src/adapters/postgres/workspace-store.ts";
import { makeOrganisationStores } from "./organisation-stores.ts";
import { makePeopleStores } from "./people-stores.ts";
import { makePowerStores } from "./power-stores.ts";

export type Stores = ReturnType<typeof makeStores>;

/** Every store over one pool. */
export function makeStores(pool: pg.Pool, keyring: Keyring, options: RunStoreOptions) {
  return {
    accounts: makeAccountStore(pool),
    banners: makeBannerStore(pool),
    buckets: makeBucketStore(pool),
    clouds: makeCloudStore(pool, keyring.site),
    drift: makeDriftStore(pool),
    enginePins: makeEnginePinStore(pool),
    findOwners: makeFindOwners(pool),
    idempotency: makeIdempotencyStore(pool, keyring.site),
    machines: makeMachineStore(pool, keyring),
    noteAudit: makeNoteAudit(pool),
    auditIntents: makeAuditIntents(pool),
    observations: makeObservationStore(pool),
    ...makeOrganisationStores(pool),
    people: makePeopleStores(pool, keyring.site),
    overview: makeOverviewStore(pool),
    policies: makePolicyStore(pool),
    ...makePowerStores(pool),
    repairs: makeRepairStore(pool),
    queue: makeRunQueue(pool, options.versions),
    runs: makeRunStore(pool, keyring, options),
    schedule: makeScheduleStore(pool),
    siteOrganisations: makeSiteOrganisationStore(pool),
    siteRuns: makeSiteRunStore(pool),
    states: makeStateStore(pool, keyring),
    tenants: makeTenantStore(pool),
    webhookOutbox: makeWebhookOutbox(pool, keyring.site),
    webhooks: makeWebhookStore(pool, keyring.site),
    workers: makeWorkerRegistry(pool),
    workspaces: makeWorkspaceStore(pool, keyring),
  };
}

/**
 * Stores for what a request does as a tenant. What concerns all tenants at once (who waits before whom, who hears of a
 * change) or has no tenant (credentials, machines, outboxes) stays with the service.
 */
export function requestStores(service: Stores, tenant: Stores): Stores {
  const { onChange } = service.runs;
  return {
    ...service,
    buckets: tenant.buckets,
    clouds: tenant.clouds,
    drift: tenant.drift,
    enginePins: tenant.enginePins,
    observations: tenant.observations,
    overview: tenant.overview,
    events: tenant.events,
    policies: tenant.policies,
    power: tenant.power,
    runs: { ...tenant.runs, onChange },
    states: tenant.states,
    webhooks: tenant.webhooks,
    workspaces: tenant.workspaces,
  };
}
