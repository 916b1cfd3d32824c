import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type pg from "pg";
import { readToolchain } from "../../server/toolchain.ts";
import { startEmbeddedDatabase } from "../../src/adapters/postgres/embedded/start-embedded-database.ts";
import { migrate } from "../../src/adapters/postgres/migrate.ts";
import { makePool } from "../../src/adapters/postgres/pool.ts";

export interface BenchDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** A migrated PostgreSQL of its own that forgets nothing at a crash, as the service's does. */
export async function startBenchDatabase(): Promise<BenchDatabase> {
  const toolchain = await readToolchain(
    resolve(import.meta.dirname, "../..", process.env["TWINSTACK_DATA"] || ".twinstack"),
  );
  if (toolchain.postgresBinDir === null) throw new Error("the benchmark needs the embedded PostgreSQL: npm run setup");
  const folder = await mkdtemp(join(tmpdir(), "twinstack-bench-db-"));
  // A root run starts PostgreSQL as another user, who must reach the folder.
  await chmod(folder, 0o755);
  const server = await startEmbeddedDatabase({ binDir: toolchain.postgresBinDir, folder });
  const pool = makePool(server.nearUrl);
  await migrate(pool);
  return {
    url: server.url,
    pool,
    async close() {
      await pool.end();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
