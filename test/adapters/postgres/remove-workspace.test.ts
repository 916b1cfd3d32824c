import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { makeRunStore } from "../../../src/adapters/postgres/run-store.ts";
import { makeWorkspaceStore } from "../../../src/adapters/postgres/workspace-store.ts";
import { AppError } from "../../../src/kernel/app-error.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";
import { sampleRun } from "../../_helpers/run-records.ts";
import { IDS } from "../../_helpers/samples.ts";

let database: FreshDatabase;

beforeEach(async () => {
  database = await freshDatabase();
  await database.pool.query("insert into account (id, name) values ('local', 'local')");
  await database.pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, 'local', 'web', now(), now())",
    [IDS.workspace],
  );
});
afterEach(() => database.close());

test("a run that is started while its workspace is judged waits, and finds it gone", async () => {
  const keyring = await testKeyring(database.pool);
  const runs = makeRunStore(database.pool, keyring);
  let started: Promise<void> | undefined;

  await makeWorkspaceStore(database.pool, keyring).remove("local", IDS.workspace, async () => {
    started = runs.create([sampleRun()]);
    started.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { rows } = await database.pool.query("select id from run");
    expect(rows).toEqual([]);
  });

  await expect(started).rejects.toMatchObject({ code: "not-found" });
});

test("a workspace that may not go stays", async () => {
  const keyring = await testKeyring(database.pool);
  const store = makeWorkspaceStore(database.pool, keyring);

  const removing = store.remove("local", IDS.workspace, async () => {
    throw new AppError("run-active", "a run is at work");
  });

  await expect(removing).rejects.toMatchObject({ code: "run-active" });
  expect((await database.pool.query("select id from workspace")).rows).toEqual([{ id: IDS.workspace }]);
});
