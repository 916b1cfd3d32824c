import { createCipheriv, randomBytes, randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { makeCloudStore } from "../../../src/adapters/postgres/cloud-store.ts";
import { makeMachineStore } from "../../../src/adapters/postgres/machine-store.ts";
import { makeRunStore } from "../../../src/adapters/postgres/run-store.ts";
import { masterKey } from "../../../src/adapters/postgres/sealing/master-key.ts";
import { rotateMasterKey } from "../../../src/adapters/postgres/sealing/rotate-master-key.ts";
import { makeStateStore } from "../../../src/adapters/postgres/state-store.ts";
import { makeWorkspaceStore } from "../../../src/adapters/postgres/workspace-store.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";
import { sampleRun } from "../../_helpers/run-records.ts";
import { IDS, sampleCloud, samplePlan, sampleRegistration, sampleRequirement } from "../../_helpers/samples.ts";
import { stateOf } from "../../_helpers/state-versions.ts";

const OLD = masterKey(Buffer.alloc(32, 1));
const NEW = masterKey(Buffer.alloc(32, 2));
const OTHER = 3;
const HERE = [IDS.workspace, "openstack"] as const;
let database: FreshDatabase;

beforeEach(async () => {
  database = await freshDatabase();
  await database.pool.query("insert into account (id, name) values ('ann', 'Ann')");
  await addWorkspace(IDS.workspace);
});
afterEach(() => database.close());

async function addWorkspace(id: string): Promise<void> {
  await database.pool.query(
    "insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, 'ann', $2, now(), now())",
    [id, `web-${id.slice(0, 8)}`],
  );
}

test("a service with another key does not start, and says so", async () => {
  await testKeyring(database.pool, 1);

  await expect(testKeyring(database.pool, OTHER)).rejects.toMatchObject({
    code: "secret-key-mismatch",
    message: expect.stringContaining(OLD.id),
  });
  await expect(testKeyring(database.pool, 1)).resolves.toBeDefined();
});

test("a key that is too short is refused", () => {
  expect(() => masterKey(Buffer.alloc(31))).toThrow("31 bytes");
});

test("a rotation wraps every data key anew, changes nothing sealed, and leaves the old key useless", async () => {
  const before = await testKeyring(database.pool, 1);
  const secret = before.site.seal("cloud password", "cloud:1");
  const others = Array.from({ length: 250 }, () => randomUUID());
  for (const id of others) await addWorkspace(id);
  for (const id of others) await before.workspaces.of(database.pool, id);
  await makeStateStore(database.pool, before).write(...HERE, stateOf(1, "kept"), () => "accept");

  const report = await rotateMasterKey(database.pool, { from: OLD, to: NEW });
  const after = await testKeyring(database.pool, 2);

  expect(report).toEqual({ from: OLD.id, to: NEW.id, rewrapped: 252, verified: 252 });
  expect(after.site.open(secret, "cloud:1")).toBe("cloud password");
  const state = await makeStateStore(database.pool, after).current(...HERE);
  expect(Buffer.from(state?.bytes ?? []).toString()).toContain("kept");
  await expect(testKeyring(database.pool, 1)).rejects.toMatchObject({ code: "secret-key-mismatch" });
  await expect(
    rotateMasterKey(database.pool, { from: OLD, to: masterKey(Buffer.alloc(32, OTHER)) }),
  ).rejects.toMatchObject({
    code: "secret-key-mismatch",
  });
});

test("a rotation that was cut short is finished by repeating it, and meanwhile only both keys together start", async () => {
  const before = await testKeyring(database.pool, 1);
  await before.workspaces.of(database.pool, IDS.workspace);
  // As far as a rotation comes before it is killed: the new key is known, the site's key is wrapped with it.
  const both = await testKeyring(database.pool, 2, 1);
  await addWorkspace(IDS.otherWorkspace);
  await both.workspaces.of(database.pool, IDS.otherWorkspace);

  await expect(testKeyring(database.pool, 2)).rejects.toMatchObject({ code: "secret-key-mismatch" });
  await expect(testKeyring(database.pool, 1)).rejects.toMatchObject({ code: "secret-key-mismatch" });
  const first = await rotateMasterKey(database.pool, { from: OLD, to: NEW });
  const again = await rotateMasterKey(database.pool, { from: OLD, to: NEW });

  expect(first).toMatchObject({ rewrapped: 2, verified: 3 });
  expect(again).toMatchObject({ rewrapped: 0, verified: 3 });
});

test("a service that still runs with the old key can wrap nothing with it after the rotation", async () => {
  const late = await testKeyring(database.pool, 1);
  await rotateMasterKey(database.pool, { from: OLD, to: NEW });

  await expect(late.workspaces.of(database.pool, IDS.workspace)).rejects.toMatchObject({ code: "secret-key-mismatch" });
});

/** As release 0.1 sealed: nonce, tag, body, with the master key itself. */
function sealedBefore(text: string, purpose: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", OLD.bytes, nonce).setAAD(Buffer.from(purpose));
  const body = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

async function fillAsBefore(): Promise<string> {
  const run = sampleRun({ workspaceId: IDS.workspace, ownerId: "ann" });
  const cloud = sampleCloud();
  const { pool } = database;
  await pool.query(
    `insert into cloud (id, name, kind, description, endpoint, location, sandbox, mapping, status, status_detail,
                        registration_sealed, created_at)
     values ($1, $2, $3, '', $4, $5, false, $6, 'ready', '', $7, now())`,
    [
      ...[cloud.id, cloud.name, cloud.kind, cloud.endpoint, cloud.location, JSON.stringify(cloud.mapping)],
      sealedBefore(JSON.stringify(sampleRegistration()), `cloud:${cloud.id}`),
    ],
  );
  await pool.query("insert into revision values ($1, 1, $1, $2, $3, now(), 'ann')", [
    ...[IDS.workspace, JSON.stringify(sampleRequirement()), JSON.stringify(samplePlan())],
  ]);
  await pool.query("insert into bootstrap_token (workspace_id, site, token_hash) values ($1, 'openstack', 'boot')", [
    IDS.workspace,
  ]);
  await pool.query("insert into workspace_secret values ($1, 'public', $2)", [
    ...[IDS.workspace, sealedBefore("private", `ssh-ca:${IDS.workspace}`)],
  ]);
  await pool.query("insert into secret_file values ($1, 'digest', $2)", [
    ...[IDS.workspace, sealedBefore("file content", `secret-file:${IDS.workspace}`)],
  ]);
  for (const serial of [1, 2]) {
    await pool.query(
      `insert into state_version (workspace_id, site, serial, lineage, md5, bytes, run_id, created_at)
       values ($1, $2, $3, 'line-1', 'md5', $4, null, now())`,
      [...HERE, serial, stateOf(serial, "from before").bytes],
    );
  }
  await makeRunStore(pool, { workspaces: { of: never, within: never } }).create([run]);
  await pool.query("insert into run_plan values ($1, $2, $3, $4, 2)", [
    ...[run.id, Buffer.from("PK plan"), Buffer.from('{"plan":1}'), Buffer.from('{"cdk.tf.json":"{}"}')],
  ]);
  return run.id;
}

function never(): never {
  throw new Error("nothing is sealed here");
}

test("everything of the last release is sealed anew at the first start, and reads as before", async () => {
  const runId = await fillAsBefore();

  const keyring = await testKeyring(database.pool, 1);
  const { pool } = database;
  const connection = await makeCloudStore(pool, keyring.site).connection(IDS.openstack);
  const state = await makeStateStore(pool, keyring).version(...HERE, 1);
  const plan = await makeRunStore(pool, keyring).plan(runId);
  const at = new Date();
  const machine = {
    workspaceId: IDS.workspace,
    site: "openstack",
    tokenHash: "t",
    hostKeys: [],
    bootstrappedAt: at,
  } as const;
  const material = await makeMachineStore(pool, keyring).admit(machine, "boot");

  expect(connection?.registration).toEqual(sampleRegistration());
  expect(Buffer.from(state?.bytes ?? []).toString()).toContain("from before");
  expect(plan).toEqual({
    planFile: Buffer.from("PK plan"),
    planJson: { plan: 1 },
    terraform: { "cdk.tf.json": "{}" },
    stateSerial: 2,
  });
  expect(material.secretContents).toEqual(new Map([["digest", "file content"]]));
  const revision = await makeWorkspaceStore(pool, keyring).revision(IDS.workspace, 1);
  const kept = await pool.query("select deployment_plan #>> '{sites,0,userData,content}' as text from revision");
  expect(revision?.deploymentPlan).toEqual(samplePlan());
  expect(kept.rows).toEqual([{ text: "" }]);
  const { rows } = await pool.query("select resealed_at from site_key where resealed_at is not null");
  expect(rows).toHaveLength(1);
});

test("the first start of the new release with a wrong key changes nothing", async () => {
  await fillAsBefore();

  await expect(testKeyring(database.pool, OTHER)).rejects.toMatchObject({ code: "secret-key-mismatch" });

  const connection = await makeCloudStore(database.pool, (await testKeyring(database.pool, 1)).site).connection(
    IDS.openstack,
  );
  expect(connection?.registration).toEqual(sampleRegistration());
});

test("what the last release sealed survives a rotation at once", async () => {
  await fillAsBefore();

  const report = await rotateMasterKey(database.pool, { from: OLD, to: NEW });

  const keyring = await testKeyring(database.pool, 2);
  expect(report.verified).toBe(2);
  expect((await makeStateStore(database.pool, keyring).current(...HERE))?.serial).toBe(2);
  expect((await makeCloudStore(database.pool, keyring.site).connection(IDS.openstack))?.cloud.name).toBe("east");
});
