import { describe, expect, test } from "@jest/globals";
import type { RunStatus } from "../../src/contract/index.ts";
import { addConfirmed, bench, INTERRUPTED, reach, STORED, startWorker, useFreshBench } from "./a-worker.ts";

useFreshBench();

describe("applying", () => {
  test("applies exactly the stored plan and files", async () => {
    const run = await addConfirmed();

    const { calls } = startWorker();
    await reach(run, "applied");

    expect(calls.map(({ phase }) => phase)).toEqual(["apply"]);
    expect(calls[0]?.request.files).toEqual(STORED.terraform);
    expect(bench.closed).toEqual([run.id]);
  });

  test("stores the state that the backend did not take, before the run ends", async () => {
    const run = await addConfirmed();
    const failure = { ...INTERRUPTED, code: "state-not-saved" };

    startWorker({
      apply: async () => ({ kind: "failed", failure, unsavedState: new TextEncoder().encode("the state") }),
    });
    const errored = await reach(run, "errored");

    expect(bench.adopted).toEqual([[run.id, "the state"]]);
    expect(errored.failure?.detail).toContain("nothing of it is lost");
  });

  test("closes the state before the run's end lets another run in", async () => {
    const run = await addConfirmed();
    let statusAtClose: RunStatus | undefined;

    startWorker(
      {},
      {
        stateAccess: {
          open: async () => ({}),
          adopt: async () => true,
          close: async () => {
            statusAtClose = (await bench.store.find("local", run.id))?.status;
            return true;
          },
        },
      },
    );
    await reach(run, "applied");

    expect(statusAtClose).toBe("applying");
  });

  test("does not begin when a cancel came before it", async () => {
    const run = await addConfirmed({ cancelRequested: "gently" });

    const { calls } = startWorker();
    await reach(run, "canceled");

    expect(calls).toEqual([]);
  });

  test("refuses a plan whose state has moved, although Terraform would not notice on an empty one", async () => {
    const run = await addConfirmed();

    const { calls } = startWorker({}, { stateSerial: async () => 1 });
    const errored = await reach(run, "errored");

    expect(errored.failure).toMatchObject({ code: "plan-stale", phase: "apply" });
    expect(calls).toEqual([]);
  });

  test("runs both sites at once", async () => {
    const main = await addConfirmed();
    const standby = await addConfirmed({ site: "cloudstack", role: "standby" });
    let together = 0;
    let most = 0;

    startWorker({
      async apply() {
        together += 1;
        most = Math.max(most, together);
        await new Promise((resolve) => setTimeout(resolve, 30));
        together -= 1;
        return { kind: "applied", outputs: null };
      },
    });
    await Promise.all([reach(main, "applied"), reach(standby, "applied")]);

    expect(most).toBe(2);
  });

  test("notes no outputs after a destroy", async () => {
    const run = await addConfirmed({ kind: "destroy" });

    startWorker();
    await reach(run, "applied");

    expect(bench.applied).toEqual([[run.id, null]]);
  });

  test("is tried again with its note when the database is away for a moment", async () => {
    const run = await addConfirmed();
    let failures = 0;

    startWorker(
      {},
      {
        onApplied: async () => {
          failures += 1;
          if (failures < 4) throw new Error("Connection terminated unexpectedly");
        },
      },
    );
    await reach(run, "applied");

    expect(failures).toBe(4);
  });
});
