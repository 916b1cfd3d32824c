import type pg from "pg";
import { makeNotifications } from "./notifications.ts";

/** Channel of `pg_notify`; the payload is a run's id. */
export const RUN_CHANGE = "run_change";

/** Tells of runs that changed: their id, or null when any may have. */
export function makeRunChanges(pool: pg.Pool) {
  return makeNotifications(pool, RUN_CHANGE);
}
