import type pg from "pg";
import type { FindOwners } from "../../account/ports.ts";
import type { Owner } from "../../contract/index.ts";

/** Names of accounts over the service's own pool. */
export function makeFindOwners(pool: Pick<pg.Pool, "query">): FindOwners {
  return async (ids) => {
    if (ids.length === 0) return new Map();
    const { rows } = await pool.query<Owner>(
      `select id, coalesce(handle, id) as handle, name,
              case kind when 'organisation' then kind else 'person' end as kind
         from account where id = any ($1::text[])`,
      [[...new Set(ids)]],
    );
    return new Map(rows.map((owner) => [owner.id, owner]));
  };
}
