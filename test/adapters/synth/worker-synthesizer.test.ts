import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, expect, test } from "@jest/globals";
import { makeSynthesizer, type Synthesizer } from "../../../src/adapters/synth/worker-synthesizer.ts";
import type { SitePlan } from "../../../src/contract/index.ts";
import { cloudstackSitePlan } from "../../_fixtures/site-plans/cloudstack-site-plan.ts";
import { openstackSitePlan } from "../../_fixtures/site-plans/openstack-site-plan.ts";

const STACKS = new URL("../../../stacks/synth-worker.ts", import.meta.url);
const opened: Synthesizer[] = [];
const folder = await mkdtemp(join(tmpdir(), "twinstack-synth-"));

afterEach(async () => {
  for (const synthesizer of opened.splice(0)) await synthesizer.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function open(workerUrl: URL, timeoutMs = 30_000): Synthesizer {
  const synthesizer = makeSynthesizer({ workerUrl, timeoutMs });
  opened.push(synthesizer);
  return synthesizer;
}

/** A thread that answers plan `{ then: "answer" }`, dies on "die", throws on "throw" and stays silent on "hang". */
async function scriptedThread(): Promise<URL> {
  const file = join(folder, "scripted-thread.mjs");
  await writeFile(
    file,
    `import { parentPort, threadId } from "node:worker_threads";
     parentPort.on("message", ({ id, plan }) => {
       if (plan.then === "die") process.exit(7);
       if (plan.then === "throw") throw new Error("broken on purpose");
       if (plan.then === "answer") parentPort.postMessage({ id, files: { "cdk.tf.json": String(threadId) } });
     });`,
  );
  return pathToFileURL(file);
}
function act(then: string): SitePlan {
  return { then } as unknown as SitePlan;
}

test("synthesizes both clouds at once in one thread and gives every caller its own files", async () => {
  const { synthesize } = open(STACKS);

  const [openstack, cloudstack] = await Promise.all([
    synthesize(openstackSitePlan()),
    synthesize(cloudstackSitePlan()),
  ]);

  expect(openstack["cdk.tf.json"]).toContain('"openstack_compute_instance_v2"');
  expect(cloudstack["cdk.tf.json"]).toContain('"cloudstack_instance"');
});

test("answers synth-refused when the stacks refuse the plan", async () => {
  const { synthesize } = open(STACKS);

  const refused = synthesize(openstackSitePlan({ externalNetwork: null }));

  await expect(refused).rejects.toMatchObject({ code: "synth-refused", message: expect.stringContaining("external") });
});

test("starts a new thread after one has died, and fails what the dead one was given", async () => {
  const { synthesize } = open(await scriptedThread());
  const before = await synthesize(act("answer"));

  const [died, waited] = await Promise.allSettled([synthesize(act("die")), synthesize(act("hang"))]);
  const after = await synthesize(act("answer"));

  expect(died).toMatchObject({ status: "rejected", reason: { code: "internal" } });
  expect(waited).toMatchObject({ status: "rejected", reason: { code: "internal" } });
  expect(after["cdk.tf.json"]).not.toBe(before["cdk.tf.json"]);
});

test("reports the exception of a thread that broke", async () => {
  const { synthesize } = open(await scriptedThread());

  await expect(synthesize(act("throw"))).rejects.toThrow("broken on purpose");
});

test("ends a thread that gives no answer in time and goes on with a new one", async () => {
  const { synthesize } = open(await scriptedThread(), 300);

  await expect(synthesize(act("hang"))).rejects.toThrow("no answer within 300 ms");
  await expect(synthesize(act("answer"))).resolves.toHaveProperty(["cdk.tf.json"]);
});

test("refuses plans after it was closed, and what was under way", async () => {
  const synthesizer = open(await scriptedThread());
  const underWay = expect(synthesizer.synthesize(act("hang"))).rejects.toMatchObject({ code: "internal" });

  await synthesizer.close();

  await underWay;
  await expect(synthesizer.synthesize(act("answer"))).rejects.toMatchObject({ code: "shutting-down" });
});
