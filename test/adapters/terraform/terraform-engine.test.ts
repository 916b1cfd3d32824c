import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { EnginePlanResult, StoredPlan } from "../../../src/run/ports.ts";
import { type EngineBench, openEngineBench } from "../../_helpers/engine-bench.ts";
import { IDS } from "../../_helpers/samples.ts";
import { SAMPLE_OUTPUTS, terraformDataStack } from "../../_helpers/terraform-data.ts";
import { toolchain } from "../../_helpers/toolchain.ts";

let bench: EngineBench;

beforeEach(async () => {
  bench = await openEngineBench();
});
afterEach(() => bench.close());

const one = terraformDataStack({ machine: { input: "one" } });

function stored(result: EnginePlanResult, files: StoredPlan["terraform"]): StoredPlan {
  if (result.kind !== "planned") throw new Error(`not planned: ${JSON.stringify(result)}`);
  return { planFile: result.planFile, planJson: result.planJson, terraform: files, stateSerial: null };
}

/** The real engine behind a script that notes every command. */
async function notingEngine(extra = ""): Promise<{ path: string; commands: () => Promise<string[]> }> {
  const log = join(bench.folder, "commands");
  await writeFile(log, "");
  const path = await bench.script("engine", `echo "$@" >> ${log}\n${extra}\nexec ${toolchain().enginePath} "$@"`);
  return { path, commands: async () => (await readFile(log, "utf8")).trim().split("\n") };
}

