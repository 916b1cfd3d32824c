/**
 * Puts a rescued Terraform state back as the newest version of its site (docs/runbooks/lost-state.md):
 * node tools/run.mjs tools/restore-state.ts MACHINE SITE FILE
 */
import { glob, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { makePool } from "../src/adapters/postgres/pool.ts";
import { masterKey } from "../src/adapters/postgres/sealing/master-key.ts";
import { openKeyring } from "../src/adapters/postgres/sealing/open-keyring.ts";
import { makeStateStore } from "../src/adapters/postgres/state-store.ts";
import { stateDigests } from "../src/adapters/terraform/state-digests.ts";
import { SiteKey } from "../src/contract/index.ts";
import { readState } from "../src/state/read-state.ts";
import { stateVersion } from "../src/state/state-version.ts";

process.on("uncaughtException", (error) => {
  process.stderr.write(`Nothing was restored: ${error.message}\n`);
  process.exitCode = 1;
});

const [machine, wanted, file] = process.argv.slice(2);
const { data: site } = SiteKey.safeParse(wanted);
if (machine === undefined || file === undefined || site === undefined) {
  throw new Error(`usage: restore-state.ts MACHINE ${SiteKey.options.join("|")} FILE`);
}
const dataFolder = resolve(process.env["TWINSTACK_DATA"] || ".twinstack");
const bytes = await readFile(file);
const read = readState(bytes);
if (!read.ok) throw new Error(`${file}: ${read.error}`);
const state = read.value;

const pool = makePool(await databaseUrl(), { max: 2 });
try {
  const keyring = await openKeyring(pool, { current: masterKey(await secretKey()), old: null });
  const { rows } = await pool.query<{ id: string }>("select id from workspace where name = $1", [machine]);
  const workspace = rows[0];
  if (workspace === undefined) throw new Error(`there is no machine “${machine}”`);
  if (rows.length > 1) throw new Error(`several accounts have a machine “${machine}”`);
  const md5 = stateDigests.md5Base64(bytes);
  const version = stateVersion(state, { bytes, md5, createdAt: new Date(), runId: null, person: null });
  const verdict = await makeStateStore(pool, keyring).write(
    workspace.id,
    site,
    { ...version, origin: "restored" },
    (present) => {
      if (present !== null && present.lineage !== state.lineage)
        return `${file} belongs to another state (lineage ${state.lineage}, wanted ${present.lineage})`;
      if (present !== null && present.serial >= state.serial)
        return `the service has serial ${present.serial}, which is not older than the file's ${state.serial}`;
      return "accept";
    },
  );
  if (verdict !== "accept") throw new Error(verdict);
  process.stdout.write(`${machine}/${site}: serial ${state.serial} is the present state now\n`);
} finally {
  await pool.end();
}

async function secretKey(): Promise<Buffer> {
  const given = process.env["TWINSTACK_SECRET_KEY"];
  return Buffer.from(given || (await readFile(resolve(dataFolder, "secret.key"), "utf8")), "base64");
}

/** DATABASE_URL, else the embedded database of the running service. */
async function databaseUrl(): Promise<string> {
  const given = process.env["DATABASE_URL"];
  if (given !== undefined && given !== "") return given;
  const folder = resolve(dataFolder, "postgres");
  for await (const path of glob(`${folder}/*/connection.json`)) {
    const { port, password } = JSON.parse(await readFile(path, "utf8")) as { port: number; password: string };
    return `postgres://twinstack:${password}@127.0.0.1:${port}/postgres`;
  }
  throw new Error(`no DATABASE_URL, and no embedded database under ${folder}`);
}
