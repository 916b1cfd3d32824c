/**
 * Puts a rescued Terraform state back as the newest version of its site (docs/runbooks/lost-state.md):
 * node tools/run.mjs tools/restore-state.ts MACHINE openstack|cloudstack FILE
 */
import { glob, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import pg from "pg";

process.on("uncaughtException", (error) => {
  process.stderr.write(`Nothing was restored: ${error.message}\n`);
  process.exitCode = 1;
});

const CURRENT = `
  select serial, lineage from state_version s join workspace w on w.id = s.workspace_id
   where w.name = $1 and s.site = $2 order by serial desc limit 1`;
const INSERT = `
  insert into state_version (workspace_id, site, serial, lineage, md5, bytes, run_id, created_at)
  select id, $2, $3, $4, encode(decode(md5($5::bytea), 'hex'), 'base64'), $5::bytea, null, now() from workspace where name = $1`;

const [machine, site, file] = process.argv.slice(2);
if (machine === undefined || file === undefined || (site !== "openstack" && site !== "cloudstack")) {
  throw new Error("usage: restore-state.ts MACHINE openstack|cloudstack FILE");
}
const bytes = await readFile(file);
const state = JSON.parse(bytes.toString("utf8")) as { readonly serial: number; readonly lineage: string };
if (!Number.isInteger(state.serial) || typeof state.lineage !== "string")
  throw new Error(`${file} is no Terraform state`);

const client = new pg.Client({ connectionString: await databaseUrl() });
await client.connect();
try {
  const { rows } = await client.query<{ serial: string; lineage: string }>(CURRENT, [machine, site]);
  const present = rows[0];
  if (present !== undefined && present.lineage !== state.lineage) {
    throw new Error(`${file} belongs to another state (lineage ${state.lineage}, wanted ${present.lineage})`);
  }
  if (present !== undefined && Number(present.serial) >= state.serial) {
    throw new Error(`the service has serial ${present.serial}, which is not older than the file's ${state.serial}`);
  }
  const { rowCount } = await client.query(INSERT, [machine, site, state.serial, state.lineage, bytes]);
  if (rowCount !== 1) throw new Error(`there is no machine “${machine}”`);
  process.stdout.write(`${machine}/${site}: serial ${state.serial} is the present state now\n`);
} finally {
  await client.end();
}

/** DATABASE_URL, else the embedded database of the running service. */
async function databaseUrl(): Promise<string> {
  const given = process.env["DATABASE_URL"];
  if (given !== undefined && given !== "") return given;
  const folder = resolve(process.env["TWINSTACK_DATA"] || ".twinstack", "postgres");
  for await (const path of glob(`${folder}/*/connection.json`)) {
    const { port, password } = JSON.parse(await readFile(path, "utf8")) as { port: number; password: string };
    return `postgres://twinstack:${password}@127.0.0.1:${port}/postgres`;
  }
  throw new Error(`no DATABASE_URL, and no embedded database under ${folder}`);
}
