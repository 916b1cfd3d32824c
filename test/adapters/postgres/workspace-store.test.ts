import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { makeAccountStore } from "../../../src/adapters/postgres/account-store.ts";
import { makeWorkspaceStore } from "../../../src/adapters/postgres/workspace-store.ts";
import type { WorkspaceRecord, WorkspaceSecrets, WorkspaceStore } from "../../../src/requirement/ports.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";
import { IDS, sampleRevision } from "../../_helpers/samples.ts";

const CANARY = "canary-of-a-secret-file";
let database: FreshDatabase;
let store: WorkspaceStore;

const workspace: WorkspaceRecord = {
  id: IDS.workspace,
  name: "web",
  ownerId: "ann",
  createdAt: new Date("2026-11-21T12:00:00Z"),
  updatedAt: new Date("2026-11-21T12:00:00Z"),
};
const secrets: WorkspaceSecrets = {
  caPublicKey: "ssh-ed25519 AAAA ca",
  caPrivateKey: "canary-of-the-ca-key",
  bootstrapTokenHashes: { openstack: "hash-o", cloudstack: "hash-c" },
  secretFiles: [{ path: "/etc/app.key", content: CANARY, sha256: "digest" }],
};

beforeAll(async () => {
  database = await freshDatabase();
  const accounts = makeAccountStore(database.pool);
  await accounts.ensureAccount({ accountId: "ann", name: "Ann" });
  await accounts.ensureAccount({ accountId: "bob", name: "Bob" });
  store = makeWorkspaceStore(database.pool, await testKeyring(database.pool));
});

afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query("delete from workspace");
});

test("a workspace comes back with its first revision exactly as it was stored", async () => {
  const first = sampleRevision();

  await store.create(workspace, first, secrets);

  expect(await store.find("ann", IDS.workspace)).toEqual(workspace);
  expect(await store.findByName("ann", "web")).toEqual(workspace);
  expect(await store.list("ann")).toEqual([workspace]);
  expect(await store.caPublicKey(IDS.workspace)).toBe("ssh-ed25519 AAAA ca");
  const stored = await store.latestRevision(IDS.workspace);
  expect(JSON.stringify(stored?.deploymentPlan)).toBe(JSON.stringify(first.deploymentPlan));
  expect(stored).toEqual(first);
});

test("another owner sees nothing of it and may use the same name", async () => {
  await store.create(workspace, sampleRevision(), secrets);

  await store.create(
    { ...workspace, id: IDS.otherWorkspace, ownerId: "bob" },
    { ...sampleRevision(), workspaceId: IDS.otherWorkspace },
    secrets,
  );

  expect(await store.find("bob", IDS.workspace)).toBeNull();
  expect((await store.list("bob")).map(({ id }) => id)).toEqual([IDS.otherWorkspace]);
});

test("a second workspace of the same name is refused and leaves nothing", async () => {
  await store.create(workspace, sampleRevision(), secrets);

  const again = store.create({ ...workspace, id: IDS.otherWorkspace }, sampleRevision(), secrets);

  await expect(again).rejects.toMatchObject({ code: "name-taken" });
  expect(await store.list("ann")).toHaveLength(1);
});

test("of two changes made on the same revision one is refused", async () => {
  await store.create(workspace, sampleRevision(), secrets);

  const both = await Promise.allSettled([
    store.addRevision(sampleRevision(2), []),
    store.addRevision(sampleRevision(2), []),
  ]);

  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const refused = both.find((one) => one.status === "rejected");
  expect(refused?.reason).toMatchObject({ code: "revision-conflict", facts: { latest: 2, basedOn: 1 } });
  expect((await store.revisions(IDS.workspace)).map(({ number }) => number)).toEqual([2, 1]);
});

test("a revision of no workspace is refused as not found", async () => {
  await expect(store.addRevision(sampleRevision(2), [])).rejects.toMatchObject({ code: "not-found" });
});

test("a removed workspace takes everything of it along", async () => {
  await store.create(workspace, sampleRevision(), secrets);

  await store.remove("bob", IDS.workspace, async () => undefined);
  const stillThere = await store.find("ann", IDS.workspace);
  await store.remove("ann", IDS.workspace, async () => undefined);

  expect(stillThere).not.toBeNull();
  expect(await store.revision(IDS.workspace, 1)).toBeNull();
  expect((await database.pool.query("select * from secret_file")).rows).toEqual([]);
});

test("no secret is stored in clear", async () => {
  await store.create(workspace, sampleRevision(), secrets);

  const { rows } = await database.pool.query(
    "select encode(content_sealed, 'escape') as text from secret_file union all select encode(ca_private_key_sealed, 'escape') from workspace_secret",
  );

  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).not.toContain("canary");
});

test("first-boot texts, which hold one-time tokens, are sealed and come back with their revision", async () => {
  const before = sampleRevision();
  const boot = { encoding: "plain", content: "token: canary-of-first-boot", rawBytes: 27 } as const;
  const sites = before.deploymentPlan.sites.map((site) => ({ ...site, userData: boot }));
  const revision = { ...before, deploymentPlan: { ...before.deploymentPlan, sites } };
  await store.create(workspace, revision, secrets);

  const { rows } = await database.pool.query("select row_to_json(revision)::text as text from revision");
  const [latest, first] = [await store.latestRevision(IDS.workspace), await store.revision(IDS.workspace, 1)];

  expect(JSON.stringify(rows)).not.toContain("canary-of-first-boot");
  expect(latest).toEqual(revision);
  expect(first).toEqual(revision);
});
