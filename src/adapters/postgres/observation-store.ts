import type pg from "pg";
import type { Instance } from "../../contract/index.ts";
import type { ObservationStore } from "../../overview/ports.ts";

/** Last known facts of machines in PostgreSQL. */
export function makeObservationStore(pool: pg.Pool): ObservationStore {
  return {
    async read(workspaceIds) {
      const { rows } = await pool.query<{ facts: Instance }>(
        "select facts from instance_observation where workspace_id = any($1::uuid[])",
        [workspaceIds],
      );
      return rows.map((row) => row.facts);
    },

    async save(instances) {
      for (const instance of instances) {
        // The workspace may be removed between looking at its machine and noting what was seen.
        await pool.query(
          `insert into instance_observation (workspace_id, site, observed_at, facts)
           select id, $2, $3, $4 from workspace where id = $1
           on conflict (workspace_id, site) do update set observed_at = excluded.observed_at, facts = excluded.facts`,
          [instance.workspaceId, instance.site, instance.observedAt, JSON.stringify(instance)],
        );
      }
    },
  };
}
