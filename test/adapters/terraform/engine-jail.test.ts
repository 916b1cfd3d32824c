import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { cleanWorkRoot } from "../../../src/adapters/terraform/clean-work-root.ts";
import { type FoundJail, findEngineJail } from "../../../src/adapters/terraform/find-engine-jail.ts";
import { type EngineBench, openEngineBench } from "../../_helpers/engine-bench.ts";
import { IDS } from "../../_helpers/samples.ts";
import { terraformDataStack } from "../../_helpers/terraform-data.ts";
import { toolchain } from "../../_helpers/toolchain.ts";
import { until } from "../../_helpers/until.ts";
import { workingJail } from "../../_helpers/working-jail.ts";

const OWNER = fileURLToPath(new URL("../../_fixtures/engine-owner.ts", import.meta.url));
const files = terraformDataStack({ machine: { input: "one" } });
const plan = { planFile: new Uint8Array([1]), planJson: {}, terraform: files, stateSerial: null };
const never = new AbortController().signal;

let bench: EngineBench;
let found: FoundJail;
let owner: ChildProcess | undefined;

beforeAll(async () => {
  found = await workingJail();
});
beforeEach(async () => {
  bench = await openEngineBench();
});
afterEach(async () => {
  owner?.kill("SIGKILL");
  await bench.close();
});

async function fakeEngine(script: string): Promise<string> {
  return bench.script("fake", `[ "$1" = init ] && { touch .terraform.lock.hcl; exit 0; }\n${script}`);
}

async function jailedEngine(script: string, options: Parameters<EngineBench["engine"]>[0] = {}) {
  const enginePath = await fakeEngine(script);
  return bench.engine({ toolchain: { ...toolchain(), enginePath }, jail: async () => found.jail, ...options });
}

const applyFolder = () => join(bench.workRoot, "runs", `${IDS.run}-apply`);

async function isGone(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat === "" || stat.includes(") Z ");
}

/** A service of its own process, killed once its jailed engine has said that it began. */
async function killServiceDuringApply(script: string): Promise<void> {
  const enginePath = await fakeEngine(`echo begun\n${script}`);
  const engine = { toolchain: { ...toolchain(), enginePath }, workRoot: bench.workRoot };
  const request = { runId: IDS.run, workspaceId: IDS.workspace, site: "openstack", kind: "apply" };
  const said = {
    engine,
    jailedWith: toolchain(),
    request: { ...request, files, environment: {} },
    plan: { ...plan, planFile: "" },
  };
  owner = spawn(process.execPath, [OWNER, JSON.stringify(said)], { stdio: "ignore" });
  const ended = once(owner, "exit");
  await until(async () =>
    (await readFile(join(applyFolder(), "engine.out"), "utf8").catch(() => "")).includes("begun"),
  );
  owner.kill("SIGKILL");
  await ended;
}

test("the real engine plans and applies in it, and a state that no backend takes is brought out of it", async () => {
  const engine = bench.engine({ jail: async () => found.jail });
  const request = await bench.request(files);
  const planned = await engine.plan(request);
  if (planned.kind !== "planned") throw new Error(JSON.stringify(planned));
  const stored = { ...plan, planFile: planned.planFile };

  const nowhere = { TF_HTTP_RETRY_MAX: "0", TF_HTTP_LOCK_ADDRESS: "" };
  const applied = await engine.apply(await bench.request(files), stored);
  const again = await engine.plan(await bench.request(files));
  const lost = await jailedEngine(`echo '{"version":4}' > errored.tfstate; exit 1`).then(async (broken) =>
    broken.apply(await bench.request(files, { environment: nowhere }), stored),
  );

  expect(applied).toMatchObject({ kind: "applied", outputs: { instance_id: "i-1" } });
  expect(again).toMatchObject({ kind: "planned", hasChanges: false });
  expect(lost).toMatchObject({ kind: "failed", failure: { code: "state-not-saved" } });
  expect(Buffer.from("unsavedState" in lost && lost.unsavedState ? lost.unsavedState : []).toString()).toContain(
    "version",
  );
  expect(await readdir(join(bench.workRoot, "runs"))).toEqual([]);
});

