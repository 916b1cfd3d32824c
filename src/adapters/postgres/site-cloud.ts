import type pg from "pg";
import type { SiteKey } from "../../contract/index.ts";

/** The cloud behind a site of a workspace's latest revision; `ownerId` is null for one that the whole site shares. */
export async function findSiteCloud(
  pool: Pick<pg.Pool, "query">,
  workspaceId: string,
  site: SiteKey,
): Promise<{ readonly name: string; readonly ownerId: string | null } | null> {
  const { rows } = await pool.query<{ name: string; owner_id: string | null }>(
    `select cloud.name, cloud.owner_id
       from (select deployment_plan from revision where workspace_id = $1 order by number desc limit 1) latest,
            json_array_elements(latest.deployment_plan -> 'sites') planned
       join cloud on cloud.id::text = planned ->> 'cloudId'
      where planned ->> 'site' = $2`,
    [workspaceId, site],
  );
  const row = rows[0];
  return row === undefined ? null : { name: row.name, ownerId: row.owner_id };
}
