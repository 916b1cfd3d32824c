import type pg from "pg";
import { makePowerStore } from "../../src/adapters/postgres/power-store.ts";
import { makeRepairStore } from "../../src/adapters/postgres/repair-store.ts";
import { makeRunStore } from "../../src/adapters/postgres/run-store.ts";
import { makeStateStore } from "../../src/adapters/postgres/state-store.ts";
import { makeWorkerRegistry } from "../../src/adapters/postgres/worker-registry.ts";
import type { PowerStore } from "../../src/power/index.ts";
import type { RunStore } from "../../src/run/index.ts";
import { testKeyring } from "../_helpers/keyring.ts";
import type { OpenStores } from "./simulate.ts";
import { BEGIN } from "./virtual-process.ts";
import type { Stores } from "./world.ts";

/**
 * Prepares a database for histories: `now()` becomes virtual time, which every connection of `pool` finds before
 * PostgreSQL's own. The pool must have one connection: one effect at a time, in the order of the simulation.
 */
export async function turnClock(pool: pg.Pool): Promise<void> {
  await pool.query("create schema virtual");
  await pool.query("create table virtual.clock (at timestamptz not null)");
  await pool.query("insert into virtual.clock values (to_timestamp(0))");
  await pool.query(
    "create function virtual.now() returns timestamptz language sql stable as 'select at from virtual.clock'",
  );
  // A default was bound to PostgreSQL's own function when its table was made.
  await pool.query(`do $$
    declare entry record;
    begin
      for entry in select table_name, column_name from information_schema.columns
                    where table_schema = 'public' and column_default = 'now()' loop
        execute format('alter table %I alter %I set default virtual.now()', entry.table_name, entry.column_name);
      end loop;
      execute format('alter database %I set search_path to virtual, pg_catalog, public', current_database());
    end $$`);
  await pool.query("set search_path to virtual, pg_catalog, public");
}

/** The product's stores on PostgreSQL in virtual time; what was there of an earlier history goes first. */
export function postgresStores(pool: pg.Pool): OpenStores {
  return async (scheduler, { announce, owners }) => {
    await pool.query("truncate account, workspace, run, worker, state_version, state_lock, state_unlock cascade");
    for (const owner of owners) await pool.query("insert into account (id, name) values ($1, $1)", [owner]);
    const keyring = await testKeyring(pool);
    const listeners = new Set<(runId: string | null) => void>();
    const told: (string | null)[] = [];
    const tell = (runId: string | null) => told.push(runId);

    let clockAt = -1;

    async function setClock(at: number): Promise<void> {
      if (at === clockAt) return;
      clockAt = at;
      await pool.query({
        name: "virtual-clock",
        text: "update virtual.clock set at = to_timestamp($1)",
        values: [(BEGIN + at) / 1_000],
      });
    }

    /** Every call sees the present virtual time, and what it changed is told when it has ended. */
    function inTime<T extends object>(store: T): T {
      const timed = Object.entries(store).map(([method, call]) => {
        if (typeof call !== "function" || method === "onChange") return [method, call];
        return [
          method,
          async (...given: unknown[]) => {
            await setClock(scheduler.now());
            const answer: unknown = await call(...given);
            for (const runId of told.splice(0)) for (const listener of [...listeners]) listener(runId);
            return answer;
          },
        ];
      });
      return Object.fromEntries(timed);
    }

    const inner = makeRunStore(pool, keyring, {
      enqueue: async () => {
        announce();
      },
    });
    return {
      async enter({ id, ownerId, name }) {
        await pool.query(
          "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, $2, $3, now(), now())",
          [id, ownerId, name],
        );
      },
      runs: { ...inTime(telling(inner, tell)), onChange: (listener) => listen(listeners, listener) },
      states: inTime(makeStateStore(pool, keyring)),
      repairs: inTime(makeRepairStore(pool)),
      workers: inTime(makeWorkerRegistry(pool)),
      power: inTime(tellingPower(makePowerStore(pool), () => tell(null))),
    } satisfies Stores;
  };
}

/** Notifications in the order of the effects, as the store in memory gives them, instead of PostgreSQL's own. */
function telling(store: RunStore, tell: (runId: string | null) => void): RunStore {
  return {
    ...store,
    async create(runs) {
      await store.create(runs);
      tell(null);
    },
    async renewClaim(runId, epoch, leaseSeconds) {
      const renewed = await store.renewClaim(runId, epoch, leaseSeconds);
      if (renewed && leaseSeconds <= 0) tell(runId);
      return renewed;
    },
    async transition(runId, from, to, patch, epoch) {
      const run = await store.transition(runId, from, to, patch, epoch);
      tell(runId);
      return run;
    },
    async requestCancel(runId, how) {
      await store.requestCancel(runId, how);
      tell(runId);
    },
    async appendEvents(runId, events) {
      await store.appendEvents(runId, events);
      tell(runId);
    },
  };
}

function tellingPower(store: PowerStore, tell: () => void): PowerStore {
  return {
    ...store,
    async create(record) {
      const made = await store.create(record);
      tell();
      return made;
    },
    async finish(id, epoch, end) {
      const finished = await store.finish(id, epoch, end);
      if (finished) tell();
      return finished;
    },
    async cancel(workspaceId, id, detail) {
      const canceled = await store.cancel(workspaceId, id, detail);
      if (canceled !== null) tell();
      return canceled;
    },
  };
}

function listen(listeners: Set<(runId: string | null) => void>, listener: (runId: string | null) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
