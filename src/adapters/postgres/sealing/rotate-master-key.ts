import type pg from "pg";
import { AppError } from "../../../kernel/app-error.ts";
import { isForeignKeyViolation } from "../database-problem.ts";
import { withTransaction } from "../with-transaction.ts";
import { type MasterKey, unwrapKey, wrapKey } from "./master-key.ts";
import { openKeyring } from "./open-keyring.ts";

export interface RotationReport {
  readonly from: string;
  readonly to: string;
  /** Data keys wrapped anew by this call; an earlier call that was cut short did the others. */
  readonly rewrapped: number;
  /** Data keys read back and opened with the new key alone: all there are. */
  readonly verified: number;
}

const BATCH = 200;

/**
 * Wraps every data key with a new master key. What is sealed stays as it is, so this takes moments. May be repeated
 * after an interruption. At its end the database refuses whatever is wrapped with the old key.
 *
 * @throws AppError `secret-key-mismatch` when the database is sealed under neither key
 */
export async function rotateMasterKey(
  pool: pg.Pool,
  { from, to }: { readonly from: MasterKey; readonly to: MasterKey },
): Promise<RotationReport> {
  // Also seals anew what an earlier release sealed with the old master key itself.
  await openKeyring(pool, { current: to, old: from });
  if (from.id === to.id) throw new AppError("validation-failed", "The old and the new secret key are the same.");
  let rewrapped = await rewrapSiteKey(pool, from, to);
  do {
    for (let count = -1; count !== 0; rewrapped += count) count = await rewrapBatch(pool, from, to);
  } while (!(await retire(pool, from)));
  return { from: from.id, to: to.id, rewrapped, verified: await verify(pool, to) };
}

/** The foreign keys keep the old key's row while one data key is wrapped with it; a service may just have added one. */
async function retire(pool: pg.Pool, from: MasterKey): Promise<boolean> {
  try {
    await pool.query("delete from master_key where id = $1", [from.id]);
    return true;
  } catch (error) {
    if (isForeignKeyViolation(error, "data_key_master_key_id_fkey")) return false;
    throw error;
  }
}

function rewrapSiteKey(pool: pg.Pool, from: MasterKey, to: MasterKey): Promise<number> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<{ wrapped: Buffer }>(
      "select wrapped from site_key where master_key_id = $1 for update",
      [from.id],
    );
    const row = rows[0];
    if (row === undefined) return 0;
    await client.query("update site_key set master_key_id = $1, wrapped = $2", [
      to.id,
      wrapKey(to, unwrapKey(from, row.wrapped, "site"), "site"),
    ]);
    return 1;
  });
}

function rewrapBatch(pool: pg.Pool, from: MasterKey, to: MasterKey): Promise<number> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<{ workspace_id: string; wrapped: Buffer }>(
      `select workspace_id, wrapped from data_key where master_key_id = $1
        order by workspace_id limit ${BATCH} for update`,
      [from.id],
    );
    for (const { workspace_id: id, wrapped } of rows) {
      await client.query("update data_key set master_key_id = $2, wrapped = $3 where workspace_id = $1", [
        ...[id, to.id, wrapKey(to, unwrapKey(from, wrapped, id), id)],
      ]);
    }
    return rows.length;
  });
}

async function verify(pool: pg.Pool, key: MasterKey): Promise<number> {
  const { rows } = await pool.query<{ owner: string; wrapped: Buffer }>(
    "select 'site' as owner, wrapped from site_key union all select workspace_id::text, wrapped from data_key",
  );
  for (const { owner, wrapped } of rows) unwrapKey(key, wrapped, owner);
  return rows.length;
}
