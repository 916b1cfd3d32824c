import { describe, expect, test } from "@jest/globals";
import { untilStopped } from "../_helpers/scripted-engine.ts";
import { add, addConfirmed, bench, reach, startWorker, useFreshBench } from "./a-worker.ts";

useFreshBench();

describe("stopping", () => {
  test.each(["planning", "applying"] as const)("cancels gently while %s", async (status) => {
    const run = status === "planning" ? await add() : await addConfirmed();
    const { calls } = startWorker({ plan: untilStopped, apply: untilStopped });
    await reach(run, status);

    await bench.store.requestCancel(run.id, "gently");
    const canceled = await reach(run, "canceled");

    expect(canceled.finishedAt).not.toBeNull();
    expect(canceled.failure?.code).toBe(status === "applying" ? "interrupted" : undefined);
    expect(calls[0]?.request.signal.aborted).toBe(true);
    expect(calls[0]?.request.killSignal.aborted).toBe(false);
  });

  test("passes force on to the engine", async () => {
    const run = await addConfirmed();
    const { calls } = startWorker({
      apply: ({ killSignal }) =>
        new Promise((resolve) => killSignal.addEventListener("abort", () => resolve({ kind: "canceled" }))),
    });
    await reach(run, "applying");

    await bench.store.requestCancel(run.id, "gently");
    await bench.store.requestCancel(run.id, "forced");
    await reach(run, "canceled");

    expect(calls[0]?.request.killSignal.aborted).toBe(true);
  });

  test("at shutdown hands a plan over to the next worker", async () => {
    const run = await add();
    const first = startWorker({ plan: untilStopped });
    await reach(run, "planning");

    await first.worker.stop();
    const afterStop = await bench.store.find("local", run.id);
    startWorker();
    await reach(run, "planned");

    expect(afterStop?.status).toBe("planning");
  });

  test("a second stop interrupts at once what the first one lets finish", async () => {
    const run = await addConfirmed();
    const { worker, calls } = startWorker({ apply: untilStopped });
    await reach(run, "applying");

    const first = worker.stop();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const afterFirst = calls[0]?.request.signal.aborted;
    await Promise.all([first, worker.stop()]);

    expect(afterFirst).toBe(false);
    expect(calls[0]?.request.signal.aborted).toBe(true);
    expect(calls[0]?.request.killSignal.aborted).toBe(false);
    expect((await bench.store.find("local", run.id))?.failure?.code).toBe("interrupted");
  });

  test("at shutdown lets an apply finish", async () => {
    const run = await addConfirmed();
    let finish = () => {};
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { worker } = startWorker({
      async apply() {
        await gate;
        return { kind: "applied", outputs: null };
      },
    });
    await reach(run, "applying");

    const stopped = worker.stop();
    finish();
    await stopped;

    expect((await bench.store.find("local", run.id))?.status).toBe("applied");
  });

  test("at shutdown interrupts an apply that takes too long, and says so", async () => {
    const run = await addConfirmed();
    const { worker } = startWorker({ apply: untilStopped }, { stopAfterMs: 10 });
    await reach(run, "applying");

    await worker.stop();

    expect((await bench.store.find("local", run.id))?.failure).toMatchObject({ code: "interrupted" });
  });

  test("gives back what it had asked for when it was told to stop", async () => {
    const run = await add();
    let answer: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { claimNext } = bench.store;
    const slow = {
      ...bench.store,
      claimNext: (...given: Parameters<typeof claimNext>) => asked.then(() => claimNext(...given)),
    };
    const { worker, calls } = startWorker({}, { store: slow });

    const stopped = worker.stop();
    answer();
    await stopped;
    const next = await claimNext("another", 10);

    expect(next?.run.id).toBe(run.id);
    expect(calls).toEqual([]);
  });
});
