import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "@jest/globals";
import { makeAccountStore } from "../../../../src/adapters/postgres/account-store.ts";
import { restoreBackup } from "../../../../src/adapters/postgres/backup/restore-backup.ts";
import { writeBackup } from "../../../../src/adapters/postgres/backup/write-backup.ts";
import { migrate } from "../../../../src/adapters/postgres/migrate.ts";
import { emptyDatabase, type FreshDatabase, freshDatabase } from "../../../_helpers/database.ts";

const open: FreshDatabase[] = [];
const FACTS = { release: "0.2.0", madeAt: new Date("2026-11-21T12:00:00Z") };

afterEach(async () => {
  for (const database of open.splice(0)) await database.close();
});

async function filled(): Promise<FreshDatabase & { runId: string; workspaceId: string }> {
  const database = await freshDatabase();
  open.push(database);
  await makeAccountStore(database.pool).ensureAccount({ accountId: "ann", name: 'Ann \u2028 \\ "' });
  const [workspaceId, runId, doneId] = [randomUUID(), randomUUID(), randomUUID()];
  await database.pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, 'ann', 'web', now(), now())",
    [workspaceId],
  );
  for (const [id, status] of [
    [doneId, "applied"],
    [runId, "applying"],
  ]) {
    await database.pool.query(
      `insert into run (id, workspace_id, workspace_name, owner_id, group_id, site, role, cloud_id, kind, reason,
                        revision, auto_apply, status, created_by, created_at, claim_epoch)
       values ($1, $2, 'web', 'ann', $1, 'openstack', 'primary', '00000000-0000-4000-8000-000000000001', 'apply', 'user',
               1, false, $3, 'ann', now(), 3)`,
      [id, workspaceId, status],
    );
  }
  await database.pool.query(
    `insert into state_version (workspace_id, site, serial, lineage, md5, bytes, created_at)
     values ($1, 'openstack', 9007199254740993, 'l', 'm', '\\x00ff10'::bytea, now())`,
    [workspaceId],
  );
  await database.pool.query(
    `insert into state_lock (workspace_id, site, lock_id, document, locked_at)
     values ($1, 'openstack', 'l-1', '{"b" : 1,  "a":2}', now())`,
    [workspaceId],
  );
  return { ...database, runId, workspaceId };
}

async function target(): Promise<FreshDatabase> {
  const database = await emptyDatabase();
  open.push(database);
  return database;
}

async function linesOf(database: FreshDatabase): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of writeBackup(database.pool, FACTS)) lines.push(line);
  return lines;
}

