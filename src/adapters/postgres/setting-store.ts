import type pg from "pg";
import type { SettingStore } from "../../account/ports.ts";

/** What the site's administrator chose. */
export function makeSettingStore(pool: pg.Pool): SettingStore {
  return {
    async read(name) {
      const { rows } = await pool.query<{ value: unknown }>("select value from site_setting where name = $1", [name]);
      return rows[0]?.value;
    },

    async write(name, value, changedBy, at) {
      await pool.query(
        `insert into site_setting (name, value, changed_at, changed_by) values ($1, $2, $3, $4)
         on conflict (name) do update set value = $2, changed_at = $3, changed_by = $4`,
        [name, JSON.stringify(value), at, changedBy],
      );
    },
  };
}
