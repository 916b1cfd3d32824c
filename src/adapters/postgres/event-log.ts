import type pg from "pg";
import type { EventFacts, EventLog } from "../../overview/ports.ts";
import { SCHEDULER } from "../../schedule/ports.ts";

/** What the service does by itself is under its own name, in every language. */
const SERVICE_NAME = "TwinStack";

interface Row {
  readonly position: string;
  readonly id: string;
  readonly at: Date;
  readonly kind: EventFacts["kind"];
  readonly what: string;
  readonly verb: string | null;
  readonly outcome: EventFacts["outcome"];
  readonly detail: string | null;
  readonly site: EventFacts["site"];
  readonly run_id: string | null;
  readonly power_id: string | null;
  readonly revision: number | null;
  readonly by_id: string | null;
  readonly by_name: string | null;
}

/**
 * Every trace of a workspace in one shape. What the rows of revisions, runs and power actions tell themselves is left
 * out of the audit log's part, and so is what was refused: it did not happen. $1 is the workspace.
 */
const TRACES = `
  select 'revision/' || number as id, created_at as at, 'requirement' as kind, 'revision-submitted' as what,
         null as verb, 'done' as outcome, null as detail, null as site, null::uuid as run_id, null::uuid as power_id,
         number as revision, created_by as by_id, null as by_name
    from revision where workspace_id = $1
  union all
  select 'run/' || id || '/started', created_at, 'run', 'run-started',
         case when reason in ('repair', 'drift') then reason else kind end, 'done', null, site, id, null, revision, created_by, null
    from run where workspace_id = $1
  union all
  select 'run/' || id || '/planned', planned_at, 'run', 'run-planned', kind, 'done', null, site, id, null, revision, null, null
    from run where workspace_id = $1 and planned_at is not null and status <> 'planned-and-finished'
  union all
  select 'run/' || id || '/ended', finished_at, 'run', 'run-' || status, kind,
         case when status = 'errored' then 'failed' else 'done' end, failure ->> 'summary', site, id, null, revision,
         case when status in ('discarded', 'canceled') then (
           select user_id from audit_entry
            where object_kind = 'run' and object_id = run.id::text and outcome = 'done'
              and action = case run.status when 'discarded' then 'discardRun' else 'cancelRun' end
            order by sequence desc limit 1) end, null
    from run where workspace_id = $1 and finished_at is not null
  union all
  select 'power/' || id || '/asked', created_at, 'power', 'power-asked', action, 'done', null, site, null, id, null,
         created_by, null
    from power_action where workspace_id = $1
  union all
  select 'power/' || id || '/ended', finished_at, 'power', 'power-' || status, action,
         case status when 'failed' then 'failed' when 'uncertain' then 'unknown' else 'done' end, detail, site, null, id,
         null, null, null
    from power_action where workspace_id = $1 and finished_at is not null
  union all
  select 'drift/' || ordinal, at, 'other', 'drift-' || status, null, 'done',
         (select string_agg(finding ->> 'title', '; ') from json_array_elements(findings) finding), site, null, null,
         null, null, null
    from drift_change found
   where workspace_id = $1 and (status = 'drifted' or status = 'in-step' and exists (
     select from drift_change earlier
      where earlier.workspace_id = $1 and earlier.site = found.site and earlier.ordinal < found.ordinal
        and earlier.status = 'drifted'))
  union all
  select 'machine/' || site, bootstrapped_at, 'access', 'machine-bootstrapped', null, 'done', null, site, null, null,
         null, null, null
    from machine where workspace_id = $1
  union all
  select 'audit/' || entry.sequence, entry.at,
         case when action in ('applyRun', 'schedule.apply') then 'run' when action like 'state.%' then 'state'
              when action in ('offerWorkspace', 'withdrawOffer', 'acceptWorkspace') then 'ownership'
              when action ~* '(ssh|console|session|shell|terminal)' then 'access' else 'other' end,
         case when action in ('applyRun', 'schedule.apply') then 'run-approved' else action end, null, entry.outcome, null,
         coalesce(run.site, entry.detail ->> 'site'), run.id, null, run.revision, entry.user_id, entry.user_name
    from audit_entry entry
    join workspace owned on owned.id = $1
    left join run on entry.object_kind = 'run' and run.id::text = entry.object_id
   where entry.outcome <> 'refused'
     and (entry.object_kind = 'workspace' and entry.object_id = $1::text
          or entry.object_kind = 'run' and entry.object_id in (select id::text from run where workspace_id = $1)
          or entry.object_kind = 'transfer' and entry.object_name = owned.name and entry.action = 'acceptWorkspace'
             and entry.account_id = owned.owner_id and entry.at >= owned.created_at)
     and entry.action not in (
       'submitRequirement', 'reviseRequirement', 'restoreRevision', 'startRuns', 'startRepair', 'discardRun', 'cancelRun', 'changePower',
       'cancelPowerAction', 'rollBackState', 'unlockStateByForce', 'checkDrift', 'schedule.plan', 'schedule.discard',
       'schedule.power')`;

const PAGE = `
  with traces as (${TRACES}),
  page as (
    select *, (extract(epoch from at) * 1000000)::bigint || ' ' || id as position from traces
     where ($2::text[] is null or kind = any ($2))
       and ($3::bigint is null or ((extract(epoch from at) * 1000000)::bigint, id) < ($3, $4))
     order by at desc, id desc limit $5)
  select position, id, at, kind, what, verb, outcome, detail, site, run_id, power_id, revision,
         case when by_id <> '${SCHEDULER}' then by_id end as by_id,
         coalesce(by_name, case when by_id = '${SCHEDULER}' then '${SERVICE_NAME}' end, (select user_name from audit_entry named where named.user_id = page.by_id
                             order by sequence desc limit 1)) as by_name
    from page order by at desc, id desc`;

/** The time line of a workspace from PostgreSQL, for a pool that shows the acting account's rows only. */
export function makeEventLog(pool: Pick<pg.Pool, "query">): EventLog {
  return {
    async page(workspaceId, { kinds, limit, before }) {
      const [at = null, id = null] = before === null ? [] : before.split(" ");
      const { rows } = await pool.query<Row>(PAGE, [workspaceId, kinds, at, id, limit]);
      return rows.map(factsOf);
    },
  };
}

function factsOf(row: Row): EventFacts {
  const { run_id: runId, power_id: powerActionId, by_id: byId, by_name: byName, ...rest } = row;
  return { ...rest, runId, powerActionId, byId, byName };
}