test("a gentle stop reaches the engine inside, which then ends by itself with its own code", async () => {
  const engine = await jailedEngine(`trap 'echo heard; exit 0' INT; echo begun; while :; do sleep 0.02; done`);
  const gentle = new AbortController();
  const result = engine.apply(await bench.request(files, { signal: gentle.signal }), plan);
  await until(async () => bench.events.some(({ text }) => text === "begun"));

  gentle.abort();

  expect(await result).toMatchObject({ kind: "applied" });
  expect(bench.events.map(({ text }) => text)).toContain("heard");
});

test("a deaf engine is ended with all it started, even what left its group and session", async () => {
  const engine = await jailedEngine(
    `trap '' INT TERM; setsid sh -c "trap '' INT TERM; while :; do sleep 0.1; done" & echo begun; while :; do sleep 0.1; done`,
    { killAfterMs: 50 },
  );
  const [gentle, forced] = [new AbortController(), new AbortController()];
  const request = await bench.request(files, { signal: gentle.signal, killSignal: forced.signal });
  const result = engine.apply(request, plan);
  await until(async () => bench.events.some(({ text }) => text === "begun"));
  const { pid } = JSON.parse(
    await readFile(join(bench.workRoot, "runs", `${request.runId}-apply`, "engine.pid"), "utf8"),
  );

  gentle.abort();
  forced.abort();

  expect(await result).toEqual({ kind: "canceled" });
  expect(await isGone(pid)).toBe(true);
});

test("an engine ended by a signal says by which", async () => {
  const engine = await jailedEngine("kill -9 $$");

  const result = await engine.apply(await bench.request(files), plan);

  expect(result).toMatchObject({ kind: "failed", failure: { detail: "The engine was ended by SIGKILL." } });
});

test("it outlives its killed service, is found by a later one, waited for, and its state brought back", async () => {
  await killServiceDuringApply(
    `while [ ! -e go ]; do echo "still working"; sleep 0.02; done; echo "the state" > errored.tfstate`,
  );
  const kept = await cleanWorkRoot(bench.workRoot);

  const recovered = bench.engine().recover({ runId: IDS.run, signal: never, killSignal: never });
  await writeFile(join(applyFolder(), "go"), "");
  const { wasHere, state } = await recovered;

  expect(kept).toEqual([]);
  expect(wasHere).toBe(true);
  expect(Buffer.from(state ?? []).toString()).toBe("the state\n");
});

test("a later service can tell the orphan to stop, and kills it from outside when it does not listen", async () => {
  await killServiceDuringApply(`trap '' INT; while :; do sleep 0.02; done`);
  const { pid, jailed } = JSON.parse(await readFile(join(applyFolder(), "engine.pid"), "utf8"));
  const stop = AbortSignal.abort();

  const { state } = await bench
    .engine({ gracePeriodMs: 100 })
    .recover({ runId: IDS.run, signal: stop, killSignal: never });

  expect(await isGone(pid)).toBe(true);
  expect({ state, jailed }).toEqual({ state: null, jailed: true });
});

test("a machine without bubblewrap says so, and so does one where it does not work", async () => {
  await bench.script("bwrap", "echo 'bwrap: No permissions to create new namespace' >&2; exit 1");
  const places = { toolchain: toolchain(), workRoot: bench.workRoot };

  const absent = await findEngineJail({ ...places, searchPath: join(bench.folder, "empty") });
  const broken = await findEngineJail({ ...places, searchPath: bench.folder });

  expect(absent).toMatchObject({ jail: null, reason: expect.stringContaining("apt-get install bubblewrap") });
  expect(broken).toMatchObject({ jail: null, reason: expect.stringContaining("No permissions") });
});
