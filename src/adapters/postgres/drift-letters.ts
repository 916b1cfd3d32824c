import type pg from "pg";
import type { UnwrittenChange } from "../../drift/ports.ts";

/** What was found longer ago is no news. */
const NEWS_MINUTES = 60;

/**
 * Changes of which no letter was written, marked as written before they are given out: a letter is lost rather than
 * sent twice. For a pool that row-level security does not narrow.
 */
export async function takeUnwritten(pool: Pick<pg.Pool, "query">, limit: number): Promise<readonly UnwrittenChange[]> {
  const { rows } = await pool.query<UnwrittenChange>(
    `with taken as (
       update drift_change set written_at = now()
        where ordinal in (
          select ordinal from drift_change
           where written_at is null and status = 'drifted' and at > now() - make_interval(mins => ${NEWS_MINUTES})
           order by ordinal limit $1 for update skip locked)
       returning workspace_id, site, findings)
     select workspace.id as "workspaceId", workspace.name as "workspaceName", taken.site, taken.findings,
            array(select person.email from person
                   where person.email_confirmed_at is not null
                     and (person.account_id = workspace.owner_id
                          or exists (select from membership
                                      where membership.organisation_id = workspace.owner_id
                                        and membership.user_id = person.account_id and membership.role = 'owner'))
                   order by person.email) as to
       from taken join workspace on workspace.id = taken.workspace_id
      where not exists (select from workspace_policy policy
                         where policy.workspace_id = workspace.id and policy.maintenance)`,
    [limit],
  );
  return rows;
}
