import type pg from "pg";
import { AppError } from "../../kernel/app-error.ts";
import { SITE_ACCOUNT, type TenantStore } from "../../tenant/ports.ts";
import { isDuplicate } from "./database-problem.ts";
import { recordOf, SHOWN_TENANT, type ShownRow, shownOf, TENANT_COLUMNS, type TenantRow } from "./tenant-row.ts";
import { withTransaction } from "./with-transaction.ts";

const FREE = `status in ('creating', 'removing') and look_at <= now()
  and (claimed_until is null or claimed_until < now())`;

/** Tenants in PostgreSQL; time is the database's. Over the service's own pool. */
export function makeTenantStore(pool: pg.Pool): TenantStore {
  async function shown(rest: string, values: readonly unknown[] = []) {
    const { rows } = await pool.query<ShownRow>(`${SHOWN_TENANT} ${rest}`, [...values]);
    return rows.map(shownOf);
  }

  async function one(where: string, values: readonly unknown[]) {
    const { rows } = await pool.query<TenantRow>(`select ${TENANT_COLUMNS} from tenant where ${where}`, [...values]);
    return rows[0] === undefined ? null : recordOf(rows[0]);
  }

  return {
    list: () => shown("order by owner.handle, cloud.name"),
    find: async (id) => (await shown("where tenant.id = $1", [id]))[0] ?? null,
    ofAccount: (accountId, cloudId) => one("account_id = $1 and cloud_id = $2", [accountId, cloudId]),
    ofWorkspace: (workspaceId) => one("workspace_id = $1", [workspaceId]),

    async account(handleOrId) {
      const { rows } = await pool.query(
        `select id, coalesce(handle, id) as handle, name,
                case kind when 'organisation' then kind else 'person' end as kind
           from account where (id = $1 or handle = $1) and kind <> 'site' and suspended_at is null
          order by id = $1 desc limit 1`,
        [handleOrId],
      );
      return rows[0] ?? null;
    },

    async create(record) {
      try {
        await withTransaction(pool, async (client) => {
          await client.query(
            "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, $2, $3, $4, $4)",
            [record.workspaceId, SITE_ACCOUNT, record.name, record.createdAt],
          );
          await client.query(
            `insert into tenant (id, account_id, cloud_id, cloud_kind, workspace_id, name, limits, cidr, wish, generation,
                                 status, own_cloud_name, created_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
            [
              ...[record.id, record.accountId, record.cloudId, record.cloudKind, record.workspaceId, record.name],
              ...[JSON.stringify(record.limits), record.cidr, record.wish, record.generation, record.status],
              ...[record.ownCloudName, record.createdBy],
            ],
          );
        });
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        const message = "The account has a tenant on that cloud already; look at it, and ask again to change it.";
        throw new AppError("name-taken", message, { accountId: record.accountId }, { cause: error });
      }
    },

    async wish(id, { limits, wish, status, createdBy }) {
      const { rows } = await pool.query<TenantRow>(
        `update tenant
            set limits = $2, wish = $3, status = $4, created_by = $5, generation = generation + 1, detail = null,
                updated_at = now(), look_at = now()
          where id = $1 returning ${TENANT_COLUMNS}`,
        [id, JSON.stringify(limits), wish, status, createdBy],
      );
      if (rows[0] !== undefined) return recordOf(rows[0]);
      throw new AppError("not-found", `There is no tenant ${id}.`, { tenantId: id });
    },

    async claimNext(workerId, leaseSeconds) {
      // Mostly there is none, and asking changes nothing.
      const { rowCount } = await pool.query(`select from tenant where ${FREE} limit 1`);
      if (rowCount === 0) return null;
      const { rows } = await pool.query<TenantRow & { readonly claim_epoch: number }>(
        `update tenant
            set claim_epoch = claim_epoch + 1, claimed_by = $1, claimed_until = now() + make_interval(secs => $2)
          where id = (select id from tenant where ${FREE} order by look_at limit 1 for update skip locked)
          returning ${TENANT_COLUMNS}, claim_epoch`,
        [workerId, leaseSeconds],
      );
      const row = rows[0];
      return row === undefined ? null : { record: recordOf(row), epoch: row.claim_epoch };
    },

    async settle({ record, epoch }, patch, lookAgainMs) {
      const { status = null, detail = record.detail, ownCloudId = record.ownCloudId } = patch;
      await pool.query(
        `update tenant
            set claimed_by = null, claimed_until = null, own_cloud_id = $5,
                look_at = now() + make_interval(secs => case when generation = $3 then $7::float8 else 0 end),
                detail = case when generation = $3 then $6 else detail end,
                status = case when generation = $3 and $4::text is not null then $4 else status end,
                updated_at = case when $4::text is not null then now() else updated_at end
          where id = $1 and claim_epoch = $2`,
        [record.id, epoch, record.generation, status, ownCloudId, detail, lookAgainMs / 1000],
      );
    },

    forget: ({ record, epoch }) =>
      withTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          "delete from tenant where id = $1 and claim_epoch = $2 and generation = $3",
          [record.id, epoch, record.generation],
        );
        if (rowCount === 0) {
          await client.query(
            "update tenant set claimed_by = null, claimed_until = null where id = $1 and claim_epoch = $2",
            [record.id, epoch],
          );
          return;
        }
        await client.query("delete from workspace where id = $1 and owner_id = $2", [record.workspaceId, SITE_ACCOUNT]);
      }),
  };
}

/** The owner of clouds for administration; made once. */
export async function ensureSiteAccount(pool: Pick<pg.Pool, "query">): Promise<void> {
  await pool.query(
    "insert into account (id, kind, name, handle) values ($1, 'site', 'TwinStack', '(site)') on conflict do nothing",
    [SITE_ACCOUNT],
  );
}
