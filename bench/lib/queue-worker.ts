import { randomUUID } from "node:crypto";
import type pg from "pg";
import { systemClock, systemTimers } from "../../server/composition/system-time.ts";
import { makePgBossDelivery } from "../../src/adapters/delivery/pg-boss-delivery.ts";
import { makeRunStore } from "../../src/adapters/postgres/run-store.ts";
import { masterKey } from "../../src/adapters/postgres/sealing/master-key.ts";
import { openKeyring } from "../../src/adapters/postgres/sealing/open-keyring.ts";
import { classifyChange } from "../../src/drift/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { makeRunWorker, type RunRecord, type RunStore } from "../../src/run/index.ts";

export interface QueueWorker {
  readonly store: RunStore;
  stop(): Promise<void>;
}

export interface QueueStoreOptions {
  readonly pool: pg.Pool;
  readonly databaseUrl: string;
  /** pg-boss, or the store's own notifications. */
  readonly delivery: "pg-boss" | "notify";
}

export interface QueueWorkerOptions extends QueueStoreOptions {
  readonly onClaim: (runId: string) => void;
  /** Holds every run it takes, as an apply of an hour would. */
  readonly holds?: boolean;
}

/** The run store of one process, with its announcements when pg-boss delivers. */
export async function openQueueStore({ pool, databaseUrl, delivery: way }: QueueStoreOptions) {
  const keyring = await openKeyring(pool, { current: masterKey(Buffer.alloc(32, 7)), old: null });
  const delivery = makePgBossDelivery({ databaseUrl, onError: () => undefined });
  if (way === "notify") return { store: makeRunStore(pool, keyring), delivery: null };
  await delivery.open();
  return { store: makeRunStore(pool, keyring, delivery), delivery };
}

/** A real worker on a real store whose runs end, or hold, as soon as they are taken: only the way to it is measured. */
export async function startQueueWorker(options: QueueWorkerOptions): Promise<QueueWorker> {
  const { store, delivery } = await openQueueStore(options);
  const worker = makeRunWorker({
    store: {
      ...store,
      async claimNext(...args) {
        const claim = await store.claimNext(...args);
        if (claim !== null) options.onClaim(claim.run.id);
        return claim;
      },
    },
    ...(delivery !== null && { delivery }),
    workerId: randomUUID(),
    concurrency: 4,
    clock: systemClock,
    timers: systemTimers,
    synthesize: async () => ({}),
    stackPlan: async () => {
      if (options.holds === true) await new Promise(() => undefined);
      throw new AppError("not-found", "nothing is planned in a benchmark of the queue");
    },
    engine: {
      plan: async () => ({ kind: "canceled" }),
      apply: async () => ({ kind: "canceled" }),
      recover: async () => ({ wasHere: true, state: null, objects: [] }),
    },
    classify: classifyChange,
    stateSerial: async () => null,
    stateAddresses: async () => [],
    cloudEnvironment: async () => ({}),
    stateAccess: { open: async () => ({}), close: async () => true, adopt: async () => true },
    onApplied: async () => undefined,
  });
  worker.start();
  return {
    store,
    async stop() {
      await worker.stop();
      await delivery?.stop();
    },
  };
}

export function queuedRun(workspaceId: string): RunRecord {
  return {
    ...{ id: randomUUID(), workspaceId, workspaceName: "bench", ownerId: "local", groupId: randomUUID() },
    ...{ site: "openstack", role: "primary", cloudId: randomUUID(), kind: "apply", reason: "user", revision: 1 },
    ...{ autoApply: false, status: "pending", cancelRequested: "no", summary: null, failure: null },
    ...{ createdBy: "local", createdAt: new Date(), plannedAt: null, confirmedAt: null, finishedAt: null },
  };
}
