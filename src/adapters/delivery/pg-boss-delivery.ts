import { PgBoss } from "pg-boss";
import type { Delivery, Transaction } from "../../run/ports.ts";

export interface PgBossOptions {
  /** The database of the run table. */
  readonly databaseUrl: string;
  /** Tells of what went wrong between pg-boss and the database; it goes on by itself. */
  readonly onError: (error: unknown) => void;
}

const QUEUE = "run";
/** Of its own, beside the stores' pool: fetching, settling and the monitor. */
const CONNECTIONS = 3;

/** limits.md §3.2. A run may take hours: its end is judged by heartbeats, never by the time it takes. */
const QUEUE_OPTIONS = {
  heartbeatSeconds: 10,
  expireInSeconds: 86_399,
  retryLimit: 1_000,
  retryDelay: 0,
  retentionSeconds: 86_400,
  deleteAfterSeconds: 3_600,
};
/** The store's own notification is faster than pg-boss's (ADR 14), so this only catches what that one lost. */
const WORK_OPTIONS = { batchSize: 1, pollingIntervalSeconds: 2 } as const;

/**
 * Deliveries by pg-boss in its own schema of the same database. A delivery stays active while its work lasts and shows a
 * heartbeat; one whose worker died is brought to another. `open` creates or upgrades the schema; so does whatever is
 * asked first.
 */
export function makePgBossDelivery(options: PgBossOptions): Delivery & { open(): Promise<void> } {
  const boss = new PgBoss({
    connectionString: options.databaseUrl,
    schema: "pgboss",
    application_name: "twinstack-delivery",
    max: CONNECTIONS,
    schedule: false,
    supervise: true,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    maintenanceIntervalSeconds: 3_600,
  });
  boss.on("error", options.onError);
  let started: Promise<void> | null = null;

  /** Once, whoever asks first; again when it failed. */
  function open(): Promise<void> {
    started ??= start().catch((error: unknown) => {
      started = null;
      throw error;
    });
    return started;
  }

  async function start(): Promise<void> {
    await boss.start();
    await boss.createQueue(QUEUE, QUEUE_OPTIONS);
  }

  return {
    open,

    async enqueue(transaction, runId) {
      await open();
      const leave = await actAsOwner(transaction);
      await boss.send(QUEUE, { runId }, { db: { executeSql: (text, values) => ask(transaction, text, values) } });
      await leave();
    },

    async work(concurrency, take) {
      await open();
      await boss.work(QUEUE, { ...WORK_OPTIONS, localConcurrency: concurrency }, () => take());
    },

    async rest() {
      if (started !== null) await boss.offWork(QUEUE, { wait: false });
    },

    async depth() {
      await open();
      const queue = await boss.getQueue(QUEUE);
      return queue?.queuedCount ?? 0;
    },

    async stop() {
      if (started !== null) await boss.stop({ graceful: true, timeout: 5_000 });
    },
  };
}

async function ask(transaction: Transaction, text: string, values: unknown[] = []) {
  const { rows } = await transaction.query(text, values);
  return { rows: [...rows] };
}

/**
 * A request speaks as the tenants' role, which pg-boss's tables are closed to. For the one statement that announces the
 * run its transaction speaks as their owner.
 */
async function actAsOwner(transaction: Transaction): Promise<() => Promise<void>> {
  const { rows } = await transaction.query("select current_setting('role') as role, set_config('role', 'none', true)");
  const role = roleOf(rows[0]);
  return async () => {
    if (role !== "none") await transaction.query("select set_config('role', $1, true)", [role]);
  };
}

function roleOf(row: unknown): string {
  return typeof row === "object" && row !== null && "role" in row ? String(row.role) : "none";
}
