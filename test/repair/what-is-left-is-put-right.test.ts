import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test } from "@jest/globals";
import type { SitePlan } from "../../src/contract/index.ts";
import { makeSiteCare, type Removal, type RepairStore, type SiteCondition } from "../../src/repair/index.ts";
import { siteMarks } from "../../src/repair/site-marks.ts";
import { readState } from "../../src/repair/state-document.ts";
import type { RunRecord } from "../../src/run/index.ts";
import type { UnderClaim } from "../../src/run/ports.ts";
import { synthesizeSite } from "../../stacks/synthesize-site.ts";
import { sampleRun } from "../_helpers/run-records.ts";
import { openCloudstackSite, openOpenstackSite } from "../_helpers/sandbox-site.ts";
import { terraformEnv, toolchain } from "../_helpers/toolchain.ts";

const run = promisify(execFile);
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type Site = Awaited<ReturnType<typeof openOpenstackSite>> | Awaited<ReturnType<typeof openCloudstackSite>>;

/** One site on a sandbox cloud: the real engine on a state file, and care for it with a store in memory. */
async function openBench(site: Site, changes: Partial<SitePlan> = {}) {
  closers.push(site.close);
  const plan = site.plan(changes as never) as SitePlan;
  const files = synthesizeSite(plan);
  const folder = await mkdtemp(join(tmpdir(), "twinstack-left-"));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "cdk.tf.json"), files["cdk.tf.json"] ?? "");
  await writeFile(join(folder, "backend_override.tf.json"), '{"terraform":{"backend":{"local":{}}}}');
  const stateFile = join(folder, "terraform.tfstate");
  const env = { ...terraformEnv(), ...site.environment };
  const engine = async (...args: string[]) =>
    (await run(toolchain().enginePath, [...args, "-no-color"], { cwd: folder, env, maxBuffer: 1e8 })).stdout;
  await engine("init", "-input=false");

  let removals: readonly Removal[] = [];
  const said: string[] = [];
  const condition: SiteCondition = {
    workspaceId: plan.workspaceId,
    site: plan.site,
    cloudId: plan.cloudId,
    unclean: true,
    uncleanBefore: true,
    reason: "test",
    since: new Date(),
    runId: randomUUID(),
    runKind: "apply",
    revision: plan.revision,
    endedMsAgo: 60_000,
    inspectedAt: null,
    inspectionProblem: null,
  };
  const store: RepairStore = {
    condition: async () => condition,
    conditions: async () => [condition],
    strays: async () => [],
    takeForInspection: async () => null,
    noteInspection: async () => undefined,
    objects: async () => [],
    noteObjects: async () => undefined,
    saveRemovals: async (_claim, planned) => {
      removals = planned;
      return true;
    },
    removals: async () => removals,
  };
  const care = makeSiteCare({
    store,
    clients: async () => site.client,
    currentState: () => readFile(stateFile).catch(() => null),
    adoptState: async (_run, state) => {
      await writeFile(stateFile, state);
      return true;
    },
    tools: { sha1Hex: (text) => createHash("sha1").update(text).digest("hex") },
    timers: { pause: () => Promise.resolve() },
  });
  const input = {
    sitePlan: plan,
    files,
    say: (text: string) => void said.push(text),
    signal: new AbortController().signal,
    underClaim,
  };
  const record = (kind: RunRecord["kind"]) => sampleRun({ kind, site: plan.site, workspaceId: plan.workspaceId });
  return {
    plan,
    said,
    engine,
    stateFile,
    care,
    input,
    record,
    list: () => site.client.listMarked(siteMarks(plan)),
    reconcile: async () => (await care.reconcile(record("apply"), input))?.changes ?? [],
  };
}

/** The run is in nobody else's hands. */
const underClaim: UnderClaim = async (act) => {
  const done = await act(1);
  if (done === null) throw new Error("refused");
  return done;
};

