import type pg from "pg";
import { RunStatus } from "../../contract/index.ts";

export interface ServiceFacts {
  readonly runs: Readonly<Partial<Record<RunStatus, number>>>;
  /** Clouds shared by the whole site. */
  readonly clouds: number;
  /** At least one such cloud is registered and all of them are the built-in try-out. */
  readonly sandbox: boolean;
}

/** How busy the service is and what it has to do with; for its status page. */
export async function readServiceFacts(pool: pg.Pool): Promise<ServiceFacts> {
  const runs = await pool.query<{ status: string; count: number }>(
    `select status, count(*)::integer as count from run
      where status in ('pending', 'planning', 'planned', 'confirmed', 'applying') group by status`,
  );
  const clouds = await pool.query<{ count: number; sandbox: boolean | null }>(
    "select count(*)::integer as count, bool_and(sandbox) as sandbox from cloud where owner_id is null",
  );
  return {
    runs: Object.fromEntries(runs.rows.map((row) => [RunStatus.parse(row.status), row.count])),
    clouds: clouds.rows[0]?.count ?? 0,
    sandbox: clouds.rows[0]?.sandbox ?? false,
  };
}
