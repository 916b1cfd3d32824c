import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readToolchain } from "../server/toolchain.ts";
import { startEmbeddedDatabase } from "../src/adapters/postgres/embedded/start-embedded-database.ts";
import { migrate } from "../src/adapters/postgres/migrate.ts";
import { makePool } from "../src/adapters/postgres/pool.ts";
import { makeTenantPool } from "../src/adapters/postgres/tenant-pool.ts";

/** What it costs to speak as a tenant: the same query on the service's pool and on the tenants', in turns. */
const ROUNDS = 9;
const QUERIES = 1_000;
const SELECT = "select * from workspace where owner_id = $1 and id = $2";

const { postgresBinDir } = await readToolchain(process.env["TWINSTACK_DATA"] || ".twinstack");
const folder = await mkdtemp(join(tmpdir(), "twinstack-bench-"));
await chmod(folder, 0o755);
const database = await startEmbeddedDatabase({ binDir: postgresBinDir ?? "", folder });
const service = makePool(database.url);
const raw = makePool(database.url, { pipeline: process.argv[2] !== "plain" });
const tenants = makeTenantPool(raw, () => "ann");
try {
  await migrate(service);
  await service.query("insert into account (id, name, handle) values ('ann', 'Ann', 'ann')");
  const { rows } = await service.query<{ id: string }>(
    `insert into workspace (id, owner_id, name, created_at, updated_at)
     select gen_random_uuid(), 'ann', 'w' || n, now(), now() from generate_series(1, 1000) n returning id`,
  );
  const one = [rows[0]?.id];
  const measured = { service: [] as number[], tenants: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, pool] of [
      ["service", service],
      ["tenants", tenants],
    ] as const) {
      const begin = process.hrtime.bigint();
      for (let query = 0; query < QUERIES; query += 1) await pool.query(SELECT, ["ann", ...one]);
      measured[name].push(Number(process.hrtime.bigint() - begin) / 1_000 / QUERIES);
    }
  }
  const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  const [plain, tenant] = [median(measured.service), median(measured.tenants)];
  process.stdout.write(
    `one query as the service ${plain.toFixed(0)} µs, as a tenant ${tenant.toFixed(0)} µs: ${(tenant - plain).toFixed(0)} µs more\n`,
  );
} finally {
  await Promise.all([service.end(), raw.end()]);
  await database.stop();
  await rm(folder, { recursive: true, force: true });
}
