import type pg from "pg";
import type { DeploymentPlan, Requirement } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { BootstrapMaterial, MachineRecord, MachineStore } from "../../machine/ports.ts";
import { sealedAs } from "./sealing/contexts.ts";
import type { Keyring } from "./sealing/open-keyring.ts";
import { withTransaction } from "./with-transaction.ts";

/** Machines and their bootstrap tokens in PostgreSQL. */
export function makeMachineStore(pool: pg.Pool, keyring: Pick<Keyring, "workspaces">): MachineStore {
  return {
    admit(machine, bootstrapTokenHash) {
      return withTransaction(pool, async (client) => {
        await useToken(client, machine, bootstrapTokenHash);
        await client.query(
          `insert into machine (workspace_id, site, token_hash, host_keys, bootstrapped_at) values ($1, $2, $3, $4, $5)
           on conflict (workspace_id, site) do update
             set token_hash = excluded.token_hash, host_keys = excluded.host_keys,
                 bootstrapped_at = excluded.bootstrapped_at, last_heartbeat_at = null, boot_id = null,
                 uptime_seconds = null, first_boot_done = null, gate = null`,
          [
            machine.workspaceId,
            machine.site,
            machine.tokenHash,
            JSON.stringify(machine.hostKeys),
            machine.bootstrappedAt,
          ],
        );
        return readMaterial(client, keyring, machine.workspaceId);
      });
    },

    async findByToken(workspaceId, site, tokenHash) {
      const { rows } = await pool.query<{ requirement: Requirement; deployment_plan: DeploymentPlan }>(
        `select requirement, deployment_plan
           from machine join revision using (workspace_id)
          where workspace_id = $1 and site = $2 and token_hash = $3
          order by number desc limit 1`,
        [workspaceId, site, tokenHash],
      );
      const row = rows[0];
      if (row === undefined) return null;
      // A site that the requirement has dropped must not go on serving as if it were main.
      const role = row.deployment_plan.sites.find((planned) => planned.site === site)?.role ?? "standby";
      return { role, protected: row.requirement.protection.enabled };
    },

    async recordHeartbeat(beat, at) {
      await pool.query(
        `update machine set last_heartbeat_at = $3, boot_id = $4, uptime_seconds = $5, first_boot_done = $6, gate = $7
          where workspace_id = $1 and site = $2`,
        [beat.workspaceId, beat.site, at, beat.bootId, beat.uptimeSeconds, beat.firstBootDone, beat.gate],
      );
    },
  };
}

/**
 * A token is good for one machine: used up, it opens again only when a later run has made the site's machine anew from
 * the same first-boot document.
 */
async function useToken(client: pg.PoolClient, machine: MachineRecord, tokenHash: string): Promise<void> {
  const { rows } = await client.query<{ usable: boolean; made_by: string | null }>(
    `select token.used_at is null or token.used_for_run is distinct from made.id as usable, made.id as made_by
       from bootstrap_token token
       left join lateral (
         select run.id from run
          where run.workspace_id = token.workspace_id and run.site = token.site and run.kind = 'apply'
            and run.status in ('applying', 'applied', 'errored', 'canceled')
            and exists (select 1 from json_array_elements(run.summary -> 'changes') change
                         where change ->> 'type' in ('openstack_compute_instance_v2', 'cloudstack_instance')
                           and (change -> 'actions')::jsonb ? 'create')
          order by run.queue_order desc limit 1) made on true
      where token.workspace_id = $1 and token.site = $2 and token.token_hash = $3
        for update of token`,
    [machine.workspaceId, machine.site, tokenHash],
  );
  const token = rows[0];
  if (token === undefined) throw new AppError("not-authenticated", "The bootstrap token is not this machine's.");
  if (!token.usable) {
    throw new AppError(
      "not-authenticated",
      "The bootstrap token is used up; make the machine anew to get another one.",
    );
  }
  await client.query(
    `update bootstrap_token set used_at = $4, used_for_run = $5
      where workspace_id = $1 and site = $2 and token_hash = $3`,
    [machine.workspaceId, machine.site, tokenHash, machine.bootstrappedAt, token.made_by],
  );
}

async function readMaterial(
  client: pg.PoolClient,
  { workspaces }: Pick<Keyring, "workspaces">,
  workspaceId: string,
): Promise<BootstrapMaterial> {
  const revisions = await client.query<{ requirement: Requirement }>(
    "select requirement from revision where workspace_id = $1 order by number desc limit 1",
    [workspaceId],
  );
  const requirement = revisions.rows[0]?.requirement;
  if (requirement === undefined) throw new AppError("not-found", `There is no workspace ${workspaceId}.`);
  const files = await client.query<{ sha256: string; content_sealed: Buffer }>(
    "select sha256, content_sealed from secret_file where workspace_id = $1",
    [workspaceId],
  );
  if (files.rows.length === 0) return { requirement, secretContents: new Map() };
  const sealer = await workspaces.within(client, workspaceId);
  const contents = await Promise.all(
    files.rows.map(async ({ sha256, content_sealed: sealed }) => {
      const content = await sealer.open(sealed, sealedAs.secretFile(workspaceId, sha256));
      return [sha256, content.toString("utf8")] as const;
    }),
  );
  return { requirement, secretContents: new Map(contents) };
}
