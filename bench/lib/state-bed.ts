import { randomBytes, randomUUID } from "node:crypto";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type pg from "pg";
import { startEmbeddedDatabase } from "../../src/adapters/postgres/embedded/start-embedded-database.ts";
import { migrate } from "../../src/adapters/postgres/migrate.ts";
import { makePool } from "../../src/adapters/postgres/pool.ts";
import { masterKey } from "../../src/adapters/postgres/sealing/master-key.ts";
import { type Keyring, openKeyring } from "../../src/adapters/postgres/sealing/open-keyring.ts";

const CHECKOUT = resolve(import.meta.dirname, "../..");

export interface StateBed {
  readonly pool: pg.Pool;
  readonly keyring: Keyring;
  close(): Promise<void>;
}

/** A PostgreSQL of its own with its usual durability, migrated, with one account. */
export async function openStateBed(): Promise<StateBed> {
  const text = await readFile(join(CHECKOUT, ".twinstack/toolchain.json"), "utf8");
  const { postgresBinDir } = JSON.parse(text) as { readonly postgresBinDir: string };
  const folder = await mkdtemp(join(tmpdir(), "twinstack-bench-states-"));
  // A root process runs PostgreSQL as another user, who must reach the folder.
  await chmod(folder, 0o755);
  const server = await startEmbeddedDatabase({ binDir: postgresBinDir, folder });
  const pool = makePool(server.nearUrl);
  await migrate(pool);
  await pool.query("insert into account (id, name) values ('bench', 'bench')");
  return {
    pool,
    keyring: await openKeyring(pool, { current: masterKey(randomBytes(32)), old: null }),
    async close() {
      await pool.end();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A state of about that many bytes, as varied as real ones: ids and addresses differ, names repeat. */
export function sampleState(serial: number, bytes: number): Buffer {
  const resources: object[] = [];
  for (let size = 200; size < bytes; size += 560) {
    const attributes = {
      ...{ id: randomUUID(), network_id: randomUUID(), tenant_id: randomUUID(), mac_address: randomUUID() },
      ...{
        region: "RegionOne",
        admin_state_up: true,
        description: "managed by twinstack",
        tags: ["managed-by=twinstack"],
      },
    };
    const provider = 'provider["registry.terraform.io/terraform-provider-openstack/openstack"]';
    const instances = [{ schema_version: 0, attributes, sensitive_attributes: [] }];
    resources.push({
      mode: "managed",
      type: "openstack_networking_port_v2",
      name: `port_${size}`,
      provider,
      instances,
    });
  }
  return Buffer.from(
    JSON.stringify(
      { version: 4, terraform_version: "1.11.4", serial, lineage: "bench", outputs: {}, resources },
      null,
      1,
    ),
  );
}
