import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { cleanWorkRoot } from "../../../src/adapters/terraform/clean-work-root.ts";
import { type EngineBench, openEngineBench } from "../../_helpers/engine-bench.ts";
import { IDS } from "../../_helpers/samples.ts";
import { terraformDataStack } from "../../_helpers/terraform-data.ts";
import { toolchain } from "../../_helpers/toolchain.ts";
import { until } from "../../_helpers/until.ts";

const OWNER = fileURLToPath(new URL("../../_fixtures/engine-owner.ts", import.meta.url));
const never = new AbortController().signal;

let bench: EngineBench;
let owner: ChildProcess | undefined;

beforeEach(async () => {
  bench = await openEngineBench();
});
afterEach(async () => {
  owner?.kill("SIGKILL");
  await bench.close();
});

const exists = (path: string) =>
  readFile(path).then(
    () => true,
    () => false,
  );

/** A service of its own process, killed once its engine has begun; the script is the engine's apply. */
async function killServiceDuringApply(script: string): Promise<void> {
  const [begun, file] = [join(bench.folder, "begun"), terraformDataStack({ machine: { input: "one" } })];
  const enginePath = await bench.script(
    "fake",
    `[ "$1" = init ] && { touch .terraform.lock.hcl; exit 0; }\ntouch ${begun}\n${script}`,
  );
  const engine = { toolchain: { ...toolchain(), enginePath }, workRoot: bench.workRoot };
  const request = { runId: IDS.run, workspaceId: IDS.workspace, site: "openstack", kind: "apply" };
  const plan = { planFile: "", planJson: {}, terraform: file, stateSerial: null };
  const said = JSON.stringify({ engine, request: { ...request, files: file, environment: {} }, plan });
  owner = spawn(process.execPath, [OWNER, said], { stdio: "ignore" });
  const ended = once(owner, "exit");
  await until(() => exists(begun));
  await until(() => exists(join(bench.workRoot, "runs", `${IDS.run}-apply`, "engine.pid")));
  owner.kill("SIGKILL");
  await ended;
}

function recover(signal = never) {
  return bench.engine({ gracePeriodMs: 200 }).recover({ runId: IDS.run, signal, killSignal: never });
}

test("an engine whose service is killed goes on talking and working, is waited for, and its state is brought back", async () => {
  const go = join(bench.folder, "go");
  await killServiceDuringApply(
    `while [ ! -e ${go} ]; do echo "still working"; sleep 0.02; done; echo "the state" > errored.tfstate`,
  );

  const kept = await cleanWorkRoot(bench.workRoot);
  const recovered = recover();
  await writeFile(go, "");
  const { wasHere, state } = await recovered;

  expect(kept).toEqual([]);
  expect(wasHere).toBe(true);
  expect(Buffer.from(state ?? []).toString()).toBe("the state\n");
  expect(await readdir(join(bench.workRoot, "runs"))).toEqual([]);
});

test("an orphaned engine can be told to stop, and is killed when it does not listen", async () => {
  await killServiceDuringApply(`trap '' INT; while :; do sleep 0.02; done`);
  const { pid } = JSON.parse(await readFile(join(bench.workRoot, "runs", `${IDS.run}-apply`, "engine.pid"), "utf8"));

  const { state } = await recover(AbortSignal.abort());

  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  expect(stat === "" || stat.includes(") Z ")).toBe(true);
  expect(state).toBeNull();
});

test("of a run that was applied elsewhere nothing is told", async () => {
  expect(await recover()).toEqual({ wasHere: false, state: null, objects: [] });
});

test("a state that was kept by the tidying of the start is still found", async () => {
  await killServiceDuringApply(`echo "the state" > errored.tfstate`);
  await until(() => exists(join(bench.workRoot, "runs", `${IDS.run}-apply`, "errored.tfstate")));
  await until(async () => (await cleanWorkRoot(bench.workRoot)).length > 0);

  const { wasHere, state } = await recover();

  expect(wasHere).toBe(true);
  expect(Buffer.from(state ?? []).toString()).toBe("the state\n");
});