const changed = (text: string) => text.match(/^ {2}# .* (will|must) be .*$/gm) ?? [];

type Fault = Readonly<Record<string, string>>;
const CLOUDS = { OpenStack: openOpenstackSite, CloudStack: openCloudstackSite };

/** A fault on one call of the given cloud: what is lost, and which call it is. */
const LOST: readonly (readonly [cloud: keyof typeof CLOUDS, what: string, fault: Fault])[] = [
  ["OpenStack", "a network's answer", { method: "POST", path: "/v2.0/networks$" }],
  ["OpenStack", "a public address's answer", { method: "POST", path: "/v2.0/floatingips$" }],
  ["OpenStack", "a key pair's answer", { method: "POST", path: "/os-keypairs$" }],
  ["OpenStack", "a volume's answer", { method: "POST", path: "/volumes$" }],
  ["OpenStack", "a machine's answer", { method: "POST", path: "/servers$" }],
  ["OpenStack", "the call that tags", { method: "PUT", path: "/tags$", when: "before" }],
  ["CloudStack", "a network's answer", { command: "createNetwork" }],
  ["CloudStack", "a machine's answer", { command: "deployVirtualMachine" }],
  ["CloudStack", "a public address's answer", { command: "associateIpAddress" }],
  ["CloudStack", "a disk's answer", { command: "createVolume" }],
  ["OpenStack", "a firewall rule's answer", { method: "POST", path: "/security-group-rules$" }],
  ["CloudStack", "a firewall rule's answer", { command: "createFirewallRule" }],
  ["CloudStack", "an egress rule's answer", { command: "createEgressFirewallRule" }],
  ["CloudStack", "the binding's answer", { command: "enableStaticNat" }],
  ["CloudStack", "the call that tags", { command: "createTags", when: "before" }],
];

test.each(LOST)(
  "on %s, when %s is lost, repair and another apply end with everything there once",
  async (cloud, _what, { when = "after", ...match }) => {
    const site = await CLOUDS[cloud]();
    const bench = await openBench(site);
    const effect = "command" in match ? { kind: `drop-${when}` } : { effect: { kind: "drop", when } };
    await site.fault({ ...match, count: 1, ...effect });
    await expect(bench.engine("apply", "-auto-approve")).rejects.toThrow();

    await bench.reconcile();
    await bench.care.removeStrays(bench.record("apply"), bench.input);
    await bench.engine("apply", "-auto-approve");
    const found = await bench.list();
    const left = await bench.reconcile();
    const again = await bench.engine("plan");

    expect(left).toEqual([]);
    expect(changed(again)).toEqual([]);
    for (const kind of ["machine", "network", "public-address"]) {
      expect([kind, found.filter((object) => object.kind === kind).length]).toEqual([kind, 1]);
    }
  },
  180_000,
);

test("what a blind second apply has made twice is there once after repair, key pair and all", async () => {
  const site = await openOpenstackSite();
  const bench = await openBench(site);
  await bench.engine("apply", "-auto-approve");
  await rm(bench.stateFile);
  await expect(bench.engine("apply", "-auto-approve")).rejects.toThrow(/already exists/);
  const doubled = (await bench.list()).filter(({ kind }) => kind === "network");

  const changes = await bench.reconcile();
  await bench.care.removeStrays(bench.record("apply"), bench.input);
  await bench.engine("apply", "-auto-approve");
  const found = await bench.list();

  expect(doubled).toHaveLength(2);
  expect(changes).toContainEqual(expect.objectContaining({ kind: "key-pair", decision: "adopt" }));
  expect(changes).toContainEqual(
    expect.objectContaining({ kind: "volume", decision: "remove", danger: "destroys-data" }),
  );
  for (const kind of ["machine", "network", "subnet", "router", "port", "security-group", "public-address"]) {
    expect([kind, found.filter((object) => object.kind === kind).length]).toEqual([kind, 1]);
  }
  expect(changed(await bench.engine("plan"))).toEqual([]);
}, 180_000);

test("a change of size that lost its answer is confirmed, and the next plan has nothing to say", async () => {
  const site = await openOpenstackSite();
  const bench = await openBench(site);
  await bench.engine("apply", "-auto-approve");
  const larger = (await site.client.readCatalog()).offerings.find(({ memoryMib }) => memoryMib > 4096);
  if (larger === undefined || bench.plan.cloud !== "openstack") throw new Error("expected a larger flavor");
  const grown = { ...bench.plan, flavor: { id: larger.id, name: larger.name } };
  const input = { ...bench.input, sitePlan: grown, files: synthesizeSite(grown) };
  await writeFile(join(bench.stateFile, "..", "cdk.tf.json"), input.files["cdk.tf.json"] ?? "");
  await site.fault({
    method: "POST",
    path: "/servers/[^/]+/action$",
    count: 1,
    effect: { kind: "drop", when: "after" },
  });
  await expect(bench.engine("apply", "-auto-approve")).rejects.toThrow();
  // Terraform alone never gets on from here: it refuses to plan on a machine in this state.
  await expect(bench.engine("plan")).rejects.toThrow(/Invalid power_state/);

  await bench.care.reconcile(bench.record("apply"), input);
  const [machine] = (await bench.list()).filter(({ kind }) => kind === "machine");

  expect(machine).toMatchObject({ condition: "ready", cloudStatus: "ACTIVE" });
  expect(bench.said.join()).toContain("Confirms the new size of the machine");
  await bench.engine("apply", "-auto-approve");
  expect(changed(await bench.engine("plan"))).toEqual([]);
}, 180_000);

test("a state lost for good is built up again, and what is a neighbour's stays untouched", async () => {
  const site = await openOpenstackSite();
  const bench = await openBench(site);
  await bench.engine("apply", "-auto-approve");
  const before = readState(await readFile(bench.stateFile));
  await rm(bench.stateFile);
  const neighbour = { ...siteMarks(bench.plan), workspaceId: "6f1f6f3c-2f0b-4c1e-9d2f-000000000000" };

  await bench.reconcile();
  const seenByNeighbour = await site.client.listMarked(neighbour);
  const after = readState(await readFile(bench.stateFile));

  expect([...after.attributes.keys()].toSorted()).toEqual([...before.attributes.keys()].toSorted());
  // A key pair carries no mark: its name, which holds the workspace, and the key itself must agree.
  expect(seenByNeighbour.filter(({ kind }) => kind !== "key-pair")).toEqual([]);
}, 180_000);

test("what the requirement has no place for is removed in the reviewed plan's order, and data is called data", async () => {
  const site = await openCloudstackSite();
  const bench = await openBench(site);
  await bench.engine("apply", "-auto-approve");
  await rm(bench.stateFile);
  const smaller = { ...bench.plan, volumes: [] } as SitePlan;
  const input = { ...bench.input, sitePlan: smaller, files: synthesizeSite(smaller) };

  const changes = (await bench.care.reconcile(bench.record("apply"), input))?.changes ?? [];
  await bench.care.removeStrays(bench.record("apply"), input);
  const found = await bench.list();

  expect(changes.filter(({ decision }) => decision === "remove").map(({ kind, danger }) => [kind, danger])).toEqual([
    ["volume", "destroys-data"],
  ]);
  expect(found.map(({ kind }) => kind)).not.toContain("volume");
  expect(found.map(({ kind }) => kind)).toContain("machine");
}, 180_000);

test("what appears after the plan was made stops the apply instead of being made twice", async () => {
  const site = await openOpenstackSite();
  const bench = await openBench(site);
  await bench.reconcile();
  await bench.engine("apply", "-auto-approve");
  await rm(bench.stateFile);

  const refused = await bench.care.removeStrays(bench.record("apply"), bench.input).catch((error: unknown) => error);

  expect(refused).toMatchObject({ code: "plan-stale" });
}, 180_000);
