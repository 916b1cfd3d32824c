import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { makeRunQueue } from "../../../src/adapters/postgres/run-queue.ts";
import { makeRunStore } from "../../../src/adapters/postgres/run-store.ts";
import { makeWorkerRegistry } from "../../../src/adapters/postgres/worker-registry.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";
import { runFleetContract } from "../../_helpers/run-fleet-contract.ts";
import { sampleRun } from "../../_helpers/run-records.ts";
import { type RunStoreUnderTest, runStoreContract } from "../../_helpers/run-store-contract.ts";
import { AT, IDS } from "../../_helpers/samples.ts";
import { until } from "../../_helpers/until.ts";

async function addWorkspaces({ pool }: FreshDatabase): Promise<void> {
  await pool.query("insert into account (id, name) values ('local', 'local'), ('other', 'other')");
  await pool.query(
    `insert into workspace (id, owner_id, name, created_at, updated_at)
     values ($1, 'local', 'web', now(), now()), ($2, 'other', 'web', now(), now())`,
    [IDS.workspace, IDS.otherWorkspace],
  );
}

async function open(): Promise<RunStoreUnderTest> {
  const database = await freshDatabase();
  const { pool } = database;
  await addWorkspaces(database);
  await pool.query("create table announcement (at bigint generated always as identity, run_id text)");
  return {
    store: makeRunStore(pool, await testKeyring(pool), {
      async enqueue(transaction, runId) {
        await transaction.query("insert into announcement (run_id) values ($1)", [runId]);
      },
    }),
    queue: makeRunQueue(pool),
    workers: makeWorkerRegistry(pool),
    async announced() {
      const { rows } = await pool.query<{ run_id: string }>("select run_id from announcement order by at");
      return rows.map(({ run_id }) => run_id);
    },
    async pass(seconds) {
      await pool.query(
        `update run set claimed_until = claimed_until - make_interval(secs => $1),
                        last_heard_at = last_heard_at - make_interval(secs => $1)`,
        [seconds],
      );
      await pool.query(
        `update worker set started_at = started_at - make_interval(secs => $1),
                           last_seen_at = last_seen_at - make_interval(secs => $1)`,
        [seconds],
      );
    },
    async reset() {
      await pool.query("delete from run; delete from worker; delete from announcement");
    },
    close: database.close,
  };
}

runStoreContract("the run store in PostgreSQL", open);
runFleetContract("the fleet in PostgreSQL", open);

describe("on a database of its own", () => {
  let database: FreshDatabase;

  beforeEach(async () => {
    database = await freshDatabase();
    await addWorkspaces(database);
  });
  afterEach(() => database.close());

  test("wakes everybody again after the listening connection was cut", async () => {
    const store = makeRunStore(database.pool, await testKeyring(database.pool));
    const heard: (string | null)[] = [];
    const stop = store.onChange((id) => heard.push(id));
    await until(() => heard.length > 0);
    const before = heard.length;

    await database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen run_change' and datname = current_database()",
    );
    await until(() => heard.length >= before + 2);
    const run = sampleRun();
    await store.create([run]);
    await store.requestCancel(run.id, "gently");
    await until(() => heard.includes(run.id));
    stop();

    expect(heard.slice(before, before + 2)).toEqual([null, null]);
  });

  test("keeps a log line that holds a NUL, without it, because PostgreSQL has no place for one", async () => {
    const store = makeRunStore(database.pool, await testKeyring(database.pool));
    const run = sampleRun();
    await store.create([run]);

    await store.appendEvents(run.id, [{ at: AT, kind: "log", phase: "apply", text: "a\0b", progress: null }]);

    expect((await store.events(run.id, 0, 10))[0]?.text).toBe("ab");
  });
});
