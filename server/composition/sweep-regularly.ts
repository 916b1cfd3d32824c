import type pg from "pg";
import { sweepPeople } from "../../src/adapters/postgres/sweep-people.ts";

const EVERY_MS = 15 * 60_000;

/** Keeps the tables of signing in small for as long as the service lives; answers how to stop. */
export function sweepRegularly(pool: pg.Pool, onError: (error: unknown, what: string) => void): () => void {
  const timer = setInterval(() => {
    sweepPeople(pool).catch((error: unknown) => onError(error, "ended sessions could not be removed"));
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
