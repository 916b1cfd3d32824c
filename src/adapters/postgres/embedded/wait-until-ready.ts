import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { PostgresProcess } from "./run-postgres.ts";

const PATIENCE_MS = 60_000;

/** True when the server answers a query, false when it ended or stayed silent. */
export async function waitUntilReady(url: string, server: PostgresProcess): Promise<boolean> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline && !server.hasEnded()) {
    if (await answers(url)) return true;
    await sleep(25);
  }
  return false;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
