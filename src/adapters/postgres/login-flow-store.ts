import type pg from "pg";
import type { LoginFlow, LoginFlowStore } from "../../account/ports.ts";

interface FlowRow {
  readonly state: string;
  readonly nonce: string;
  readonly code_verifier: string;
  readonly return_to: string;
  readonly invitation: string | null;
  readonly user_id: string | null;
  readonly expires_at: Date;
}

/** Logins that are away at an issuer. Taking one deletes it, so that an answer works once. */
export function makeLoginFlowStore(pool: pg.Pool): LoginFlowStore {
  return {
    async keep(idHash, flow) {
      await pool.query(
        `with old as (delete from login_flow where expires_at < now())
         insert into login_flow (id_hash, state, nonce, code_verifier, return_to, invitation, user_id, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          idHash,
          flow.state,
          flow.nonce,
          flow.codeVerifier,
          flow.returnTo,
          flow.invitation,
          flow.userId,
          flow.expiresAt,
        ],
      );
    },

    async take(idHash, now) {
      const { rows } = await pool.query<FlowRow>("delete from login_flow where id_hash = $1 returning *", [idHash]);
      const row = rows[0];
      return row === undefined || row.expires_at <= now ? null : asFlow(row);
    },
  };
}

function asFlow(row: FlowRow): LoginFlow {
  return {
    state: row.state,
    nonce: row.nonce,
    codeVerifier: row.code_verifier,
    returnTo: row.return_to,
    invitation: row.invitation,
    userId: row.user_id,
    expiresAt: row.expires_at,
  };
}
