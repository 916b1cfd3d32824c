import { makeRunStore } from "../../../src/adapters/postgres/run-store.ts";
import { makeStateStore } from "../../../src/adapters/postgres/state-store.ts";
import { freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";
import { sampleRun } from "../../_helpers/run-records.ts";
import { IDS } from "../../_helpers/samples.ts";
import { stateStoreContract } from "../../_helpers/state-store-contract.ts";

stateStoreContract("the state store in PostgreSQL", async () => {
  const database = await freshDatabase();
  await database.pool.query("insert into account (id, name) values ('local', 'local')");
  await database.pool.query(
    `insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, 'local', 'web', now(), now())`,
    [IDS.workspace],
  );
  const keyring = await testKeyring(database.pool);
  const runs = makeRunStore(database.pool, keyring);
  return {
    store: makeStateStore(database.pool, keyring),
    async claim(id, epoch) {
      const site = id === IDS.run ? "openstack" : "cloudstack";
      if ((await runs.find("local", id)) === null) await runs.create([sampleRun({ id, site })]);
      await database.pool.query("update run set claim_epoch = $2 where id = $1", [id, epoch]);
    },
    async reset() {
      await database.pool.query("delete from run");
      await database.pool.query("truncate state_version, state_lock, state_unlock, state_credential");
    },
    close: database.close,
  };
});
