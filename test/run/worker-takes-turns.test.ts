import { expect, test } from "@jest/globals";
import type { RunRecord } from "../../src/run/index.ts";
import { makeMemoryRunStore } from "../_helpers/memory-run-store.ts";
import { sampleRun } from "../_helpers/run-records.ts";
import { ONE_CREATED, untilStopped } from "../_helpers/scripted-engine.ts";
import { bench, startWorker, useFreshBench } from "./a-worker.ts";

useFreshBench();

function runsOf(ownerId: string, count: number): RunRecord[] {
  return Array.from({ length: count }, (_, index) => sampleRun({ ownerId, workspaceId: `${ownerId}-${index}` }));
}

test("two hundred waiting runs of one tenant do not keep a single run of another one waiting", async () => {
  const store = makeMemoryRunStore(Date.now, { accounts: () => 2 });
  bench.store = store;
  const many = runsOf("local", 200);
  await store.create(many);
  // Whatever the first tenant's runs take, they take for ever.
  startWorker(
    {
      plan: (request) =>
        request.workspaceId.startsWith("local") ? untilStopped(request) : Promise.resolve(ONE_CREATED),
    },
    { concurrency: 4, registry: { workers: store.workers, hostName: "alpha", version: "1" } },
  );
  while ((await store.list("local", { status: "planning", limit: 200 })).length < 3) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const [single] = runsOf("other", 1);
  if (single === undefined) throw new Error("there is one");

  await store.create([single]);
  while ((await store.find("other", single.id))?.status !== "planned") {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }

  expect(await store.list("local", { status: "planning", limit: 200 })).toHaveLength(3);
});
