import type pg from "pg";
import type { BucketStore } from "../../bucket/ports.ts";
import { AppError } from "../../kernel/app-error.ts";
import { SITE_ACCOUNT } from "../../tenant/ports.ts";
import {
  BUCKET_COLUMNS,
  type BucketRow,
  bucketOf,
  SHOWN_BUCKET,
  type ShownBucketRow,
  shownBucketOf,
} from "./bucket-row.ts";
import { isDuplicate } from "./database-problem.ts";
import { ensureSiteAccount } from "./tenant-store.ts";
import { withTransaction } from "./with-transaction.ts";

const FREE = `status in ('creating', 'changing', 'removing') and look_at <= now()
  and (claimed_until is null or claimed_until < now())`;
const MINE = "id = $1 and claim_epoch = $2 and generation = $3";

/** Buckets in PostgreSQL; time is the database's. Over a tenant's pool it only reads. */
export function makeBucketStore(pool: pg.Pool): BucketStore {
  async function shown(rest: string, values: readonly unknown[]) {
    const { rows } = await pool.query<ShownBucketRow>(`${SHOWN_BUCKET} ${rest}`, [...values]);
    return rows.map(shownBucketOf);
  }

  return {
    list: (ownerId) => shown("where bucket.owner_id = $1 order by bucket.name, cloud.name", [ownerId]),
    find: async (id) => (await shown("where bucket.id = $1", [id]))[0] ?? null,

    async ofSeat(seat) {
      const { rows } = await pool.query<BucketRow>(`select ${BUCKET_COLUMNS} from bucket where seat = $1`, [seat]);
      return rows[0] === undefined ? null : bucketOf(rows[0]);
    },

    async create(record) {
      try {
        await pool.query(
          `insert into bucket (id, owner_id, cloud_id, cloud_kind, seat, name, cloud_bucket, quota_gib, wish,
                               with_contents, generation, status, created_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
          [
            ...[record.id, record.ownerId, record.cloudId, record.cloudKind, record.seat, record.name],
            ...[record.cloudBucket, record.quotaGib, record.wish, record.withContents, record.generation],
            ...[record.status, record.createdBy],
          ],
        );
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        const message = `You have a bucket ${record.name} on that cloud already.`;
        throw new AppError("name-taken", message, { name: record.name }, { cause: error });
      }
    },

    async wish(id, { quotaGib, wish, withContents, status }) {
      const { rowCount } = await pool.query(
        `update bucket
            set quota_gib = $2, wish = $3, with_contents = $4, status = $5, generation = generation + 1, detail = null,
                updated_at = now(), look_at = now()
          where id = $1 and (wish = 'present' or $3 = 'absent')`,
        [id, quotaGib, wish, withContents, status],
      );
      if (rowCount === 1) return;
      throw new AppError("bucket-state", "The bucket is being removed, or gone.", { bucketId: id });
    },

    async noteUsage(id, { bytes, objects, measuredAt }) {
      await pool.query("update bucket set used_bytes = $2, object_count = $3, measured_at = $4 where id = $1", [
        ...[id, bytes, objects, measuredAt],
      ]);
    },

    async noteKey(id, before, key) {
      const { rowCount } = await pool.query(
        `update bucket set access_key = $3, key_given_at = $4, key_given_by = $5
          where id = $1 and access_key is not distinct from $2`,
        [id, before, key?.accessKey ?? null, key?.givenAt ?? null, key?.givenBy ?? null],
      );
      return rowCount === 1;
    },

    async openSeat({ seat, cloudBucket }) {
      await ensureSiteAccount(pool);
      await pool.query(
        `insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, $2, $3, now(), now())
         on conflict do nothing`,
        [seat, SITE_ACCOUNT, cloudBucket],
      );
    },

    async claimNext(workerId, leaseSeconds) {
      // Mostly there is none, and asking changes nothing.
      const { rowCount } = await pool.query(`select from bucket where ${FREE} limit 1`);
      if (rowCount === 0) return null;
      const { rows } = await pool.query<BucketRow & { readonly claim_epoch: number }>(
        `update bucket
            set claim_epoch = claim_epoch + 1, claimed_by = $1, claimed_until = now() + make_interval(secs => $2)
          where id = (select id from bucket where ${FREE} order by look_at limit 1 for update skip locked)
          returning ${BUCKET_COLUMNS}, claim_epoch`,
        [workerId, leaseSeconds],
      );
      const row = rows[0];
      return row === undefined ? null : { record: bucketOf(row), epoch: row.claim_epoch };
    },

    async settle({ record, epoch }, patch, lookAgainMs) {
      const { status = null, detail = record.detail } = patch;
      await pool.query(
        `update bucket
            set claimed_by = null, claimed_until = null,
                look_at = now() + make_interval(secs => case when generation = $3 then $6::float8 else 0 end),
                detail = case when generation = $3 then $5 else detail end,
                status = case when generation = $3 and $4::text is not null then $4 else status end,
                updated_at = case when $4::text is not null then now() else updated_at end
          where id = $1 and claim_epoch = $2`,
        [record.id, epoch, record.generation, status, detail, lookAgainMs / 1000],
      );
    },

    forget: ({ record, epoch }) =>
      withTransaction(pool, async (client) => {
        const values = [record.id, epoch, record.generation];
        const { rowCount } = await client.query(`delete from bucket where ${MINE}`, values);
        if (rowCount === 1) {
          await client.query("delete from workspace where id = $1 and owner_id = $2", [record.seat, SITE_ACCOUNT]);
          return;
        }
        await client.query(
          "update bucket set claimed_by = null, claimed_until = null where id = $1 and claim_epoch = $2",
          values.slice(0, 2),
        );
      }),
  };
}
