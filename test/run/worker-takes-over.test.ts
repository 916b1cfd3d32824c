import { describe, expect, test } from "@jest/globals";
import { makeMemoryRunStore } from "../_helpers/memory-run-store.ts";
import { ONE_CREATED, untilStopped } from "../_helpers/scripted-engine.ts";
import { add, addConfirmed, bench, IMPATIENT, reach, startWorker, useFreshBench } from "./a-worker.ts";

useFreshBench();

describe("taking over from a dead worker", () => {
  test("plans again", async () => {
    const run = await add({ status: "planning" });

    const { calls } = startWorker();
    await reach(run, "planned");

    expect(calls.map(({ phase }) => phase)).toEqual(["plan"]);
  });

  test("never applies the old plan again: the run ends as interrupted, its lock and credential gone", async () => {
    const run = await addConfirmed({ status: "applying" });

    const { calls } = startWorker();
    const errored = await reach(run, "errored");

    expect(calls).toEqual([]);
    expect(errored.failure).toMatchObject({ code: "interrupted", phase: "apply" });
    expect(errored.failure?.remedy).toContain("Repair");
    expect(bench.closed).toEqual([run.id]);
  });

  test("gives the dead worker's lock and credential back before it plans again", async () => {
    const run = await add({ status: "planning" });
    let closedBefore: readonly string[] = [];

    startWorker({
      async plan() {
        closedBefore = [...bench.closed];
        return ONE_CREATED;
      },
    });
    await reach(run, "planned");

    expect(closedBefore).toEqual([run.id]);
  });

  test("waits for the dead worker's engine, then stores the state it could not hand over, then ends the run", async () => {
    const run = await addConfirmed({ status: "applying" });
    let end = () => {};
    const engineEnds = new Promise<void>((resolve) => {
      end = resolve;
    });

    startWorker({
      async recover() {
        await engineEnds;
        return { wasHere: true, state: new TextEncoder().encode("the state") };
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 40));
    const meanwhile = await bench.store.find("local", run.id);
    end();
    const errored = await reach(run, "errored");

    expect(meanwhile?.status).toBe("applying");
    expect(bench.adopted).toEqual([[run.id, "the state"]]);
    expect(bench.closed).toEqual([run.id]);
    expect(errored.failure).toMatchObject({ code: "interrupted" });
    expect(errored.failure?.detail).toContain("found and stored");
  });

  test("gives a worker on another machine the time to notice and to end its engine", async () => {
    const run = await addConfirmed({ status: "applying" });
    const pauses: number[] = [];

    startWorker(
      { recover: async () => ({ wasHere: false, state: null }) },
      {
        timers: {
          ...IMPATIENT,
          pause: async (ms) => {
            pauses.push(ms);
          },
        },
      },
    );
    await reach(run, "errored");

    expect(Math.max(...pauses)).toBeGreaterThanOrEqual(20_000);
  });

  test("passes a wish to cancel on to the engine that a dead worker left, gently and then with force", async () => {
    const run = await addConfirmed({ status: "applying" });
    const heard: string[] = [];
    startWorker({
      recover: ({ signal, killSignal }) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => heard.push("gently"));
          killSignal.addEventListener("abort", () => {
            heard.push("forced");
            resolve({ wasHere: true, state: null, objects: [] });
          });
        }),
    });
    await new Promise((resolve) => setTimeout(resolve, 40));

    await bench.store.requestCancel(run.id, "gently");
    while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await bench.store.requestCancel(run.id, "forced");
    await reach(run, "errored");

    expect(heard).toEqual(["gently", "forced"]);
  });

  test("cancels a plan that was to be canceled when its worker died", async () => {
    const run = await add({ status: "planning", cancelRequested: "gently" });

    const { calls } = startWorker();
    await reach(run, "canceled");

    expect(calls).toEqual([]);
  });

  test("stops the engine and writes nothing once another worker has the run", async () => {
    const run = await add();
    let now = Date.now();
    bench.store = makeMemoryRunStore(() => now);
    await bench.store.create([run]);
    const { calls } = startWorker({ plan: untilStopped }, { leaseSeconds: 0.06 });
    await reach(run, "planning");

    now += 1_000_000;
    const claim = await bench.store.claimNext("thief", 1_000_000);
    while (calls[0]?.request.killSignal.aborted !== true) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect(claim?.run.id).toBe(run.id);
    expect((await bench.store.find("local", run.id))?.status).toBe("planning");
    expect(bench.closed).toEqual([]);
    expect(await bench.store.renewClaim(run.id, claim?.epoch ?? 0, 60)).toBe(true);
  });
});
