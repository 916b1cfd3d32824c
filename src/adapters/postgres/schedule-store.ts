import type pg from "pg";
import {
  type LastRun,
  SCHEDULER,
  type ScheduleStore,
  type SiteFacts,
  type WorkspaceFacts,
} from "../../schedule/ports.ts";
import { POLICY_COLUMNS, type PolicyRow, policyOf } from "./policy-store.ts";

/** Times in JSON are texts. */
type Dated<T, K extends keyof T> = Omit<T, K> & { readonly [key in K]: string | null };
type SiteRow = Omit<SiteFacts, "last" | "drift" | "power"> & {
  readonly last: Dated<LastRun, "finishedAt"> | null;
  readonly drift: Dated<NonNullable<SiteFacts["drift"]>, "checkedAt" | "since"> | null;
  readonly power: Dated<NonNullable<SiteFacts["power"]>, "createdAt" | "finishedAt"> | null;
};
type FactsRow = PolicyRow & {
  readonly workspace_id: string;
  readonly name: string;
  readonly owner_id: string;
  readonly now: Date;
  readonly revision: number;
  readonly revised_at: Date;
  readonly told_run_id: string | null;
  readonly sites: readonly SiteRow[] | null;
};

/** The owner leaves something to the scheduler, and may do anything at all. */
const LEFT = `workspace_policy policy
  join workspace on workspace.id = policy.workspace_id
  join account on account.id = workspace.owner_id and account.suspended_at is null
  join schedule_look look on look.workspace_id = workspace.id
    and (policy.changes <> 'ask' or policy.drift <> 'tell' or policy.power_stop is not null)`;

/** One site of the latest deployment plan, in the names of `SiteFacts`. */
const SITE = `json_build_object(
  'site', wanted ->> 'site', 'role', wanted ->> 'role', 'cloudId', wanted ->> 'cloudId', 'machine', wanted ->> 'machine',
  'instanceId', (select instance_id from state_version
                  where state_version.workspace_id = workspace.id and state_version.site = wanted ->> 'site'
                  order by serial desc limit 1),
  'settled', (select json_build_object('revision', run.revision, 'kind', run.kind) from run
               where run.workspace_id = workspace.id and run.site = wanted ->> 'site'
                 and run.cloud_id::text = wanted ->> 'cloudId' and run.status in ('applied', 'planned-and-finished')
               order by queue_order desc limit 1),
  'last', (select json_build_object(
             'id', run.id, 'status', run.status, 'reason', run.reason, 'revision', run.revision,
             'createdBy', run.created_by, 'finishedAt', run.finished_at,
             'failure', case when run.failure is not null then json_build_object(
               'code', run.failure ->> 'code', 'phase', run.failure ->> 'phase') end,
             'danger', run.summary ->> 'danger',
             'rejected', coalesce(json_array_length(run.summary -> 'rejected'), 0) > 0)
             from run where run.workspace_id = workspace.id and run.site = wanted ->> 'site'
            order by queue_order desc limit 1),
  'failures', (select count(*)::integer from run
                where run.workspace_id = workspace.id and run.site = wanted ->> 'site'
                  and run.queue_order > coalesce((
                    select max(queue_order) from run good
                     where good.workspace_id = workspace.id and good.site = wanted ->> 'site'
                       and good.status <> 'errored'), 0)),
  'unclean', exists (select from site_condition place
                      where place.workspace_id = workspace.id and place.site = wanted ->> 'site' and place.unclean),
  'powerOpen', exists (select from power_action
                        where power_action.workspace_id = workspace.id and power_action.site = wanted ->> 'site'
                          and power_action.finished_at is null),
  'engineReview', exists (select from engine_pin
                           where engine_pin.workspace_id = workspace.id and wanted ->> 'site' = any (review)),
  'drift', (select json_build_object(
              'classes', (select coalesce(json_agg(finding ->> 'class'), '[]') from json_array_elements(seen.findings) finding),
              'checkedAt', seen.checked_at, 'since', seen.since)
              from drift_site seen join site_condition place using (workspace_id, site, cloud_id)
             where seen.workspace_id = workspace.id and seen.site = wanted ->> 'site'
               and seen.cloud_id::text = wanted ->> 'cloudId' and seen.run_id = place.run_id and seen.status = 'drifted'),
  'checkAsked', exists (select from drift_site seen
                         where seen.workspace_id = workspace.id and seen.site = wanted ->> 'site'
                           and seen.asked_at is not null),
  'power', (select json_build_object('verb', action, 'createdBy', created_by, 'createdAt', created_at,
                                     'finishedAt', finished_at)
              from power_action
             where power_action.workspace_id = workspace.id and power_action.site = wanted ->> 'site'
               and status <> 'canceled' and action <> 'reboot'
             order by ordinal desc limit 1))`;

