import type pg from "pg";
import type { TransferStore } from "../../account/ports.ts";
import type { Transfer } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { isDuplicate } from "./database-problem.ts";
import { refuseWhileBusy } from "./refuse-while-busy.ts";
import { withTransaction } from "./with-transaction.ts";

interface Row {
  readonly id: string;
  readonly workspace_id: string;
  readonly workspace_name: string;
  readonly from_id: string;
  readonly from_handle: string;
  readonly to_id: string;
  readonly to_handle: string;
  readonly offered_at: Date;
  readonly expires_at: Date;
}

interface LockedWorkspace {
  readonly id: string;
  readonly name: string;
  readonly owner_id: string;
}

/** Offers and transfers of workspaces in PostgreSQL. */
export function makeTransferStore(pool: pg.Pool): TransferStore {
  return {
    async accountNamed(handleOrId) {
      const { rows } = await pool.query<{ id: string }>(
        `select id from account where (id = $1 or handle = $1) and suspended_at is null order by id = $1 desc limit 1`,
        [handleOrId],
      );
      return rows[0]?.id ?? null;
    },

    offer: (transfer) =>
      withTransaction(pool, async (client) => {
        await lockWorkspace(client, transfer.workspaceId, transfer.fromId);
        await refuseForeignClouds(client, transfer.workspaceId, transfer.toId);
        await client.query("delete from workspace_transfer where workspace_id = $1", [transfer.workspaceId]);
        await client.query(
          `insert into workspace_transfer (id, workspace_id, from_id, to_id, offered_by, offered_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7)`,
          [
            transfer.id,
            transfer.workspaceId,
            transfer.fromId,
            transfer.toId,
            transfer.offeredBy,
            transfer.offeredAt,
            transfer.expiresAt,
          ],
        );
      }),

    async list(accountId, now) {
      const { rows } = await pool.query<Row>(
        `select offer.*, workspace.name as workspace_name, coalesce(giver.handle, giver.id) as from_handle,
                coalesce(receiver.handle, receiver.id) as to_handle
           from workspace_transfer offer
           join workspace on workspace.id = offer.workspace_id and workspace.owner_id = offer.from_id
           join account giver on giver.id = offer.from_id
           join account receiver on receiver.id = offer.to_id
          where (offer.from_id = $1 or offer.to_id = $1) and offer.expires_at > $2 order by offer.offered_at, offer.id`,
        [accountId, now],
      );
      return rows.map(transferOf);
    },

    async withdraw(fromId, workspaceId) {
      const { rowCount } = await pool.query("delete from workspace_transfer where from_id = $1 and workspace_id = $2", [
        fromId,
        workspaceId,
      ]);
      return rowCount === 1;
    },

    async decline(toId, id) {
      const { rowCount } = await pool.query("delete from workspace_transfer where to_id = $1 and id = $2", [toId, id]);
      return rowCount === 1;
    },

    accept: (toId, id, now) =>
      withTransaction(pool, async (client) => {
        const { rows } = await client.query<{ workspace_id: string; from_id: string }>(
          "delete from workspace_transfer where to_id = $1 and id = $2 and expires_at > $3 returning workspace_id, from_id",
          [toId, id, now],
        );
        const offer = rows[0];
        if (offer === undefined) throw new AppError("not-found", `There is no offer ${id} to this account.`);
        const workspace = await lockWorkspace(client, offer.workspace_id, offer.from_id);
        await refuseWhileBusy(client, workspace.id);
        await refuseForeignClouds(client, workspace.id, toId);
        await handOver(client, workspace, toId, now);
        return workspace.id;
      }),
  };
}

/** Whoever starts a run or writes a state of the workspace waits until this transaction ends. */
async function lockWorkspace(client: pg.PoolClient, id: string, ownerId: string): Promise<LockedWorkspace> {
  const { rows } = await client.query<LockedWorkspace>(
    "select id, name, owner_id from workspace where id = $1 for update",
    [id],
  );
  const found = rows[0];
  if (found?.owner_id === ownerId) return found;
  throw new AppError("not-found", `There is no workspace ${id}.`, { workspaceId: id });
}

/** The runs follow by the foreign key `run_of_owner`; everything else hangs on the workspace and not on its owner. */
async function handOver(client: pg.PoolClient, workspace: LockedWorkspace, toId: string, now: Date): Promise<void> {
  try {
    await client.query("update workspace set owner_id = $2, updated_at = $3 where id = $1", [workspace.id, toId, now]);
  } catch (error) {
    if (!isDuplicate(error, "workspace_owner_id_name_key")) throw error;
    throw new AppError(
      "name-taken",
      `The receiving account has a workspace "${workspace.name}" already.`,
      { name: workspace.name },
      { cause: error },
    );
  }
}

/** A cloud belongs to an account with its credentials: a workspace cannot go where its clouds are not. */
async function refuseForeignClouds(client: pg.PoolClient, workspaceId: string, toId: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `with used as (
       select (site ->> 'cloudId')::uuid as cloud_id
         from (select deployment_plan from revision where workspace_id = $1 order by number desc limit 1) latest,
              json_array_elements(latest.deployment_plan -> 'sites') site
       union
       (select distinct on (site) cloud_id from run where workspace_id = $1 order by site, queue_order desc))
     select cloud.name from cloud join used on used.cloud_id = cloud.id
      where cloud.owner_id is not null and cloud.owner_id <> $2 order by cloud.name`,
    [workspaceId, toId],
  );
  if (rows.length === 0) return;
  const clouds = rows.map(({ name }) => name);
  throw new AppError(
    "transfer-refused",
    `It stands on ${clouds.join(" and ")}, which the receiving account does not have.`,
    { clouds },
  );
}

function transferOf(row: Row): Transfer {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    from: { id: row.from_id, handle: row.from_handle },
    to: { id: row.to_id, handle: row.to_handle },
    offeredAt: row.offered_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  };
}
