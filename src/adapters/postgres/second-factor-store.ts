import type pg from "pg";
import type { SecondFactorStore } from "../../account/ports.ts";
import type { Sealer } from "./sealer.ts";
import { sealedAs } from "./sealing/contexts.ts";
import { withTransaction } from "./with-transaction.ts";

/** Authenticator secrets, sealed, and recovery codes in PostgreSQL. */
export function makeSecondFactorStore(pool: pg.Pool, sealer: Sealer): SecondFactorStore {
  return {
    async find(userId) {
      const { rows } = await pool.query<{ totp_secret_sealed: Buffer | null; totp_confirmed_at: Date | null }>(
        "select totp_secret_sealed, totp_confirmed_at from person where account_id = $1",
        [userId],
      );
      const sealed = rows[0]?.totp_secret_sealed ?? null;
      if (sealed === null) return null;
      return {
        secret: sealer.open(sealed, sealedAs.secondFactor(userId)),
        confirmed: rows[0]?.totp_confirmed_at !== null,
      };
    },

    async propose(userId, secret) {
      const { rowCount } = await pool.query(
        "update person set totp_secret_sealed = $2 where account_id = $1 and totp_confirmed_at is null",
        [userId, sealer.seal(secret, sealedAs.secondFactor(userId))],
      );
      return rowCount === 1;
    },

    confirm: (userId, step, codeHashes, at) =>
      withTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          `update person set totp_confirmed_at = $2, totp_last_step = $3
            where account_id = $1 and totp_confirmed_at is null and totp_secret_sealed is not null`,
          [userId, at, step],
        );
        if (rowCount !== 1) return false;
        await client.query("delete from recovery_code where account_id = $1", [userId]);
        await client.query("insert into recovery_code (account_id, code_hash) select $1, unnest($2::text[])", [
          userId,
          codeHashes,
        ]);
        return true;
      }),

    async acceptStep(userId, step) {
      const { rowCount } = await pool.query(
        `update person set totp_last_step = $2
          where account_id = $1 and totp_confirmed_at is not null and coalesce(totp_last_step, -1) < $2`,
        [userId, step],
      );
      return rowCount === 1;
    },

    async useRecoveryCode(userId, codeHash, at) {
      const { rowCount } = await pool.query(
        "update recovery_code set used_at = $3 where account_id = $1 and code_hash = $2 and used_at is null",
        [userId, codeHash, at],
      );
      return rowCount === 1;
    },

    async recoveryCodesLeft(userId) {
      const { rows } = await pool.query<{ left: number }>(
        `select count(*)::int as left from recovery_code where account_id = $1 and used_at is null`,
        [userId],
      );
      return rows[0]?.left ?? 0;
    },

    remove: (userId) => removeSecondFactor(pool, userId),
  };
}

/** Needs no key, for it opens nothing. False when there was none. */
export function removeSecondFactor(pool: pg.Pool, userId: string): Promise<boolean> {
  return withTransaction(pool, async (client) => {
    await client.query("delete from recovery_code where account_id = $1", [userId]);
    const { rowCount } = await client.query(
      `update person set totp_secret_sealed = null, totp_confirmed_at = null, totp_last_step = null
        where account_id = $1 and totp_secret_sealed is not null`,
      [userId],
    );
    return rowCount === 1;
  });
}
