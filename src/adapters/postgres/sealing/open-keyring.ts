import type pg from "pg";
import { AppError } from "../../../kernel/app-error.ts";
import { makeSealer, type Sealer } from "../sealer.ts";
import { withTransaction } from "../with-transaction.ts";
import { keyNamed, type MasterKeys, newDataKey, unwrapKey, wrapKey } from "./master-key.ts";
import { opensOldSecrets } from "./old-secrets.ts";
import { resealOldRows } from "./reseal-old-rows.ts";
import { makeWorkspaceKeys } from "./workspace-keys.ts";

/** Advisory lock numbers are never reused; this one lets one service at a time make or check the site's key. */
const KEYRING_LOCK = 746_006;

/** Everything that seals: secrets of the site itself, and documents by workspace. */
export interface Keyring {
  /** For what belongs to no workspace: registrations of clouds, second factors. */
  readonly site: Sealer;
  readonly workspaces: ReturnType<typeof makeWorkspaceKeys>;
}

/**
 * Opens the data keys with the master key; makes them in an empty database, and seals anew what the last release left.
 *
 * @throws AppError `secret-key-mismatch` when the database was sealed under a key that was not given
 */
export async function openKeyring(pool: pg.Pool, keys: MasterKeys): Promise<Keyring> {
  const siteKey = await withTransaction(pool, async (client) => {
    await client.query("select pg_advisory_xact_lock($1)", [KEYRING_LOCK]);
    await admitCurrent(client, keys);
    return readSiteKey(client, keys);
  });
  const keyring = { site: makeSealer(siteKey), workspaces: makeWorkspaceKeys(keys) };
  await resealOldRows(pool, keyring, keys);
  return keyring;
}

async function admitCurrent(client: pg.PoolClient, keys: MasterKeys): Promise<void> {
  const { rows } = await client.query<{ id: string }>("select id from master_key order by created_at");
  if (rows.length === 0 && !(await opensOldSecrets(client, keys)))
    throw new AppError(
      "secret-key-mismatch",
      "The secrets in the database were sealed with another key than this service has.",
      { given: keys.current.id },
    );
  // Every key that still wraps something must be at hand: half a rotation is finished before the old key goes.
  for (const { id } of rows) keyNamed(keys, id);
  await client.query("insert into master_key (id) values ($1) on conflict (id) do nothing", [keys.current.id]);
}

async function readSiteKey(client: pg.PoolClient, keys: MasterKeys): Promise<Buffer> {
  const { rows } = await client.query<{ master_key_id: string; wrapped: Buffer }>(
    "select master_key_id, wrapped from site_key",
  );
  const row = rows[0];
  if (row !== undefined) return unwrapKey(keyNamed(keys, row.master_key_id), row.wrapped, "site");
  const fresh = newDataKey();
  await client.query("insert into site_key (master_key_id, wrapped) values ($1, $2)", [
    keys.current.id,
    wrapKey(keys.current, fresh, "site"),
  ]);
  return fresh;
}
