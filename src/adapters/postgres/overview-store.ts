import type pg from "pg";
import type { SitePlan } from "../../contract/index.ts";
import type { OverviewStore, RunFacts, StateFact, WorkspaceFacts } from "../../overview/ports.ts";

interface Row {
  readonly id: string;
  readonly name: string;
  readonly owner_id: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly revision: number;
  readonly sites: readonly SitePlan[];
  readonly last_runs: readonly RunFacts[] | null;
  readonly settled_runs: readonly RunFacts[] | null;
  readonly states: readonly StateFact[] | null;
}

/** Views of workspaces over revisions, runs and states, one query per question, planned once per connection. */
export function makeOverviewStore(pool: pg.Pool): OverviewStore {
  return {
    async list(ownerId, page = { after: null, limit: Number.MAX_SAFE_INTEGER }) {
      const { rows } = await pool.query<Row>({
        name: "overview-list",
        text: `${SELECT} where workspace.owner_id = $1 and ($2::text is null or workspace.name > $2)
          order by workspace.name
          limit $3`,
        values: [ownerId, page.after, page.limit],
      });
      return rows.map(factsOf);
    },

    async listAll({ after, limit }) {
      const { rows } = await pool.query<Row>({
        name: "overview-list-all",
        text: `${SELECT} where $1::uuid is null or workspace.id > $1 order by workspace.id limit $2`,
        values: [after, limit],
      });
      return rows.map(factsOf);
    },

    async find(ownerId, id) {
      const { rows } = await pool.query<Row>({
        name: "overview-find",
        text: `${SELECT} where workspace.owner_id = $1 and workspace.id = $2`,
        values: [ownerId, id],
      });
      return rows[0] ? factsOf(rows[0]) : null;
    },
  };
}

/** A run as JSON with the names of `RunFacts`. */
const RUN_JSON = `json_build_object(
  'id', run.id, 'site', run.site, 'role', run.role, 'kind', run.kind, 'status', run.status, 'revision', run.revision,
  'cloudId', run.cloud_id, 'cloudName', cloud.name, 'sandbox', coalesce(cloud.sandbox, false))`;

/**
 * After a plan without changes a site is as its revision says, just as after an apply. Every column is named: a prepared
 * statement with `*` fails from the moment an upgrade beside it adds one.
 */
const SELECT = `
  select workspace.id, workspace.name, workspace.owner_id, workspace.created_at, workspace.updated_at,
    latest.number as revision, latest.deployment_plan -> 'sites' as sites,
    (select json_agg(entry) from (
       select distinct on (run.site) ${RUN_JSON} as entry
         from run left join cloud on cloud.id = run.cloud_id
        where run.workspace_id = workspace.id
        order by run.site, run.queue_order desc) runs) as last_runs,
    (select json_agg(entry) from (
       select distinct on (run.site) ${RUN_JSON} as entry
         from run left join cloud on cloud.id = run.cloud_id
        where run.workspace_id = workspace.id and run.status in ('applied', 'planned-and-finished')
        order by run.site, run.queue_order desc) runs) as settled_runs,
    (select json_agg(json_build_object('site', site, 'hasObjects', has_objects, 'instanceId', instance_id,
                                       'instanceName', instance_name))
      from (select distinct on (site) site, has_objects, instance_id, instance_name
              from state_version where workspace_id = workspace.id
             order by site, serial desc) present) as states
  from workspace
  join lateral (select number, deployment_plan from revision
                 where workspace_id = workspace.id order by number desc limit 1) latest on true`;

function factsOf(row: Row): WorkspaceFacts {
  return {
    id: row.id,
    name: row.name,
    ownerId: row.owner_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    revision: row.revision,
    plannedSites: row.sites,
    lastRuns: row.last_runs ?? [],
    settledRuns: row.settled_runs ?? [],
    states: row.states ?? [],
  };
}
