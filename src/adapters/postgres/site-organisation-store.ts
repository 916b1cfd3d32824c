import type pg from "pg";
import type { SiteOrganisationStore } from "../../account/ports.ts";
import type { SiteOrganisation } from "../../contract/index.ts";

interface Row {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly created_at: Date;
  readonly owners: readonly string[];
  readonly members: number;
  readonly workspaces: number;
  readonly clouds: number;
}

const SELECT = `select organisation.id, organisation.handle, organisation.name, organisation.created_at,
    array(select person.handle from membership join account person on person.id = membership.user_id
           where membership.organisation_id = organisation.id and membership.role = 'owner' order by 1) as owners,
    (select count(*)::integer from membership where organisation_id = organisation.id) as members,
    (select count(*)::integer from workspace where owner_id = organisation.id) as workspaces,
    (select count(*)::integer from cloud where owner_id = organisation.id) as clouds
  from account organisation where organisation.kind = 'organisation'`;

/** All organisations in PostgreSQL, for administrators of the site. */
export function makeSiteOrganisationStore(pool: Pick<pg.Pool, "query">): SiteOrganisationStore {
  return {
    async page(search, limit, after) {
      const { rows } = await pool.query<Row>(
        `${SELECT} and ($1::text is null or organisation.handle > $1)
            and ($2::text is null or position(lower($2) in lower(organisation.handle || ' ' || organisation.name)) > 0)
          order by organisation.handle limit $3`,
        [after, search ?? null, limit],
      );
      return rows.map(organisationOf);
    },

    async find(id) {
      const { rows } = await pool.query<Row>(`${SELECT} and organisation.id = $1`, [id]);
      return rows[0] === undefined ? null : organisationOf(rows[0]);
    },
  };
}

function organisationOf({ created_at, owners, ...rest }: Row): SiteOrganisation {
  return { ...rest, owners: [...owners], createdAt: created_at.toISOString() };
}
