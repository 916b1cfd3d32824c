import type pg from "pg";
import type {
  DriftChange,
  DriftFinding,
  DriftStatus,
  MachineState,
  PowerVerb,
  SiteDrift,
  SiteKey,
} from "../../contract/index.ts";
import type { DriftStore, DueSite } from "../../drift/ports.ts";
import { SCHEDULER } from "../../schedule/ports.ts";
import { withTransaction } from "./with-transaction.ts";

interface DueRow {
  readonly workspace_id: string;
  readonly owner_id: string;
  readonly site: SiteKey;
  readonly cloud_id: string;
  readonly run_id: string;
  readonly revision: number;
  readonly taken_at: Date;
  readonly machine: MachineState;
  readonly power: PowerVerb | null;
  readonly ended_at: Date;
}

interface SiteRow {
  readonly workspace_id: string;
  readonly name: string;
  readonly site: SiteKey;
  readonly cloud_id: string;
  readonly status: DriftStatus;
  readonly findings: readonly DriftFinding[] | null;
  readonly problem: string | null;
  readonly checked_at: Date | null;
  readonly since: Date | null;
  readonly asked: boolean;
}

/** Checks that differed from the one before, kept per site. */
const KEPT_CHANGES = 100;

/** A site that stands, is clean, and on which nothing is at work. */
const AT_REST = `not place.unclean and place.ended_at is not null and place.run_kind = 'apply'
  and not exists (select from run where run.workspace_id = place.workspace_id and run.site = place.site
                     and run.status in ('pending', 'planning', 'confirmed', 'applying'))
  and not exists (select from power_action where power_action.workspace_id = place.workspace_id
                     and power_action.site = place.site and power_action.finished_at is null)`;

/** The same share of the interval for a site every time, and another one for its neighbour. */
const SHARE = "(0.75 + 0.25 * (abs(hashtext(place.workspace_id::text || place.site)) % 1000) / 1000)";

const DUE = `
  select place.workspace_id, place.site, place.cloud_id
    from site_condition place left join drift_site seen using (workspace_id, site, cloud_id)
   where ${AT_REST} and (seen.held_until is null or seen.held_until < now())
     and (seen.asked_at is not null
          or greatest(place.ended_at, seen.checked_at) + make_interval(secs => $1::float8 * ${SHARE}) <= now())
   order by seen.asked_at nulls last, place.cloud_id
   limit $2`;

const TAKEN = `
  select taken.workspace_id, workspace.owner_id, taken.site, taken.cloud_id, place.run_id, place.revision,
    place.ended_at, now() as taken_at,
    (select wanted ->> 'machine' from json_array_elements(revision.deployment_plan -> 'sites') wanted
      where wanted ->> 'site' = taken.site) as machine,
    (select action from (
       select action, created_by, finished_at from power_action
        where power_action.workspace_id = taken.workspace_id and power_action.site = taken.site
          and power_action.status = 'done'
        order by ordinal desc limit 1) last
      -- Applies keep a machine stopped that the owner's times stopped.
      where finished_at > place.ended_at or (action = 'stop' and created_by = '${SCHEDULER}')) as power
    from taken
    join site_condition place using (workspace_id, site, cloud_id)
    join workspace on workspace.id = taken.workspace_id
    join revision on revision.workspace_id = taken.workspace_id and revision.number = place.revision`;

const SITES = `
  select place.workspace_id, workspace.name, place.site, place.cloud_id, seen.problem, seen.checked_at, seen.since,
    case when seen.run_id is distinct from place.run_id or seen.status is null then 'unchecked' else seen.status end
      as status,
    case when seen.run_id = place.run_id then seen.findings end as findings,
    seen.asked_at is not null as asked
    from site_condition place
    join workspace on workspace.id = place.workspace_id
    left join drift_site seen using (workspace_id, site, cloud_id)
   where not place.unclean and place.ended_at is not null and place.run_kind = 'apply'`;

