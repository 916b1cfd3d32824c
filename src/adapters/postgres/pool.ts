import pg from "pg";
import { PreparingClient } from "./preparing-client.ts";

export interface PoolOptions {
  /** Upper bound of connections; every worker and stream shares them. */
  readonly max?: number;
  /** Called when an idle connection breaks, for instance because the database was restarted. */
  readonly onIdleError?: (error: Error) => void;
}

/**
 * Statements are sent without waiting for the answers to those before them. The driver's types do not know the setting
 * yet.
 */
const PIPELINED: object = { pipeline: true };

/** Connections to PostgreSQL. The pool replaces broken ones by itself, so that the service outlives a database restart. */
export function makePool(url: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: url,
    max: options.max ?? 12,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    // A database host that vanished without a word would otherwise hold every connection for ever.
    keepAlive: true,
    query_timeout: 120_000,
    application_name: "twinstack",
    ...PIPELINED,
  });
  // Without a listener Node would end the process when an idle connection breaks.
  pool.on("error", (error) => options.onIdleError?.(error));
  return pool;
}
