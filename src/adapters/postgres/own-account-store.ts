import type pg from "pg";
import type { OwnAccountStore } from "../../account/ports.ts";
import type { AccountExport } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { refuseForLastAdmin } from "./user-store.ts";
import { withTransaction } from "./with-transaction.ts";

type Exported = Omit<AccountExport, "exportedAt" | "apiTokens" | "auditEntries">;

/** What is kept about one person in PostgreSQL. */
export function makeOwnAccountStore(pool: pg.Pool): OwnAccountStore {
  return {
    async read(userId) {
      const { rows } = await pool.query<{ document: Exported }>(EXPORT, [userId]);
      return rows[0]?.document ?? null;
    },

    remove: (userId) =>
      withTransaction(pool, async (client) => {
        await refuseForLastAdmin(client, userId);
        await client.query("select 1 from account where id = $1 for update", [userId]);
        // As for everybody who changes members: two owners who go at once must not leave nobody.
        await client.query(
          `select 1 from account where id in (select organisation_id from membership where user_id = $1)
            order by id for update`,
          [userId],
        );
        // Locked, so that neither a run nor a state can begin between the question and the end.
        await client.query("select 1 from workspace where owner_id = $1 for update", [userId]);
        await refuseWhileNeeded(client, userId);
        await client.query("delete from workspace where owner_id = $1", [userId]);
        await client.query("delete from account where id = $1", [userId]);
      }),
  };
}

async function refuseWhileNeeded(client: pg.PoolClient, userId: string): Promise<void> {
  const { rows } = await client.query<{ kind: "workspace" | "organisation" | "tenant"; name: string }>(
    `select 'workspace' as kind, workspace.name from workspace
      where workspace.owner_id = $1
        and (exists (select 1 from (select distinct on (site) has_objects from state_version
                                     where workspace_id = workspace.id order by site, serial desc) state
                      where state.has_objects)
          or exists (select 1 from state_lock where workspace_id = workspace.id)
          or exists (select 1 from run where workspace_id = workspace.id and status not in
                       ('planned-and-finished', 'applied', 'discarded', 'canceled', 'errored')))
     union all
     select 'tenant', cloud.name from tenant join cloud on cloud.id = tenant.cloud_id where tenant.account_id = $1
     union all
     select 'bucket', name from bucket where owner_id = $1
     union all
     select 'organisation', account.handle from membership mine join account on account.id = mine.organisation_id
      where mine.user_id = $1 and mine.role = 'owner'
        and not exists (select 1 from membership other where other.organisation_id = mine.organisation_id
                          and other.role = 'owner' and other.user_id <> $1)
     order by 1, 2`,
    [userId],
  );
  if (rows.length === 0) return;
  const namesOf = (kind: string) => rows.filter((row) => row.kind === kind).map(({ name }) => name);
  const [workspaces, organisations] = [namesOf("workspace"), namesOf("organisation")];
  const [tenants, buckets] = [namesOf("tenant"), namesOf("bucket")];
  const reasons = [
    workspaces.length > 0 ? `machines or runs of ${workspaces.join(", ")}` : "",
    tenants.length > 0 ? `a tenant on ${tenants.join(", ")}` : "",
    buckets.length > 0 ? `the buckets ${buckets.join(", ")}` : "",
    organisations.length > 0 ? `being the only owner of ${organisations.join(", ")}` : "",
  ].filter((reason) => reason !== "");
  throw new AppError("account-not-empty", `What keeps the account: ${reasons.join("; ")}.`, {
    workspaces,
    organisations,
  });
}

/** Times as the API writes them. */
const isoTime = (column: string) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const EXPORT = `select json_build_object(
  'account', json_build_object('id', account.id, 'handle', coalesce(account.handle, account.id), 'name', account.name,
    'email', person.email, 'locale', person.locale, 'siteAdmin', person.site_admin,
    'createdAt', ${isoTime("account.created_at")}),
  'memberships', coalesce((select json_agg(json_build_object('organisation', organisation.handle, 'role',
      membership.role, 'since', ${isoTime("membership.created_at")}) order by organisation.handle)
    from membership join account organisation on organisation.id = membership.organisation_id
   where membership.user_id = account.id), '[]'),
  'workspaces', coalesce((select json_agg(json_build_object('id', workspace.id, 'name', workspace.name,
      'createdAt', ${isoTime("workspace.created_at")},
      'revisions', coalesce((select json_agg(json_build_object('number', revision.number,
          'createdAt', ${isoTime("revision.created_at")}, 'createdBy', revision.created_by,
          'requirement', revision.requirement::jsonb #- '{access,passwordHash}') order by revision.number)
        from revision where revision.workspace_id = workspace.id), '[]'),
      'runs', coalesce((select json_agg(json_build_object('id', run.id, 'site', run.site, 'kind', run.kind,
          'reason', run.reason, 'revision', run.revision, 'status', run.status, 'createdBy', run.created_by,
          'createdAt', ${isoTime("run.created_at")}, 'finishedAt', ${isoTime("run.finished_at")})
          order by run.queue_order)
        from run where run.workspace_id = workspace.id), '[]'),
      'policy', (select json_build_object('changes', changes, 'drift', drift, 'timeZone', time_zone,
          'window', case when window_cron is not null
                         then json_build_object('cron', window_cron, 'minutes', window_minutes) end,
          'power', case when power_stop is not null
                        then json_build_object('stop', power_stop, 'start', power_start) end,
          'maintenance', maintenance, 'changedAt', ${isoTime("changed_at")}, 'changedBy', changed_by)
        from workspace_policy policy where policy.workspace_id = workspace.id)) order by workspace.name)
    from workspace where workspace.owner_id = account.id), '[]')) as document
  from account join person on person.account_id = account.id where account.id = $1`;
