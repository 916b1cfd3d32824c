import type pg from "pg";
import type { StrayObject } from "../../contract/index.ts";
import type { Removal, RepairStore, SiteCondition, SiteName } from "../../repair/ports.ts";
import type { RunObject } from "../../run/ports.ts";
import { isPresentClaim } from "./state-credentials.ts";
import { withTransaction } from "./with-transaction.ts";

interface ConditionRow {
  readonly workspace_id: string;
  readonly site: SiteCondition["site"];
  readonly cloud_id: string;
  readonly unclean: boolean;
  readonly unclean_before: boolean;
  readonly reason: string | null;
  readonly since: Date;
  readonly run_id: string;
  readonly run_kind: SiteCondition["runKind"];
  readonly revision: number;
  readonly ended_ms_ago: number | null;
  readonly inspected_at: Date | null;
  readonly inspection_problem: string | null;
}

interface ObjectRow {
  readonly address: string;
  readonly action: string;
  readonly state: RunObject["state"];
  readonly object_id: string | null;
}

/** By the database's clock, so that no worker's matters. */
const COLUMNS = "*, (extract(epoch from now() - ended_at) * 1000)::float8 as ended_ms_ago";
const HERE = "workspace_id = $1 and site = $2 and cloud_id = $3";

/** What is known of sites whose apply may have left something. The marks themselves are set by triggers on `run`. */
export function makeRepairStore(pool: pg.Pool): RepairStore {
  return {
    async condition(name) {
      const { rows } = await pool.query<ConditionRow>(
        `select ${COLUMNS} from site_condition where ${HERE}`,
        keyOf(name),
      );
      return rows[0] === undefined ? null : conditionOf(rows[0]);
    },

    async conditions(workspaceId) {
      const { rows } = await pool.query<ConditionRow>(
        `select ${COLUMNS} from site_condition where workspace_id = $1 order by site desc, since`,
        [workspaceId],
      );
      return rows.map(conditionOf);
    },

    async strays(name) {
      const { rows } = await pool.query<{ document: StrayObject }>(
        `select document from site_stray where ${HERE} order by ordinal`,
        keyOf(name),
      );
      return rows.map(({ document }) => document);
    },

    async takeForInspection(seconds) {
      const { rows } = await pool.query<ConditionRow>(
        `update site_condition as taken set look_at = now() + make_interval(secs => $1)
          where (workspace_id, site, cloud_id) = (
            select workspace_id, site, cloud_id from site_condition
             where unclean and ended_at is not null and look_at <= now()
             order by look_at limit 1 for update skip locked)
         returning ${COLUMNS}`,
        [seconds],
      );
      return rows[0] === undefined ? null : conditionOf(rows[0]);
    },

    async noteInspection(seen, { strays, problem, clean, againInMs }) {
      await withTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          `update site_condition
              set inspected_at = case when $4 then now() else inspected_at end, inspection_problem = $5,
                  unclean = not $6, reason = case when $6 then null else reason end,
                  look_at = now() + make_interval(secs => $7)
            where ${HERE} and unclean and run_id = $8 and ended_at is not null`,
          [...keyOf(seen), strays !== null, problem, clean, againInMs / 1_000, seen.runId],
        );
        if (rowCount !== 1 || strays === null) return;
        await client.query(`delete from site_stray where ${HERE}`, keyOf(seen));
        await client.query(
          `insert into site_stray (workspace_id, site, cloud_id, ordinal, document)
           select $1, $2, $3, found.ordinal, found.document
             from json_array_elements($4::json) with ordinality as found (document, ordinal)`,
          [...keyOf(seen), JSON.stringify(strays)],
        );
      });
    },

    async objects(runId) {
      const { rows } = await pool.query<ObjectRow>(
        // What was said again after a run was packed stands in a row of its own and counts.
        `select address, action, state, object_id from run_object where run_id = $1
          union all
         select packed ->> 0, packed ->> 1, packed ->> 2, packed ->> 3
           from run_history, json_array_elements(objects) packed
          where run_id = $1 and not exists (
            select from run_object again where again.run_id = $1 and again.address = packed ->> 0)
          order by address`,
        [runId],
      );
      return rows.map(({ object_id: objectId, ...rest }) => ({ ...rest, objectId }));
    },

    async noteObjects(runId, objects) {
      await pool.query(
        `select note_run_object($1, noted ->> 'address', noted ->> 'action', noted ->> 'state', noted ->> 'objectId')
           from json_array_elements($2::json) as noted`,
        [runId, JSON.stringify(objects)],
      );
    },

    async saveRemovals(claim, removals) {
      const { runId } = claim;
      return withTransaction(pool, async (client) => {
        if (!(await isPresentClaim(client, claim))) return false;
        await client.query("delete from run_removal where run_id = $1", [runId]);
        await client.query(
          `insert into run_removal (run_id, ordinal, document)
           select $1, planned.ordinal, planned.document
             from json_array_elements($2::json) with ordinality as planned (document, ordinal)`,
          [runId, JSON.stringify(removals)],
        );
        return true;
      });
    },

    async removals(runId) {
      const { rows } = await pool.query<{ document: Removal }>(
        "select document from run_removal where run_id = $1 order by ordinal",
        [runId],
      );
      return rows.map(({ document }) => document);
    },
  };
}

function keyOf({ workspaceId, site, cloudId }: SiteName): string[] {
  return [workspaceId, site, cloudId];
}

function conditionOf(row: ConditionRow): SiteCondition {
  return {
    workspaceId: row.workspace_id,
    site: row.site,
    cloudId: row.cloud_id,
    unclean: row.unclean,
    uncleanBefore: row.unclean_before,
    reason: row.reason,
    since: row.since,
    runId: row.run_id,
    runKind: row.run_kind,
    revision: row.revision,
    endedMsAgo: row.ended_ms_ago,
    inspectedAt: row.inspected_at,
    inspectionProblem: row.inspection_problem,
  };
}
