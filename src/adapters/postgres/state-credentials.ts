import type pg from "pg";
import type { SiteKey } from "../../contract/index.ts";
import type { ClaimOfRun, StateStore } from "../../state/ports.ts";
import { withTransaction } from "./with-transaction.ts";

/** Rights of runs to their state. The run's row decides whose claim is the present one, and stays locked meanwhile. */
export function makeStateCredentials(
  pool: pg.Pool,
): Pick<StateStore, "saveCredential" | "credential" | "removeCredential"> {
  return {
    async saveCredential({ runId, epoch, workspaceId, site, passwordHash }) {
      const { rowCount } = await pool.query(
        `insert into state_credential (run_id, workspace_id, site, password_hash)
         select id, $3, $4, $5 from run where id = $1 and claim_epoch = $2 for share
         on conflict (run_id) do update set password_hash = excluded.password_hash`,
        [runId, epoch, workspaceId, site, passwordHash],
      );
      return rowCount === 1;
    },

    async credential(runId) {
      const { rows } = await pool.query<{ workspace_id: string; site: SiteKey; password_hash: string }>({
        name: "state-credential",
        text: "select workspace_id, site, password_hash from state_credential where run_id = $1",
        values: [runId],
      });
      const row = rows[0];
      return row === undefined
        ? null
        : { workspaceId: row.workspace_id, site: row.site, passwordHash: row.password_hash };
    },

    async removeCredential(runId, epoch) {
      return withTransaction(pool, async (client) => {
        if (!(await isPresentClaim(client, { runId, epoch }))) return false;
        await client.query("delete from state_credential where run_id = $1", [runId]);
        // After the credential: from here on no request that is still on its way can take a lock.
        await client.query("delete from state_lock where run_id = $1", [runId]);
        return true;
      });
    },
  };
}

/** Whether no newer claim of the run exists; none can come before the transaction has ended. */
export async function isPresentClaim(client: pg.PoolClient, { runId, epoch }: ClaimOfRun): Promise<boolean> {
  const { rowCount } = await client.query("select 1 from run where id = $1 and claim_epoch = $2 for share", [
    runId,
    epoch,
  ]);
  return rowCount === 1;
}
