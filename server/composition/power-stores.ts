import type pg from "pg";
import { makeEventLog } from "../../src/adapters/postgres/event-log.ts";
import { makePowerStore } from "../../src/adapters/postgres/power-store.ts";

/** Stores of what happens to machines. */
export function makePowerStores(pool: pg.Pool) {
  return { events: makeEventLog(pool), power: makePowerStore(pool) };
}
