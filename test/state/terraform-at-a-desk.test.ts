import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { App } from "../../server/app.ts";
import { stateBackend } from "../../server/composition/state-services.ts";
import { exportDesk } from "../../server/export/export-desk.ts";
import { makeAccessStore } from "../../src/adapters/postgres/access-store.ts";
import { makeAccountStore } from "../../src/adapters/postgres/account-store.ts";
import { makeCloudStore } from "../../src/adapters/postgres/cloud-store.ts";
import { makeNoteAudit } from "../../src/adapters/postgres/note-audit.ts";
import { makeRunStore } from "../../src/adapters/postgres/run-store.ts";
import { makeStateStore } from "../../src/adapters/postgres/state-store.ts";
import { makeWorkspaceStore } from "../../src/adapters/postgres/workspace-store.ts";
import type { StateStore } from "../../src/state/ports.ts";
import { type FreshDatabase, freshDatabase } from "../_helpers/database.ts";
import { testKeyring } from "../_helpers/keyring.ts";
import { sampleRun } from "../_helpers/run-records.ts";
import { AT, IDS, sampleCloud, sampleRegistration, sampleRevision } from "../_helpers/samples.ts";
import { buildScriptedApp } from "../_helpers/scripted-app.ts";
import { scriptServices } from "../_helpers/scripted-services.ts";
import { toolchain } from "../_helpers/toolchain.ts";

const run = promisify(execFile);
const TOKEN = "ts_desk-token";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

let database: FreshDatabase;
let store: StateStore;
let runs: ReturnType<typeof makeRunStore>;
let app: App;
let address: string;
let folder: string;

beforeAll(async () => {
  database = await freshDatabase();
  const { pool } = database;
  const keyring = await testKeyring(pool);
  const accounts = makeAccountStore(pool);
  await pool.query("insert into account (id, name, handle) values ('ann', 'Ann', 'ann')");
  await pool.query("insert into person (account_id) values ('ann')");
  await pool.query(
    "insert into api_token (id, account_id, user_id, name, token_hash, scope) values ($1, 'ann', 'ann', 'desk', $2, 'change')",
    [IDS.group, sha256(TOKEN)],
  );
  await makeCloudStore(pool, keyring.site).create(sampleCloud(), sampleRegistration());
  const at = new Date(AT);
  await makeWorkspaceStore(pool, keyring).create(
    { id: IDS.workspace, name: "web", ownerId: "ann", createdAt: at, updatedAt: at },
    sampleRevision(),
    { caPublicKey: "", caPrivateKey: "", bootstrapTokenHashes: {}, secretFiles: [] },
  );
  store = makeStateStore(pool, keyring);
  runs = makeRunStore(pool, keyring);
  const state = stateBackend({
    pool,
    stores: { states: store, noteAudit: makeNoteAudit(pool) },
    access: makeAccessStore(pool),
    authenticate: (token) => accounts.findByTokenHash(sha256(token)),
    clock: { now: () => new Date() },
  });
  app = await buildScriptedApp({ ...scriptServices().services, state });
  address = `${await app.listen({ host: "127.0.0.1", port: 0 })}/state/v1/${IDS.workspace}/openstack`;
  folder = await mkdtemp(join(tmpdir(), "twinstack-desk-"));
  await writeFile(join(folder, "main.tf"), MAIN);
  const override = exportDesk("openstack", address)["desk/openstack/backend_override.tf.json"] ?? "";
  await writeFile(join(folder, "backend_override.tf.json"), override);
  await terraform("init", "-input=false", "-no-color");
});

afterAll(async () => {
  await app.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const MAIN = `terraform {
  backend "local" {}
}
variable "note" {
  default = "first"
}
resource "terraform_data" "web" {
  input = var.note
}
`;

async function terraform(...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    CHECKPOINT_DISABLE: "1",
    TF_HTTP_PASSWORD: TOKEN,
  };
  try {
    const { stdout, stderr } = await run(toolchain().enginePath, args, { cwd: folder, env, timeout: 90_000 });
    return { code: 0, said: unwrapped(stdout + stderr) };
  } catch (error) {
    const failed = error as { readonly code: number; readonly stdout: string; readonly stderr: string };
    return { code: failed.code, said: unwrapped(failed.stdout + failed.stderr) };
  }
}

/** Terraform breaks its lines at 80 columns. */
function unwrapped(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

const apply = (...more: readonly string[]) => terraform("apply", "-auto-approve", "-input=false", "-no-color", ...more);

test("plain terraform on a desk uses the same state and lock, and the service sees what it does", async () => {
  const shared = await apply();
  await database.pool.query("update cloud set owner_id = 'ann'");

  const own = await apply();
  const versions = await store.versions(IDS.workspace, "openstack");

  expect(shared.code).toBe(1);
  expect(shared.said).toContain("invalid auth");
  expect(own.said).toContain("Apply complete! Resources: 1 added");
  expect(versions[0]).toMatchObject({ origin: "desk", person: { id: "ann", name: "Ann" }, runId: null });
  expect(await store.lock(IDS.workspace, "openstack")).toBeNull();
  const audit = await database.pool.query<{ user_name: string }>(
    "select user_name from audit_entry where action = 'state.write' and object_id = $1",
    [IDS.workspace],
  );
  expect(audit.rows.map(({ user_name }) => user_name)).toContain("Ann");
});

test("a plan that waits becomes stale when a desk applies, and its log says so", async () => {
  const waiting = sampleRun({ workspaceId: IDS.workspace, ownerId: "ann", status: "planned" });
  await runs.create([waiting]);
  const serial = await store.serial(IDS.workspace, "openstack");
  await runs.savePlan(waiting.id, 0, { planFile: Buffer.of(1), planJson: {}, terraform: {}, stateSerial: serial });

  const changed = await apply("-var", "note=second");

  const log = (await runs.events(waiting.id, 0, 50)).map(({ text }) => text).join("\n");
  expect(changed.said).toContain("1 changed");
  expect(log).toContain("by a write at the desk of Ann: this plan is stale");
  await database.pool.query("delete from run");
});

test("while a run is at work, terraform on the desk is told which", async () => {
  const active = sampleRun({ workspaceId: IDS.workspace, ownerId: "ann", status: "applying" });
  await runs.create([active]);

  const refused = await apply("-var", "note=third");

  expect(refused.code).toBe(1);
  expect(refused.said).toContain("Error acquiring the state lock");
  expect(refused.said).toContain(`TwinStack run ${active.id} is applying`);
  await database.pool.query("delete from run");
});

test("terraform force-unlock gives back the person's own lock", async () => {
  const person = { id: "ann", name: "Ann" };
  const lock = {
    id: "left-behind",
    document: { ID: "left-behind", Who: "ann@desk", Created: AT },
    lockedAt: new Date(),
  };
  await store.takeLock(IDS.workspace, "openstack", { ...lock, runId: null, person });

  const blocked = await apply("-var", "note=fourth");
  const freed = await terraform("force-unlock", "-force", "left-behind");

  expect(blocked.said).toContain("held by Ann at the desk ann@desk");
  expect(freed.code).toBe(0);
  expect(await store.lock(IDS.workspace, "openstack")).toBeNull();
});
