import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { makeAccountStore } from "../../../src/adapters/postgres/account-store.ts";
import { makeCloudStore } from "../../../src/adapters/postgres/cloud-store.ts";
import { makeObservationStore } from "../../../src/adapters/postgres/observation-store.ts";
import { makeOverviewStore } from "../../../src/adapters/postgres/overview-store.ts";
import { makeRunStore } from "../../../src/adapters/postgres/run-store.ts";
import type { Keyring } from "../../../src/adapters/postgres/sealing/open-keyring.ts";
import { readServiceFacts } from "../../../src/adapters/postgres/service-facts.ts";
import { makeStateStore } from "../../../src/adapters/postgres/state-store.ts";
import { makeWorkspaceStore } from "../../../src/adapters/postgres/workspace-store.ts";
import type { Instance, RunKind, RunStatus, SiteKey, SitePlan } from "../../../src/contract/index.ts";
import type { RunRecord } from "../../../src/run/ports.ts";
import { readState } from "../../../src/state/read-state.ts";
import { stateVersion } from "../../../src/state/state-version.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";
import { AT, IDS, sampleCloud, sampleRegistration, sampleRevision } from "../../_helpers/samples.ts";

let database: FreshDatabase;
let keyring: Keyring;
const at = new Date(AT);

beforeAll(async () => {
  database = await freshDatabase();
  const accounts = makeAccountStore(database.pool);
  await accounts.ensureAccount({ accountId: "ann", name: "Ann" });
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.pool.query("delete from workspace; delete from cloud");
  keyring = await testKeyring(database.pool);
  await makeCloudStore(database.pool, keyring.site).create({ ...sampleCloud(), sandbox: true }, sampleRegistration());
  await makeWorkspaceStore(database.pool, keyring).create(
    { id: IDS.workspace, name: "web", ownerId: "ann", createdAt: at, updatedAt: at },
    sampleRevision(),
    { caPublicKey: "", caPrivateKey: "", bootstrapTokenHashes: {}, secretFiles: [] },
  );
});

async function addRun(site: SiteKey, status: RunStatus, kind: RunKind = "apply", revision = 1): Promise<string> {
  const run: RunRecord = {
    id: randomUUID(),
    workspaceId: IDS.workspace,
    workspaceName: "web",
    ownerId: "ann",
    groupId: IDS.group,
    site,
    role: site === "openstack" ? "primary" : "standby",
    cloudId: site === "openstack" ? IDS.openstack : IDS.cloudstack,
    kind,
    reason: "user",
    revision,
    autoApply: false,
    status,
    cancelRequested: "no",
    summary: null,
    failure: null,
    createdBy: "ann",
    createdAt: at,
    plannedAt: null,
    confirmedAt: null,
    finishedAt: null,
  };
  await makeRunStore(database.pool, keyring).create([run]);
  return run.id;
}

async function addState(serial: number, document: object): Promise<void> {
  const read = readState(new TextEncoder().encode(JSON.stringify({ version: 4, serial, lineage: "l", ...document })));
  if (!read.ok) throw new Error(read.error);
  await makeStateStore(database.pool, keyring).write(
    IDS.workspace,
    "openstack",
    stateVersion(read.value, { bytes: new Uint8Array(1), md5: "m", createdAt: at, runId: null, person: null }),
    () => "accept",
  );
}

test("a new workspace has its planned sites and nothing else", async () => {
  const facts = await makeOverviewStore(database.pool).find("ann", IDS.workspace);

  expect(facts).toMatchObject({ name: "web", revision: 1, lastRuns: [], settledRuns: [], states: [] });
  // First boots hold secrets and are kept sealed beside the revision.
  const sites = sampleRevision().deploymentPlan.sites.map((site) => ({ ...site, userData: withoutContent(site) }));
  expect(facts?.plannedSites).toEqual(sites);
});

test("the latest run and the latest settled run of each site are told apart", async () => {
  await addRun("openstack", "applied", "apply", 1);
  const settled = await addRun("openstack", "planned-and-finished", "apply", 2);
  const last = await addRun("openstack", "errored", "apply", 3);
  const other = await addRun("cloudstack", "discarded");

  const [facts] = await makeOverviewStore(database.pool).list("ann");

  expect(facts?.lastRuns.map(({ site, id, cloudName, sandbox }) => [site, id, cloudName, sandbox])).toEqual([
    ["cloudstack", other, null, false],
    ["openstack", last, "east", true],
  ]);
  expect(facts?.settledRuns.map(({ id, revision }) => [id, revision])).toEqual([[settled, 2]]);
});

test("the present state tells whether there are objects and where the machine is", async () => {
  const outputs = { instance_id: { value: "i-1" }, instance_name: { value: "web" } };
  await addState(1, { resources: [] });
  await addState(2, {
    outputs,
    resources: [
      { mode: "data", instances: [{}] },
      { mode: "managed", instances: [{}] },
    ],
  });
  const before = await makeOverviewStore(database.pool).find("ann", IDS.workspace);
  await addState(3, { outputs: {}, resources: [{ mode: "managed", instances: [] }] });

  const after = await makeOverviewStore(database.pool).find("ann", IDS.workspace);

  expect(before?.states).toEqual([{ site: "openstack", hasObjects: true, instanceId: "i-1", instanceName: "web" }]);
  expect(after?.states).toEqual([{ site: "openstack", hasObjects: false, instanceId: null, instanceName: null }]);
});

test("another account sees nothing", async () => {
  const store = makeOverviewStore(database.pool);

  expect(await store.find("bob", IDS.workspace)).toBeNull();
  expect(await store.list("bob")).toEqual([]);
});

test("last known facts are kept per site and vanish with their workspace", async () => {
  const store = makeObservationStore(database.pool);
  const seen = { workspaceId: IDS.workspace, site: "openstack", observedAt: AT, powerState: "running" } as Instance;
  await store.save([seen]);
  await store.save([
    { ...seen, powerState: "stopped" },
    { ...seen, workspaceId: IDS.otherWorkspace },
  ]);

  const known = await store.read([IDS.workspace, IDS.otherWorkspace]);
  await database.pool.query("delete from workspace");

  expect(known).toEqual([{ ...seen, powerState: "stopped" }]);
  expect(await store.read([IDS.workspace])).toEqual([]);
});

test("the service knows its unfinished runs and whether its clouds are the try-out", async () => {
  await addRun("openstack", "applied");
  await addRun("openstack", "pending");

  const facts = await readServiceFacts(database.pool);

  expect(facts).toEqual({ runs: { pending: 1 }, clouds: 1, sandbox: true });
});

function withoutContent({ userData }: SitePlan) {
  return { ...userData, content: "" };
}
