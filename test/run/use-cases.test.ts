import { beforeEach, describe, expect, test } from "@jest/globals";
import type { DeploymentPlan, RunStatus, SiteKey } from "../../src/contract/index.ts";
import {
  makeCancelRun,
  makeConfirmRun,
  makeDiscardRun,
  makeStartRuns,
  presentRun,
  type RunRecord,
} from "../../src/run/index.ts";
import { type MemoryRunStore, makeMemoryRunStore } from "../_helpers/memory-run-store.ts";
import { sampleRun, sampleSummary, UNHINDERED } from "../_helpers/run-records.ts";
import { AT, IDS, samplePlan } from "../_helpers/samples.ts";

const clock = { now: () => new Date(AT) };
const LATER = "88888888-8888-4888-8888-888888888888";

let store: MemoryRunStore;

beforeEach(() => {
  store = makeMemoryRunStore();
});

/** A run that has got to `status` the ordinary way, with a plan made on no state. */
async function runAt(status: RunStatus, overrides: Partial<RunRecord> = {}): Promise<RunRecord> {
  const run = sampleRun({ summary: sampleSummary(), ...overrides, status });
  await store.create([run]);
  await store.savePlan(run.id, 0, { planFile: new Uint8Array(), planJson: {}, terraform: {}, stateSerial: null });
  return run;
}

