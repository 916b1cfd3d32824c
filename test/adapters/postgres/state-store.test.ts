import { makeStateStore } from "../../../src/adapters/postgres/state-store.ts";
import { freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";
import { IDS } from "../../_helpers/samples.ts";
import { stateStoreContract } from "../../_helpers/state-store-contract.ts";

stateStoreContract("the state store in PostgreSQL", async () => {
  const database = await freshDatabase();
  await database.pool.query("insert into account (id, name) values ('local', 'local')");
  await database.pool.query(
    `insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, 'local', 'web', now(), now())`,
    [IDS.workspace],
  );
  return {
    store: makeStateStore(database.pool, await testKeyring(database.pool)),
    async reset() {
      await database.pool.query("truncate state_version, state_lock, state_unlock, state_credential");
    },
    close: database.close,
  };
});