async function* from(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

/** Every row of every table of the schema, as PostgreSQL writes it. */
async function everything({ pool }: FreshDatabase, without: readonly string[]): Promise<Record<string, string[]>> {
  const { rows } = await pool.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const all: Record<string, string[]> = {};
  for (const { name } of rows.filter((table) => !without.includes(table.name))) {
    const found = await pool.query<{ line: string }>(`select t::text as line from ${name} t order by 1`);
    all[name] = found.rows.map(({ line }) => line);
  }
  return all;
}

test("a restored database has every row, to the byte and beyond JavaScript's numbers", async () => {
  const source = await filled();
  const copy = await target();
  // What quarantine changes on purpose is another test's matter.
  const changed = ["schema_migration", "run", "site_condition", "state_lock", "webhook_delivery"];

  const report = await restoreBackup(copy.pool, from(await linesOf(source)));
  await migrate(copy.pool);

  expect(await everything(copy, changed)).toEqual(await everything(source, changed));
  expect(report.rows).toMatchObject({ workspace: 1, run: 2, state_version: 1 });
  const { rows } = await copy.pool.query("select serial::text, bytes from state_version");
  expect(rows).toEqual([{ serial: "9007199254740993", bytes: Buffer.from([0, 255, 16]) }]);
});

test("a restored database is in quarantine: claims of the lost one are worth nothing and sites are looked at first", async () => {
  const source = await filled();
  const copy = await target();

  const report = await restoreBackup(copy.pool, from(await linesOf(source)));

  const { rows: runs } = await copy.pool.query(
    "select status, claim_epoch, failure ->> 'code' as code from run order by 1",
  );
  const { rows: sites } = await copy.pool.query(
    "select unclean, reason, ended_at is not null as ended from site_condition",
  );
  const { rows: locks } = await copy.pool.query("select 1 from state_lock");
  expect(report).toMatchObject({ quarantined: 1, ended: 1 });
  expect(runs).toEqual([
    { status: "applied", claim_epoch: 1_000_003, code: null },
    { status: "errored", claim_epoch: 1_000_003, code: "interrupted" },
  ]);
  expect(sites).toEqual([
    {
      unclean: true,
      ended: true,
      reason: "The service was restored from a database backup of 2026-11-21T12:00:00.000Z.",
    },
  ]);
  expect(locks).toEqual([]);
});

test("after a restore nobody's machine is stopped because somebody asked for it hours ago", async () => {
  const source = await filled();
  await source.pool.query(
    `insert into power_action (id, workspace_id, workspace_name, site, role, cloud_id, instance_id, action, hard, status,
                               created_by, sent_at)
     select gen_random_uuid(), id, 'web', asked.site, 'primary', gen_random_uuid(), 'vm', 'stop', false, asked.status,
            'ann', asked.sent
       from workspace, (values ('openstack', 'waiting', null), ('cloudstack', 'working', now())) asked (site, status, sent)`,
  );
  const copy = await target();

  await restoreBackup(copy.pool, from(await linesOf(source)));

  const { rows } = await copy.pool.query(
    "select site, status, problem, finished_at is not null as ended from power_action order by site",
  );
  expect(rows).toEqual([
    { site: "cloudstack", status: "uncertain", problem: "power-uncertain", ended: true },
    { site: "openstack", status: "canceled", problem: null, ended: true },
  ]);
});

test("new rows of a restored database get numbers after the old ones", async () => {
  const source = await filled();
  const copy = await target();
  await restoreBackup(copy.pool, from(await linesOf(source)));

  await copy.pool.query(
    `insert into run (id, workspace_id, workspace_name, owner_id, group_id, site, role, cloud_id, kind, reason, revision,
                      auto_apply, status, created_by, created_at)
     select gen_random_uuid(), workspace_id, 'web', 'ann', id, 'cloudstack', 'standby', cloud_id, 'apply', 'user', 1, false,
            'pending', 'ann', now() from run limit 1`,
  );

  const { rows } = await copy.pool.query(
    "select count(distinct queue_order)::integer as n, count(*)::integer as all from run",
  );
  expect(rows).toEqual([{ n: 3, all: 3 }]);
});

test.each([
  ["cut off", (lines: string[]) => lines.slice(0, -1), /its end is missing/],
  ["changed in one letter", (lines: string[]) => lines.map((line) => line.replace('"web"', '"wep"')), /checksum/],
  ["short of a row", (lines: string[]) => lines.filter((line) => !line.startsWith('"state_version"')), /checksum/],
  [
    "of a newer release",
    (lines: string[]) => lines.map((line) => line.replace("0001_base.sql", "9999_new.sql")),
    /newer version/,
  ],
  ["aimed at a foreign table", (lines: string[]) => [lines[0] ?? "", '"pg_authid" {}'], /rows of pg_authid/],
  ["something else", () => ["hello"], /does not begin like/],
])("a file that is %s is refused and leaves no row", async (_what, spoil, message) => {
  const source = await filled();
  const copy = await target();

  await expect(restoreBackup(copy.pool, from(spoil(await linesOf(source))))).rejects.toThrow(message);

  const { rows } = await copy.pool.query("select to_regclass('account') is null as absent");
  const count = rows[0].absent ? 0 : (await copy.pool.query("select count(*)::integer as n from account")).rows[0].n;
  expect(count).toBe(0);
});

test("a database that has anything in it is not restored over", async () => {
  const source = await filled();

  await expect(restoreBackup(source.pool, from(await linesOf(source)))).rejects.toThrow("The database is not empty.");
});
