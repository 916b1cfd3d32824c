import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Principal } from "../../src/account/ports.ts";
import { principalNamed } from "./principals.ts";

/** Adds a person to the database, who can sign in with nothing. Gives them as a principal. */
export async function addPerson(pool: pg.Pool, handle: string, overrides: Partial<Principal> = {}): Promise<Principal> {
  const { name } = principalNamed(handle);
  await pool.query("insert into account (id, handle, name) values ($1, $1, $2)", [handle, name]);
  await pool.query("insert into person (account_id, site_admin) values ($1, $2)", [
    handle,
    overrides.siteAdmin ?? false,
  ]);
  return principalNamed(handle, overrides);
}

/** Adds a workspace without revisions. */
export async function addWorkspace(pool: pg.Pool, ownerId: string, name: string): Promise<string> {
  const id = randomUUID();
  await pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, $2, $3, now(), now())",
    [id, ownerId, name],
  );
  return id;
}
