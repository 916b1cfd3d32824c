import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { systemTimers } from "../../../server/composition/system-time.ts";
import { makeTerraformEngine } from "../../../src/adapters/terraform/terraform-engine.ts";
import type { RunStatus, SiteOutputs } from "../../../src/contract/index.ts";
import { classifyChange } from "../../../src/drift/index.ts";
import { makeConfirmRun, makeRunWorker, makeStartRuns, type RunWorker } from "../../../src/run/index.ts";
import { makeStateFacts, type StateStore } from "../../../src/state/index.ts";
import { type MemoryRunStore, makeMemoryRunStore } from "../../_helpers/memory-run-store.ts";
import { makeMemoryStateStore } from "../../_helpers/memory-state-store.ts";
import { IDS, samplePlan } from "../../_helpers/samples.ts";
import { startStateServer } from "../../_helpers/state-server.ts";
import { SAMPLE_OUTPUTS, terraformDataStack } from "../../_helpers/terraform-data.ts";
import { toolchain } from "../../_helpers/toolchain.ts";

const clock = { now: () => new Date() };
const owner = { ownerId: "local", createdBy: "local", workspaceId: IDS.workspace };

let workRoot: string;
let runs: MemoryRunStore;
let states: StateStore;
let server: Awaited<ReturnType<typeof startStateServer>>;
let worker: RunWorker;
let applied: { site: string; revision: number; outputs: SiteOutputs | null }[];
let errors: unknown[];
let input: unknown;

beforeEach(async () => {
  workRoot = await mkdtemp(join(tmpdir(), "ts-run-"));
  runs = makeMemoryRunStore();
  states = makeMemoryStateStore();
  server = await startStateServer(states);
  applied = [];
  errors = [];
  input = "one";
  worker = makeRunWorker({
    store: runs,
    synthesize: async () => terraformDataStack({ machine: { input } }),
    engine: makeTerraformEngine({ toolchain: toolchain(), workRoot }),
    classify: classifyChange,
    stackPlan: async (run) => samplePlan(run.revision).sites.find((site) => site.cloud === run.site) ?? unknownSite(),
    stateSerial: makeStateFacts(states).serial,
    stateAddresses: makeStateFacts(states).addresses,
    cloudEnvironment: async () => ({ OS_PASSWORD: "canary-password" }),
    stateAccess: server.access,
    onApplied: async (run, outputs) => {
      applied.push({ site: run.site, revision: run.revision, outputs });
    },
    clock,
    timers: systemTimers,
    workerId: "worker-1",
    concurrency: 2,
    onError: (error) => errors.push(error),
  });
  worker.start();
});

afterEach(async () => {
  await worker.stop();
  await server.close();
  await rm(workRoot, { recursive: true, force: true });
});

function unknownSite(): never {
  throw new Error("no such site");
}

function startRuns() {
  return makeStartRuns({
    store: runs,
    queue: runs.queue,
    workspaces: {
      find: async (_owner, id) => ({ id, name: "web" }),
      latestRevision: async () => ({ number: 1, deploymentPlan: samplePlan(1) }),
      revision: async (_id, number) => ({ number, deploymentPlan: samplePlan(number) }),
    },
    hasObjects: makeStateFacts(states).hasObjects,
    clock,
    newId: randomUUID,
  });
}

async function untilStatus(id: string, wanted: RunStatus): Promise<void> {
  for (;;) {
    const run = await runs.find("local", id);
    if (run?.status === wanted) return;
    if (run?.finishedAt) throw new Error(`ended as ${run.status}: ${JSON.stringify(run.failure)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("takes both sites from pending to applied through review, and says so when nothing is left to change", async () => {
  const confirm = makeConfirmRun({ store: runs, stateSerial: makeStateFacts(states).serial });

  const started = await startRuns()({ ...owner, request: { kind: "apply", autoApply: false } });
  await Promise.all(started.map(({ id }) => untilStatus(id, "planned")));
  await Promise.all(started.map(({ id }) => confirm({ ownerId: "local", runId: id })));
  await Promise.all(started.map(({ id }) => untilStatus(id, "applied")));
  const again = await startRuns()({ ...owner, request: { kind: "apply", autoApply: false } });
  await Promise.all(again.map(({ id }) => untilStatus(id, "planned-and-finished")));

  expect(started.map(({ site, role }) => [site, role])).toEqual([
    ["openstack", "primary"],
    ["cloudstack", "standby"],
  ]);
  expect(applied).toHaveLength(4);
  expect(applied.every(({ outputs }) => outputs?.instance_id === SAMPLE_OUTPUTS.instance_id)).toBe(true);
  expect(await states.lock(IDS.workspace, "openstack")).toBeNull();
  expect(await makeStateFacts(states).outputs(IDS.workspace, "cloudstack")).toEqual(SAMPLE_OUTPUTS);
  expect(await readdir(join(workRoot, "runs"))).toEqual([]);
  expect(errors).toEqual([]);
});
