import pg from "pg";
import { PreparingClient } from "./preparing-client.ts";

export interface PoolOptions {
  /** Upper bound of connections; every worker and stream shares them. */
  readonly max?: number;
  /** Sends statements without waiting for the answers to those before them. */
  readonly pipeline?: boolean;
  /** Called when an idle connection breaks, for instance because the database was restarted. */
  readonly onIdleError?: (error: Error) => void;
}

/** A setting of the driver that its types do not know yet. */
const PIPELINED: Readonly<Record<"on" | "off", object>> = { on: { pipeline: true }, off: {} };

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
    ...PIPELINED[options.pipeline ? "on" : "off"],
  });
  // Without a listener Node would end the process when an idle connection breaks.
  pool.on("error", (error) => options.onIdleError?.(error));
  return pool;
}