const FACTS = `
  select workspace.id as workspace_id, workspace.name, workspace.owner_id, now() as now, latest.number as revision,
    latest.created_at as revised_at, look.told_run_id, ${POLICY_COLUMNS},
    (select json_agg(${SITE}) from json_array_elements(latest.deployment_plan -> 'sites') wanted) as sites
  from ${LEFT}
  join lateral (select number, created_at, deployment_plan from revision
                 where workspace_id = workspace.id order by number desc limit 1) latest on true
  where workspace.id = $1`;

/** Whose turn it is, in PostgreSQL; time is the database's. For a pool that row-level security does not narrow. */
export function makeScheduleStore(pool: Pick<pg.Pool, "query">): ScheduleStore {
  return {
    async takeDue(limit, holdSeconds) {
      const free = "(look.held_until < now() or look.held_until is null and look.look_at <= now())";
      // Mostly there is none, and asking changes nothing.
      const { rowCount } = await pool.query(`select from ${LEFT} where ${free} limit 1`);
      if (rowCount === 0) return [];
      const { rows } = await pool.query<{ workspace_id: string }>(
        `with due as (
           select look.workspace_id from ${LEFT} where ${free}
            order by look.look_at limit $1 for update of look skip locked)
         update schedule_look set held_until = now() + make_interval(secs => $2), look_at = 'infinity'
           from due where schedule_look.workspace_id = due.workspace_id
         returning schedule_look.workspace_id`,
        [limit, holdSeconds],
      );
      return rows.map(({ workspace_id: id }) => id);
    },

    async facts(workspaceId) {
      const { rows } = await pool.query<FactsRow>(FACTS, [workspaceId]);
      return rows[0] === undefined ? null : factsOf(rows[0]);
    },

    async isAsleep(workspaceId, site) {
      const { rows } = await pool.query<{ asleep: boolean }>(
        `select action = 'stop' and created_by = $3 as asleep from power_action
          where workspace_id = $1 and site = $2 and status = 'done' and action <> 'reboot'
          order by ordinal desc limit 1`,
        [workspaceId, site, SCHEDULER],
      );
      return rows[0]?.asleep === true;
    },

    async note(workspaceId, { standing, againSeconds, toldRunId }) {
      await pool.query(
        // What changed since it was taken has rung meanwhile, and is looked at at once.
        `update schedule_look
            set look_at = least(look_at, now() + make_interval(secs => $2)), held_until = null, looked_at = now(),
                standing = $3, told_run_id = $4
          where workspace_id = $1`,
        [workspaceId, againSeconds, JSON.stringify(standing), toldRunId],
      );
    },
  };
}

function factsOf(row: FactsRow): WorkspaceFacts {
  return {
    ...{ workspaceId: row.workspace_id, workspaceName: row.name, ownerId: row.owner_id, now: row.now },
    ...{ revision: row.revision, revisedAt: row.revised_at, policy: policyOf(row), toldRunId: row.told_run_id },
    sites: (row.sites ?? []).map(siteOf),
  };
}

function siteOf({ last, drift, power, ...site }: SiteRow): SiteFacts {
  return {
    ...site,
    last: last && { ...last, finishedAt: dateOf(last.finishedAt) },
    drift: drift && { ...drift, checkedAt: new Date(drift.checkedAt ?? 0), since: new Date(drift.since ?? 0) },
    power: power && { ...power, createdAt: new Date(power.createdAt ?? 0), finishedAt: dateOf(power.finishedAt) },
  };
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
