import type pg from "pg";
import type { AccessStore, AccountKind, MemberRole, ObjectKind } from "../../account/ports.ts";

interface StandingRow {
  readonly account_id: string | null;
  readonly role: MemberRole;
}

/** Owners and memberships in PostgreSQL; asks on the service's own pool, for it decides which account a tenant is. */
export function makeAccessStore(pool: Pick<pg.Pool, "query">): AccessStore {
  return {
    async accountOf(kind, id, userId) {
      const { rows } = await pool.query<StandingRow>({
        // Asked at every request about an object: planning it anew costs more than finding the rows.
        name: `access-to-${kind}`,
        text: OWNER_OF[kind],
        values: [userId, id],
      });
      const row = rows[0];
      return row === undefined ? null : { accountId: row.account_id, role: row.role };
    },

    async account(handleOrId, userId) {
      const { rows } = await pool.query<StandingRow & { readonly kind: AccountKind }>(
        `select owner.id as account_id, owner.kind, ${ROLE}
           ${ACTOR_AND_OWNER} on (owner.id = $2 or owner.handle = $2) ${MEMBER}
          where ${BELONGS}
          order by owner.id = $2 desc
          limit 1`,
        [userId, handleOrId],
      );
      const row = rows[0];
      return row === undefined ? null : { accountId: row.account_id, role: row.role, kind: row.kind };
    },
  };
}

const ROLE = "case when owner.id = actor.id then 'owner' else membership.role end as role";
const ACTOR_AND_OWNER = "from account actor join account owner";
const MEMBER = `left join membership on membership.organisation_id = owner.id and membership.user_id = actor.id`;
const BELONGS = `actor.id = $1 and actor.suspended_at is null and owner.suspended_at is null
  and (owner.id = actor.id or membership.role is not null)`;

function ownedBy(thing: string): string {
  return `select owner.id as account_id, ${ROLE}
    ${ACTOR_AND_OWNER} on owner.id = (${thing}) ${MEMBER}
    where ${BELONGS}`;
}

const OWNER_OF: Readonly<Record<ObjectKind, string>> = {
  workspace: ownedBy("select owner_id from workspace where id = $2"),
  // By its workspace, which may have got another owner since the run was made.
  run: ownedBy(
    "select workspace.owner_id from run join workspace on workspace.id = run.workspace_id where run.id = $2",
  ),
  webhook: ownedBy("select owner_id from webhook where id = $2"),
  bucket: ownedBy("select owner_id from bucket where id = $2"),
  cloud: `${ownedBy("select owner_id from cloud where id = $2")}
    union all
    select null, 'viewer' from cloud join account actor on actor.id = $1 and actor.suspended_at is null
     where cloud.id = $2 and cloud.owner_id is null`,
};
