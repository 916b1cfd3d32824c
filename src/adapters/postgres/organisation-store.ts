import type pg from "pg";
import type { OrganisationStore } from "../../account/ports.ts";
import type { Member, MemberRole, Organisation } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { isDuplicate } from "./database-problem.ts";
import { withTransaction } from "./with-transaction.ts";

interface OrganisationRow {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly created_at: Date;
  readonly role: MemberRole;
}

interface MemberRow {
  readonly user_id: string;
  readonly handle: string | null;
  readonly name: string;
  readonly role: MemberRole;
  readonly suspended: boolean;
  readonly created_at: Date;
}

const SELECT = `select account.id, account.handle, account.name, account.created_at, membership.role
  from account join membership on membership.organisation_id = account.id`;

/** Organisations and memberships in PostgreSQL. */
export function makeOrganisationStore(pool: pg.Pool): OrganisationStore {
  return {
    async create({ id, handle, name, createdAt }, ownerId) {
      await refusingTakenHandle(handle, () =>
        withTransaction(pool, async (client) => {
          await client.query(
            "insert into account (id, kind, handle, name, created_at) values ($1, 'organisation', $2, $3, $4)",
            [id, handle, name, createdAt],
          );
          await client.query(
            "insert into membership (organisation_id, user_id, role, created_at) values ($1, $2, 'owner', $3)",
            [id, ownerId, createdAt],
          );
        }),
      );
    },

    async find(id, userId) {
      const { rows } = await pool.query<OrganisationRow>(
        `${SELECT} where account.id = $1 and membership.user_id = $2`,
        [id, userId],
      );
      return rows[0] ? organisationOf(rows[0]) : null;
    },

    async list(userId) {
      const { rows } = await pool.query<OrganisationRow>(
        `${SELECT} where membership.user_id = $1 order by account.handle`,
        [userId],
      );
      return rows.map(organisationOf);
    },

    async rename(id, { handle, name }) {
      await refusingTakenHandle(handle ?? "", () =>
        pool.query("update account set handle = coalesce($2, handle), name = coalesce($3, name) where id = $1", [
          id,
          handle ?? null,
          name ?? null,
        ]),
      );
    },

    async remove(id) {
      await withTransaction(pool, async (client) => {
        await lockOrganisation(client, id);
        await refuseWhileItOwns(client, id);
        await client.query("delete from account where id = $1 and kind = 'organisation'", [id]);
      });
    },

    async members(id) {
      const { rows } = await pool.query<MemberRow>(
        `select membership.user_id, account.handle, account.name, membership.role,
                account.suspended_at is not null as suspended, membership.created_at
           from membership join account on account.id = membership.user_id
          where membership.organisation_id = $1 order by account.handle`,
        [id],
      );
      return rows.map(memberOf);
    },

    changeRole: (id, userId, role) =>
      withTransaction(pool, async (client) => {
        await lockOrganisation(client, id);
        if (role !== "owner") await refuseForLastOwner(client, id, userId);
        const { rowCount } = await client.query(
          "update membership set role = $3 where organisation_id = $1 and user_id = $2",
          [id, userId, role],
        );
        return rowCount === 1;
      }),

    removeMember: (id, userId) =>
      withTransaction(pool, async (client) => {
        await lockOrganisation(client, id);
        await refuseForLastOwner(client, id, userId);
        const { rowCount } = await client.query("delete from membership where organisation_id = $1 and user_id = $2", [
          id,
          userId,
        ]);
        await client.query(
          `delete from access_link
            where kind = 'invitation' and organisation_id = $1 and created_by = $2 and used_at is null`,
          [id, userId],
        );
        await client.query("delete from api_token where organisation_id = $1 and user_id = $2", [id, userId]);
        return rowCount === 1;
      }),
  };
}

async function refusingTakenHandle(handle: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isDuplicate(error, "account_handle_key")) throw error;
    throw new AppError("name-taken", `The handle "${handle}" is in use; choose another.`, { handle }, { cause: error });
  }
}

/** Whoever changes the members of an organisation waits here for whoever does so already. */
async function lockOrganisation(client: pg.PoolClient, id: string): Promise<void> {
  await client.query("select 1 from account where id = $1 for update", [id]);
}

async function refuseForLastOwner(client: pg.PoolClient, id: string, userId: string): Promise<void> {
  const { rows } = await client.query<{ user_id: string }>(
    "select user_id from membership where organisation_id = $1 and role = 'owner'",
    [id],
  );
  if (rows.length === 1 && rows[0]?.user_id === userId) {
    throw new AppError("last-owner", "This is the only owner of the organisation.", { userId });
  }
}

async function refuseWhileItOwns(client: pg.PoolClient, id: string): Promise<void> {
  const { rows } = await client.query<{ kind: string; name: string }>(
    `select 'workspace' as kind, name from workspace where owner_id = $1
     union all select 'cloud', name from cloud where owner_id = $1
     union all select 'bucket', name from bucket where owner_id = $1
     union all select 'tenant on', cloud.name from tenant join cloud on cloud.id = tenant.cloud_id
                where tenant.account_id = $1 order by 1, 2`,
    [id],
  );
  if (rows.length === 0) return;
  const owned = rows.map(({ kind, name }) => `${kind} ${name}`);
  throw new AppError("organisation-not-empty", `It still owns ${owned.join(", ")}.`, { owned });
}

function organisationOf(row: OrganisationRow): Organisation {
  const { id, handle, name, role } = row;
  return { id, handle, name, role, createdAt: row.created_at.toISOString() };
}

function memberOf(row: MemberRow): Member {
  const { name, role, suspended } = row;
  return {
    userId: row.user_id,
    handle: row.handle ?? row.user_id,
    name,
    role,
    suspended,
    since: row.created_at.toISOString(),
  };
}
