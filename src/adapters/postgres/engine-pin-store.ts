import type pg from "pg";
import type { EngineVersions, SiteKey } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { RUN_CHANGE } from "./run-changes.ts";

export interface StoredPin {
  readonly versions: EngineVersions;
  readonly review: readonly SiteKey[];
}

export interface EnginePinStore {
  find(workspaceId: string): Promise<StoredPin | null>;
  /**
   * Notes the versions unless some are noted. A workspace that has states from before anything was noted has them
   * reviewed once: nobody knows what wrote them.
   */
  pin(workspaceId: string, versions: EngineVersions): Promise<void>;
  /** Throws AppError `run-active` while a run is under way: its plan belongs to the old versions. */
  move(workspaceId: string, versions: EngineVersions): Promise<void>;
  awaitsReview(workspaceId: string, site: SiteKey): Promise<boolean>;
  /** The site now is as the pinned versions make it. */
  reviewed(workspaceId: string, site: SiteKey): Promise<void>;
}

const SITES_WITH_STATE = `coalesce((select array_agg(distinct site order by site) from state_version where workspace_id = $1), '{}')`;

/** Engine pins in PostgreSQL. */
export function makeEnginePinStore(pool: pg.Pool): EnginePinStore {
  return {
    async find(workspaceId) {
      const { rows } = await pool.query<StoredPin>("select versions, review from engine_pin where workspace_id = $1", [
        workspaceId,
      ]);
      return rows[0] ?? null;
    },

    async pin(workspaceId, versions) {
      await pool.query(
        `insert into engine_pin (workspace_id, versions, review) values ($1, $2, ${SITES_WITH_STATE})
         on conflict do nothing`,
        [workspaceId, versions],
      );
    },

    async move(workspaceId, versions) {
      const { rowCount } = await pool.query(
        `with moved as (
           insert into engine_pin (workspace_id, versions, review)
           select $1, $2, ${SITES_WITH_STATE}
            where not exists (select from run where workspace_id = $1 and status in ('planning', 'planned', 'confirmed', 'applying'))
           on conflict (workspace_id) do update
              set versions = excluded.versions, review = excluded.review, pinned_at = now()
           returning workspace_id)
         select pg_notify($3, '') from moved`,
        [workspaceId, versions, RUN_CHANGE],
      );
      if (rowCount === 1) return;
      throw new AppError(
        "run-active",
        "A run of this workspace is under way; its plan belongs to the present versions.",
        {
          workspaceId,
        },
      );
    },

    async awaitsReview(workspaceId, site) {
      const { rowCount } = await pool.query("select from engine_pin where workspace_id = $1 and $2 = any (review)", [
        workspaceId,
        site,
      ]);
      return rowCount === 1;
    },

    async reviewed(workspaceId, site) {
      await pool.query("update engine_pin set review = array_remove(review, $2) where workspace_id = $1", [
        workspaceId,
        site,
      ]);
    },
  };
}