describe("starting runs", () => {
  let revisions: DeploymentPlan[];
  let existing: SiteKey[];
  let ids: number;

  beforeEach(() => {
    revisions = [samplePlan(1)];
    existing = [];
    ids = 0;
  });

  function start(request: { kind?: "apply" | "destroy"; sites?: SiteKey[]; autoApply?: boolean } = {}) {
    const revisionAt = (number: number) => {
      const deploymentPlan = revisions[number - 1];
      return deploymentPlan === undefined ? null : { number, deploymentPlan };
    };
    const startRuns = makeStartRuns({
      store,
      queue: store.queue,
      workspaces: {
        find: async (ownerId, id) => (ownerId === "local" && id === IDS.workspace ? { id, name: "web" } : null),
        latestRevision: async () => revisionAt(revisions.length),
        revision: async (_id, number) => revisionAt(number),
      },
      hasObjects: async (_id, site) => existing.includes(site),
      clock,
      newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, "0")}`,
    });
    const full = { kind: "apply" as const, autoApply: false, ...request };
    return startRuns({ ownerId: "local", createdBy: "anna", workspaceId: IDS.workspace, request: full });
  }

  function withoutCloudstack(revision: number): DeploymentPlan {
    const plan = samplePlan(revision);
    return { ...plan, sites: plan.sites.filter((site) => site.cloud === "openstack") };
  }

  test("makes one run per site of the latest revision, in one group", async () => {
    revisions = [samplePlan(1), samplePlan(2)];

    const runs = await start({ autoApply: true });

    expect(
      runs.map(({ site, role, kind, revision, queuePosition }) => [site, role, kind, revision, queuePosition]),
    ).toEqual([
      ["openstack", "primary", "apply", 2, 1],
      ["cloudstack", "standby", "apply", 2, 2],
    ]);
    expect(new Set(runs.map(({ groupId }) => groupId)).size).toBe(1);
    expect(runs[0]).toMatchObject({ autoApply: true, createdBy: "anna", reason: "user", allowedActions: ["cancel"] });
  });

  test("takes only the sites that were asked for, and refuses one the workspace does not use", async () => {
    revisions = [withoutCloudstack(1)];

    const refused = start({ sites: ["cloudstack"] });

    await expect(refused).rejects.toMatchObject({
      code: "validation-failed",
      facts: { issues: [{ pointer: "/sites" }] },
    });
    expect((await start({ sites: ["openstack"] })).map(({ site }) => site)).toEqual(["openstack"]);
  });

  test("destroys what exists with the revision that described it, even when a later one has dropped the site", async () => {
    revisions = [samplePlan(1), withoutCloudstack(2)];
    existing = ["openstack", "cloudstack"];

    const runs = await start({ kind: "destroy" });

    expect(runs.map(({ site, kind, revision }) => [site, kind, revision])).toEqual([
      ["openstack", "destroy", 2],
      ["cloudstack", "destroy", 1],
    ]);
  });

  test("applies the rest and destroys a site that the requirement no longer has", async () => {
    revisions = [samplePlan(1), withoutCloudstack(2)];
    existing = ["openstack", "cloudstack"];

    const runs = await start();

    expect(runs.map(({ site, kind, reason }) => [site, kind, reason])).toEqual([
      ["openstack", "apply", "user"],
      ["cloudstack", "destroy", "site-removed"],
    ]);
  });

  test("says that there is nothing to destroy", async () => {
    await expect(start({ kind: "destroy" })).rejects.toMatchObject({ code: "not-found" });
  });

  test("refuses to apply on another cloud than the one that holds the site's objects", async () => {
    existing = ["openstack"];
    await runAt("applied", { cloudId: LATER, plannedAt: new Date(AT) });

    await expect(start({ sites: ["openstack"] })).rejects.toMatchObject({
      code: "workspace-not-empty",
      facts: { presentCloudId: LATER, wantedCloudId: IDS.openstack },
    });
  });

  test("does not know somebody else's workspace", async () => {
    const startRuns = makeStartRuns({
      store,
      queue: store.queue,
      workspaces: { find: async () => null, latestRevision: async () => null, revision: async () => null },
      hasObjects: async () => false,
      clock,
      newId: () => LATER,
    });

    const request = { kind: "apply" as const, autoApply: false };
    const started = startRuns({ ownerId: "eve", createdBy: "eve", workspaceId: IDS.workspace, request });
    await expect(started).rejects.toMatchObject({ code: "not-found" });
  });

  test("refuses while a run waits for review on one of the sites", async () => {
    const waiting = await runAt("planned");

    await expect(start()).rejects.toMatchObject({ code: "run-active", facts: { runId: waiting.id } });
  });
});

describe("confirming", () => {
  function confirm(run: RunRecord, confirmName?: string, serial: number | null = null) {
    const confirmRun = makeConfirmRun({ store, stateSerial: async () => serial });
    return confirmRun({ ownerId: "local", runId: run.id, confirmName });
  }

  test("lets a reviewed plan be applied", async () => {
    const run = await runAt("planned");

    expect((await confirm(run)).status).toBe("confirmed");
  });

  test("wants the machine's name typed before data on the main machine is destroyed", async () => {
    const run = await runAt("planned", { summary: sampleSummary({ danger: "destroys-data" }) });

    await expect(confirm(run)).rejects.toMatchObject({ code: "approval-required" });
    await expect(confirm(run, "wed")).rejects.toMatchObject({ code: "approval-required" });
    expect((await confirm(run, "web")).status).toBe("confirmed");
  });

  test("rebuilds a standby without a typed name, since its data is a copy", async () => {
    const run = await runAt("planned", { role: "standby", summary: sampleSummary({ danger: "destroys-data" }) });

    expect((await confirm(run)).status).toBe("confirmed");
  });

  test("wants the name for the machine that was main until this very plan", async () => {
    const losing = sampleSummary({ danger: "destroys-data" });
    await runAt("applied", { role: "primary", createdAt: new Date(Date.parse(AT) - 1_000) });
    const run = await runAt("planned", { role: "standby", summary: losing });

    await expect(confirm(run)).rejects.toMatchObject({ code: "approval-required" });
    expect((await confirm(run, "web")).status).toBe("confirmed");
  });

  test("never lets a rejected plan through, whatever is typed", async () => {
    const run = await runAt("planned", { summary: sampleSummary({ rejected: ["A disk shrinks."] }) });

    await expect(confirm(run, "web")).rejects.toMatchObject({
      code: "illegal-transition",
      message: expect.stringContaining("A disk shrinks."),
    });
  });

  test("refuses a plan whose state has moved since", async () => {
    const run = await runAt("planned");

    await expect(confirm(run, undefined, 4)).rejects.toMatchObject({
      code: "plan-stale",
      facts: { plannedOnSerial: null, presentSerial: 4 },
    });
  });

  test("confirms a plan once", async () => {
    const run = await runAt("planned");
    await confirm(run);

    await expect(confirm(run)).rejects.toMatchObject({ code: "illegal-transition" });
  });
});

describe("discarding and canceling", () => {
  const cancel = (run: RunRecord, force = false) => makeCancelRun({ store, clock })("local", run.id, force);

  test("discards a plan that waits for review, and nothing else", async () => {
    const planned = await runAt("planned");
    const pending = await runAt("pending", { site: "cloudstack" });
    const discard = makeDiscardRun({ store, clock });

    const discarded = await discard("local", planned.id);

    expect([discarded.status, discarded.finishedAt]).toEqual(["discarded", AT]);
    await expect(discard("local", pending.id)).rejects.toMatchObject({ code: "illegal-transition" });
    await expect(discard("eve", planned.id)).rejects.toMatchObject({ code: "not-found" });
  });

  test.each(["pending", "planned", "confirmed"] as const)("cancels a run that is %s at once", async (status) => {
    const run = await runAt(status);

    const canceled = await cancel(run);

    expect([canceled.status, canceled.finishedAt]).toEqual(["canceled", AT]);
  });

  test.each(["planning", "applying"] as const)("asks the worker of a run that is %s, gently first", async (status) => {
    const run = await runAt(status);

    await expect(cancel(run, true)).rejects.toMatchObject({ message: expect.stringContaining("gently first") });
    const asked = await cancel(run);
    const forced = await cancel(run, true);

    expect([asked.status, asked.cancelRequested, asked.allowedActions]).toEqual([status, "gently", ["force-cancel"]]);
    expect([forced.cancelRequested, forced.allowedActions]).toEqual(["forced", []]);
  });

  test.each(["applied", "errored"] as const)("does not cancel a run that is %s", async (status) => {
    const run = await runAt(status);

    await expect(cancel(run)).rejects.toMatchObject({ code: "illegal-transition" });
  });
});

test("shows a run without its owner and with times as text", () => {
  const record = sampleRun({ plannedAt: new Date(AT) });

  const run = presentRun(record, { ...UNHINDERED, position: 3 });

  expect(run).toMatchObject({
    queuePosition: 3,
    createdAt: AT,
    plannedAt: AT,
    finishedAt: null,
    allowedActions: ["cancel"],
  });
  expect(run).not.toHaveProperty("ownerId");
});