/** Drift checks in PostgreSQL; time is the database's. */
export function makeDriftStore(pool: pg.Pool): DriftStore {
  return {
    async takeDue({ intervalSeconds, limit, holdSeconds }) {
      // Mostly there is none, and asking changes nothing.
      const { rows: due } = await pool.query<Pick<DueRow, "workspace_id" | "site" | "cloud_id">>(DUE, [
        intervalSeconds,
        limit,
      ]);
      const first = due[0];
      if (first === undefined) return [];
      const together = due.filter(({ cloud_id: cloudId }) => cloudId === first.cloud_id);
      const { rows } = await pool.query<DueRow>(
        `with taken as (
           insert into drift_site as seen (workspace_id, site, cloud_id, held_until)
           select workspace_id, site, $2, now() + make_interval(secs => $3)
             from json_to_recordset($1::json) as due (workspace_id uuid, site text)
           on conflict (workspace_id, site, cloud_id) do update set held_until = excluded.held_until
             where seen.held_until is null or seen.held_until < now()
           returning workspace_id, site, cloud_id)
         ${TAKEN}`,
        [JSON.stringify(together), first.cloud_id, holdSeconds],
      );
      return rows.map(dueOf);
    },

    note: (site, { status, findings, problem }) =>
      withTransaction(pool, async (client) => {
        const key = [site.workspaceId, site.site, site.cloudId];
        const { rows } = await client.query<{ before: string | null; status: string | null; at_rest: boolean }>(
          `select seen.findings::text || coalesce(seen.problem, '') as before, seen.status,
                  (place.run_id = $4 and ${AT_REST}) as at_rest
             from drift_site seen join site_condition place using (workspace_id, site, cloud_id)
            where workspace_id = $1 and site = $2 and cloud_id = $3
              for update of seen`,
          [...key, site.runId],
        );
        const present = rows[0];
        if (present === undefined) return;
        if (!present.at_rest)
          return void (await client.query(`update drift_site set held_until = null where ${HERE}`, key));
        const document = JSON.stringify(findings);
        const other = present.status !== status || present.before !== document + (problem ?? "");
        await client.query(
          `update drift_site
              set run_id = $4, status = $5, findings = $6, problem = $7, checked_at = now(),
                  asked_at = case when asked_at > $9 then asked_at end, held_until = null, since = case when $8 then now() else since end
            where ${HERE}`,
          [...key, site.runId, status, document, problem, other, site.takenAt],
        );
        if (!other) return;
        await client.query(
          `insert into drift_change (workspace_id, site, cloud_id, status, findings, problem)
           values ($1, $2, $3, $4, $5, $6)`,
          [...key, status, document, problem],
        );
        await client.query(
          `delete from drift_change where workspace_id = $1 and site = $2 and ordinal <= (
             select ordinal from drift_change where workspace_id = $1 and site = $2
              order by ordinal desc offset $3 limit 1)`,
          [site.workspaceId, site.site, KEPT_CHANGES],
        );
      }),

    async ask(workspaceId) {
      const { rowCount } = await pool.query(
        `insert into drift_site (workspace_id, site, cloud_id, asked_at)
         select workspace_id, site, cloud_id, now() from site_condition place
          where workspace_id = $1 and not unclean and ended_at is not null and run_kind = 'apply'
         on conflict (workspace_id, site, cloud_id) do update set asked_at = excluded.asked_at`,
        [workspaceId],
      );
      return rowCount ?? 0;
    },

    async sites(workspaceId) {
      const { rows } = await pool.query<SiteRow>(`${SITES} and place.workspace_id = $1 order by place.site desc`, [
        workspaceId,
      ]);
      return rows.map(siteOf);
    },

    async history(workspaceId, limit) {
      const { rows } = await pool.query<Omit<DriftChange, "at"> & { readonly at: Date }>(
        `select site, at, status, findings, problem from drift_change
          where workspace_id = $1 order by ordinal desc limit $2`,
        [workspaceId, limit],
      );
      return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
    },

    async fleet(ownerId, { after, limit, status }) {
      const { rows } = await pool.query<SiteRow>(
        `select * from (${SITES} and workspace.owner_id = $1) site
          where ($2::text is null or workspace_id::text || ' ' || site > $2) and ($3::text is null or status = $3)
          order by workspace_id::text || ' ' || site limit $4`,
        [ownerId, after, status, limit],
      );
      return rows.map(siteOf);
    },
  };
}

const HERE = "workspace_id = $1 and site = $2 and cloud_id = $3";

function dueOf(row: DueRow): DueSite {
  return {
    workspaceId: row.workspace_id,
    ownerId: row.owner_id,
    site: row.site,
    cloudId: row.cloud_id,
    runId: row.run_id,
    revision: row.revision,
    takenAt: row.taken_at,
    machine: row.machine,
    power: row.power,
    appliedAt: row.ended_at,
  };
}

function siteOf(row: SiteRow): SiteDrift {
  return {
    workspaceId: row.workspace_id,
    workspaceName: row.name,
    site: row.site,
    cloudId: row.cloud_id,
    status: row.status,
    checkedAt: row.checked_at?.toISOString() ?? null,
    since: row.since?.toISOString() ?? null,
    asked: row.asked,
    problem: row.status === "unchecked" ? null : row.problem,
    findings: [...(row.findings ?? [])],
  };
}
