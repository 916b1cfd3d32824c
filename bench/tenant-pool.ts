import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type pg from "pg";
import { readToolchain } from "../server/toolchain.ts";
import { startEmbeddedDatabase } from "../src/adapters/postgres/embedded/start-embedded-database.ts";
import { migrate } from "../src/adapters/postgres/migrate.ts";
import { makePool } from "../src/adapters/postgres/pool.ts";
import { makeTenantPool } from "../src/adapters/postgres/tenant-pool.ts";
import { type Figure, figure } from "./lib/report.ts";

const ROUNDS = 9;
const QUERIES = 500;
const SELECT = "select * from workspace where owner_id = $1 and id = $2";

/** What it costs to speak as a tenant: one query on the service's pool and on the tenants', in turns. */
export async function benchTenantPool(): Promise<readonly Figure[]> {
  const { postgresBinDir } = await readToolchain(resolve(process.env["TWINSTACK_DATA"] || ".twinstack"));
  const folder = await mkdtemp(join(tmpdir(), "twinstack-bench-"));
  // PostgreSQL runs as another user when the benchmark is root's.
  await chmod(folder, 0o755);
  const database = await startEmbeddedDatabase({ binDir: postgresBinDir ?? "", folder });
  const service = makePool(database.url);
  const raw = makePool(database.url);
  try {
    await migrate(service);
    const id = await fill(service);
    const tenants = makeTenantPool(raw, () => "ann");
    const times = { service: [] as number[], tenants: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      times.service.push(await microsecondsPerQuery(service, id));
      times.tenants.push(await microsecondsPerQuery(tenants, id));
    }
    const [plain, tenant] = [median(times.service), median(times.tenants)];
    return [
      figure("one query as the service, median", plain, " µs"),
      figure("the same as a tenant, median", tenant, " µs"),
      figure("more for speaking as a tenant", tenant - plain, " µs"),
    ];
  } finally {
    await Promise.all([service.end(), raw.end()]);
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A thousand workspaces of one account; gives the id of one. */
async function fill(pool: pg.Pool): Promise<string | undefined> {
  await pool.query("insert into account (id, name, handle) values ('ann', 'Ann', 'ann')");
  const { rows } = await pool.query<{ id: string }>(
    `insert into workspace (id, owner_id, name, created_at, updated_at)
     select gen_random_uuid(), 'ann', 'w' || n, now(), now() from generate_series(1, 1000) n returning id`,
  );
  return rows[0]?.id;
}

async function microsecondsPerQuery(pool: pg.Pool, id: string | undefined): Promise<number> {
  const begin = process.hrtime.bigint();
  for (let query = 0; query < QUERIES; query += 1) await pool.query(SELECT, ["ann", id]);
  return Number(process.hrtime.bigint() - begin) / 1_000 / QUERIES;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
