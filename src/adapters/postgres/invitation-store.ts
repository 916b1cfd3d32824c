import type pg from "pg";
import type { InvitationStore } from "../../account/ports.ts";
import type { Invitation, MemberRole } from "../../contract/index.ts";

interface Row {
  readonly id: string;
  readonly organisation_id: string | null;
  readonly organisation_name: string | null;
  readonly role: MemberRole | null;
  readonly email: string | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly expires_at: Date;
}

const SELECT = `select link.id, link.organisation_id, account.name as organisation_name, link.role, link.email,
    link.created_by, link.created_at, link.expires_at
  from access_link link left join account on account.id = link.organisation_id
 where link.kind = 'invitation' and link.used_at is null`;

/** Invitations in PostgreSQL: the rows of `access_link` that lead into an organisation or onto the site. */
export function makeInvitationStore(pool: pg.Pool): InvitationStore {
  return {
    async create(invitation) {
      await pool.query(
        `insert into access_link (id, kind, token_hash, organisation_id, role, email, created_by, created_at, expires_at)
         values ($1, 'invitation', $2, $3, $4, $5, $6, $7, $8)`,
        [
          invitation.id,
          invitation.tokenHash,
          invitation.organisationId,
          invitation.role,
          invitation.email,
          invitation.createdBy,
          invitation.createdAt,
          invitation.expiresAt,
        ],
      );
    },

    async list(organisationId, now) {
      const { rows } = await pool.query<Row>(
        `${SELECT} and link.expires_at > $2 and link.organisation_id is not distinct from $1 order by link.created_at`,
        [organisationId, now],
      );
      return rows.map(invitationOf);
    },

    async withdraw(organisationId, id) {
      const { rowCount } = await pool.query(
        `delete from access_link where id = $2 and kind = 'invitation' and used_at is null
            and organisation_id is not distinct from $1`,
        [organisationId, id],
      );
      return rowCount === 1;
    },

    async find(tokenHash, now) {
      const { rows } = await pool.query<Row>(`${SELECT} and link.token_hash = $1 and link.expires_at > $2`, [
        tokenHash,
        now,
      ]);
      return rows[0] ? invitationOf(rows[0]) : null;
    },

    async take(tokenHash, now) {
      const { rows } = await pool.query<Row>(
        `with taken as (
           update access_link set used_at = $2
            where token_hash = $1 and kind = 'invitation' and used_at is null and expires_at > $2 returning *)
         select taken.*, account.name as organisation_name
           from taken left join account on account.id = taken.organisation_id`,
        [tokenHash, now],
      );
      return rows[0] ? invitationOf(rows[0]) : null;
    },

    async giveBack(tokenHash) {
      await pool.query("update access_link set used_at = null where token_hash = $1 and kind = 'invitation'", [
        tokenHash,
      ]);
    },

    async join(organisationId, userId, role) {
      await pool.query(
        `insert into membership (organisation_id, user_id, role) values ($1, $2, $3)
         on conflict (organisation_id, user_id) do nothing`,
        [organisationId, userId, role],
      );
    },
  };
}

function invitationOf(row: Row): Invitation {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    organisationName: row.organisation_name,
    role: row.role,
    email: row.email,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  };
}
