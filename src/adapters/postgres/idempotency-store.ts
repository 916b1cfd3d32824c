import type pg from "pg";
import { HELD_SECONDS, type IdempotencyKey, type IdempotencyStore, type KeptAnswer } from "../../idempotency/ports.ts";
import type { Sealer } from "./sealer.ts";

interface Row {
  readonly mine: boolean;
  readonly fingerprint: string;
  readonly answer_sealed: Buffer | null;
}

const KEPT = "24 hours";

/** Idempotency keys in PostgreSQL; answers are sealed before they are stored. */
export function makeIdempotencyStore(pool: pg.Pool, sealer: Sealer): IdempotencyStore {
  return {
    async begin(key, fingerprint) {
      await pool.query(`delete from idempotency_key where begun_at < now() - interval '${KEPT}'`);
      const { rows } = await pool.query<Row>(
        `with taken as (
           insert into idempotency_key (account_id, user_id, route, key, fingerprint)
           values ($1, $2, $3, $4, $5)
           on conflict (account_id, user_id, route, key) do update
             set begun_at = now()
             where idempotency_key.answer_sealed is null
               and idempotency_key.fingerprint = excluded.fingerprint
               and idempotency_key.begun_at < now() - interval '${HELD_SECONDS} seconds'
           returning fingerprint)
         select true as mine, fingerprint, null::bytea as answer_sealed from taken
         union all
         select false, fingerprint, answer_sealed from idempotency_key
          where account_id = $1 and user_id = $2 and route = $3 and key = $4 and not exists (select 1 from taken)`,
        [...partsOf(key), fingerprint],
      );
      const row = rows[0];
      // Neither taken nor there: another request took it in the same moment and is not committed to our snapshot yet.
      if (row === undefined) return { kind: "running" };
      if (row.mine) return { kind: "first" };
      if (row.fingerprint !== fingerprint) return { kind: "other-body" };
      if (row.answer_sealed === null) return { kind: "running" };
      return { kind: "answered", answer: JSON.parse(sealer.open(row.answer_sealed, purposeOf(key))) as KeptAnswer };
    },

    async hold(key) {
      await pool.query(
        `update idempotency_key set begun_at = now()
          where account_id = $1 and user_id = $2 and route = $3 and key = $4 and answer_sealed is null`,
        partsOf(key),
      );
    },

    async finish(key, answer) {
      await pool.query(
        `update idempotency_key set answer_sealed = $5
          where account_id = $1 and user_id = $2 and route = $3 and key = $4`,
        [...partsOf(key), sealer.seal(JSON.stringify(answer), purposeOf(key))],
      );
    },

    async release(key) {
      await pool.query(
        `delete from idempotency_key
          where account_id = $1 and user_id = $2 and route = $3 and key = $4 and answer_sealed is null`,
        partsOf(key),
      );
    },
  };
}

function partsOf({ accountId, userId, route, key }: IdempotencyKey): string[] {
  return [accountId, userId, route, key];
}

function purposeOf({ accountId, route, key }: IdempotencyKey): string {
  return `idempotency:${accountId}:${route}:${key}`;
}