describe("with the real engine", () => {
  test("plans, applies exactly that plan and finds nothing to change afterwards", async () => {
    const engine = bench.engine();

    const planned = await engine.plan(await bench.request(one));
    const applied = await engine.apply(await bench.request(one), stored(planned, one));
    const again = await engine.plan(await bench.request(one));

    expect(planned).toMatchObject({ kind: "planned", hasChanges: true });
    expect(applied).toEqual({ kind: "applied", outputs: SAMPLE_OUTPUTS });
    expect(again).toMatchObject({ kind: "planned", hasChanges: false });
    expect(await bench.states.lock(IDS.workspace, "openstack")).toBeNull();
  });

  test("tells of every object while it is made", async () => {
    const engine = bench.engine();
    const planned = await engine.plan(await bench.request(one));
    bench.events.length = 0;

    await engine.apply(await bench.request(one), stored(planned, one));

    const progress = bench.events.flatMap((event) => event.progress ?? []);
    expect(progress.map(({ address, action, state }) => [address, action, state])).toEqual([
      ["terraform_data.machine", "create", "started"],
      ["terraform_data.machine", "create", "complete"],
    ]);
    expect(progress[1]?.objectId).toMatch(/^[0-9a-f-]{36}$/);
    expect(bench.events.every(({ phase, at }) => phase === "apply" && at.endsWith("Z"))).toBe(true);
  });

  test("destroys with the same files", async () => {
    const engine = bench.engine();
    await engine.apply(await bench.request(one), stored(await engine.plan(await bench.request(one)), one));

    const planned = await engine.plan(await bench.request(one, { kind: "destroy" }));
    const destroyed = await engine.apply(await bench.request(one, { kind: "destroy" }), stored(planned, one));

    expect(planned).toMatchObject({
      hasChanges: true,
      planJson: { resource_changes: [{ change: { actions: ["delete"] } }] },
    });
    expect(destroyed).toEqual({ kind: "applied", outputs: null });
  });

  test("refuses the same plan a second time, and a plan that another apply has overtaken", async () => {
    const engine = bench.engine();
    const first = stored(await engine.plan(await bench.request(one)), one);
    await engine.apply(await bench.request(one), first);
    const two = terraformDataStack({ machine: { input: "two" } });
    const overtaken = stored(await engine.plan(await bench.request(two)), two);
    const three = terraformDataStack({ machine: { input: "three" } });
    await engine.apply(await bench.request(three), stored(await engine.plan(await bench.request(three)), three));

    const results = [
      await engine.apply(await bench.request(one), first),
      await engine.apply(await bench.request(two), overtaken),
    ];

    expect(results).toMatchObject([
      { kind: "failed", failure: { code: "plan-stale", phase: "apply" } },
      { kind: "failed", failure: { code: "plan-stale" } },
    ]);
  });

  test("initialises a set of providers once and copies that, keeping nothing of a run", async () => {
    const { path, commands } = await notingEngine();
    const engine = bench.engine({ toolchain: { ...toolchain(), enginePath: path } });

    const planned = await engine.plan(await bench.request(one));
    await engine.apply(await bench.request(one), stored(planned, one));
    await bench.engine({ toolchain: { ...toolchain(), enginePath: path } }).plan(await bench.request(one));

    expect((await commands()).map((line) => line.split(" ")[0])).toEqual([
      "init",
      "plan",
      "show",
      "apply",
      "plan",
      "show",
    ]);
    expect(await readdir(join(bench.workRoot, "runs"))).toEqual([]);
    expect((await stat(join(bench.workRoot, "templates"))).isDirectory()).toBe(true);
  });

  test("initialises again when what it had prepared has gone", async () => {
    const { path, commands } = await notingEngine();
    const files = {
      "cdk.tf.json": JSON.stringify({
        terraform: {
          required_providers: { cloudstack: { source: "cloudstack/cloudstack", version: "0.6.0" } },
          backend: { http: {} },
        },
        resource: { terraform_data: { machine: { input: "one" } } },
      }),
    };
    const engine = bench.engine({ toolchain: { ...toolchain(), enginePath: path } });
    await engine.plan(await bench.request(files));
    await rm(join(bench.workRoot, "templates"), { recursive: true });

    const fresh = bench.engine({ toolchain: { ...toolchain(), enginePath: path } });
    const planned = await fresh.plan(await bench.request(files));

    expect(planned.kind).toBe("planned");
    expect((await commands()).filter((line) => line.startsWith("init"))).toHaveLength(2);
  });

  test("lets CloudStack do four things at a time", async () => {
    const { path, commands } = await notingEngine();
    const engine = bench.engine({ toolchain: { ...toolchain(), enginePath: path } });

    await engine.plan(await bench.request(one, { site: "cloudstack" }));

    expect((await commands())[1]).toContain("-parallelism=4");
  });

  test("cancels gently: what is made is in the state, what runs is stopped, the lock is free", async () => {
    const slow = terraformDataStack({ a: { input: "quick" }, b: { input: "slow", command: "sleep 300" } });
    const engine = bench.engine();
    const planned = stored(await engine.plan(await bench.request(slow)), slow);
    const stop = new AbortController();
    const request = await bench.request(slow, {
      signal: stop.signal,
      onEvent(event) {
        bench.events.push(event);
        const complete = bench.events.some(({ progress }) => progress?.state === "complete");
        const running = bench.events.some(({ text }) => text.includes("Executing"));
        if (complete && running) stop.abort();
      },
    });

    const result = await engine.apply(request, planned);

    const state = Buffer.from((await bench.states.current(IDS.workspace, "openstack"))?.bytes ?? []).toString();
    expect(result).toEqual({ kind: "canceled" });
    expect(state).toContain('"quick"');
    expect(await bench.states.lock(IDS.workspace, "openstack")).toBeNull();
  });

  test("does not start at all when it is already canceled", async () => {
    const stop = new AbortController();
    stop.abort();

    expect(await bench.engine().plan(await bench.request(one, { signal: stop.signal }))).toEqual({ kind: "canceled" });
  });

  test("says that the state is locked, and by whom in the diagnostics", async () => {
    const document = { ID: "held", Operation: "OperationTypeApply", Who: "somebody@desk" };
    await bench.states.takeLock(IDS.workspace, "openstack", {
      id: "held",
      document,
      lockedAt: new Date(),
      runId: null,
      person: null,
    });

    const result = await bench.engine().plan(await bench.request(one));

    expect(result).toMatchObject({ kind: "failed", failure: { code: "state-locked", phase: "plan" } });
    expect(JSON.stringify(result)).toContain("held");
  });

  test("says that a provider is missing when the mirror lacks it", async () => {
    const files = {
      "cdk.tf.json": JSON.stringify({
        terraform: { required_providers: { none: { source: "nobody/none", version: "1.0.0" } }, backend: { http: {} } },
      }),
    };

    const result = await bench.engine().plan(await bench.request(files));

    expect(result).toMatchObject({ kind: "failed", failure: { code: "engine-missing", phase: "init" } });
  });

  test("keeps the state that the backend did not take, and says where", async () => {
    const engine = bench.engine();
    const planned = stored(await engine.plan(await bench.request(one)), one);
    const request = await bench.request(one, { environment: { TF_HTTP_RETRY_MAX: "0" } });
    Object.assign(bench.states, { write: async () => "The disk is full." });

    const result = await engine.apply(request, planned);

    const kept = join(bench.workRoot, "rescued", `${request.runId}.tfstate`);
    expect(result).toMatchObject({ kind: "failed", failure: { code: "state-not-saved" } });
    expect(JSON.stringify(result)).toContain(kept);
    expect(result).toHaveProperty("unsavedState", await readFile(kept));
    expect(await readFile(kept, "utf8")).toContain('"one"');
    expect((await stat(kept)).mode & 0o077).toBe(0);
  });
});
