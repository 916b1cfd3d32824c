import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type pg from "pg";
import { makePool } from "../../src/adapters/postgres/pool.ts";
import { type FreshDatabase, freshDatabase } from "../_helpers/database.ts";
import { postgresStores, turnClock } from "./postgres-stores.ts";
import { simulate } from "./simulate.ts";

/** All 200 take some minutes on a quiet machine (docs/testing.md). */
const SEEDS = Number(process.env["SIMULATION_POSTGRES_SEEDS"] ?? 200);

let database: FreshDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await freshDatabase();
  pool = makePool(database.url, { max: 1 });
  await turnClock(pool);
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

test(
  "lives on PostgreSQL the very histories that it lives in memory, and keeps every promise there",
  async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const real = await simulate(seed, postgresStores(pool));
      const inMemory = await simulate(seed);

      const apart = real.trace.findIndex((line, index) => line !== inMemory.trace[index]);
      expect([seed, real.broken, apart === -1 ? null : [real.trace[apart], inMemory.trace[apart]]]).toEqual([
        seed,
        null,
        null,
      ]);
      expect(real.digest).toBe(inMemory.digest);
    }
  },
  SEEDS * 30_000,
);
