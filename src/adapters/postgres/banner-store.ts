import type pg from "pg";
import type { BannerStore } from "../../account/ports.ts";
import { Banner } from "../../contract/index.ts";

interface Row {
  readonly id: string;
  readonly level: string;
  readonly words: unknown;
  readonly on_sign_in: boolean;
  readonly shown_from: Date;
  readonly shown_until: Date | null;
  readonly created_by: string;
  readonly created_at: Date;
}

const SELECT = "select id, level, words, on_sign_in, shown_from, shown_until, created_by, created_at from banner";

/** Banners in PostgreSQL, over the service's own pool: they belong to the site and to no account. */
export function makeBannerStore(pool: Pick<pg.Pool, "query">): BannerStore {
  return {
    async list() {
      const { rows } = await pool.query<Row>(`${SELECT} order by created_at desc, id`);
      return rows.map(bannerOf);
    },

    async inForce(now) {
      const { rows } = await pool.query<Row>(
        `${SELECT} where shown_from <= $1 and (shown_until is null or shown_until > $1)
          order by array_position(array['outage', 'warning', 'note'], level), shown_from desc, id`,
        [now],
      );
      return rows.map(bannerOf);
    },

    async find(id) {
      const { rows } = await pool.query<Row>(`${SELECT} where id = $1`, [id]);
      return rows[0] === undefined ? null : bannerOf(rows[0]);
    },

    async save({ id, level, text, onSignIn, from, until, createdBy, createdAt }) {
      await pool.query(
        `insert into banner (id, level, words, on_sign_in, shown_from, shown_until, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (id) do update set level = excluded.level, words = excluded.words,
           on_sign_in = excluded.on_sign_in, shown_from = excluded.shown_from, shown_until = excluded.shown_until`,
        [id, level, JSON.stringify(text), onSignIn, from, until, createdBy, createdAt],
      );
    },

    async remove(id) {
      const { rowCount } = await pool.query("delete from banner where id = $1", [id]);
      return rowCount === 1;
    },
  };
}

function bannerOf(row: Row): Banner {
  return Banner.parse({
    id: row.id,
    level: row.level,
    text: row.words,
    onSignIn: row.on_sign_in,
    from: row.shown_from.toISOString(),
    until: row.shown_until?.toISOString() ?? null,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
  });
}
