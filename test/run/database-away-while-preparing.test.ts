import { expect, test } from "@jest/globals";
import { AppError } from "../../src/kernel/app-error.ts";
import { samplePlan } from "../_helpers/samples.ts";
import { SAMPLE_OUTPUTS } from "../_helpers/terraform-data.ts";
import { add, addConfirmed, bench, reach, startWorker, useFreshBench } from "./a-worker.ts";

useFreshBench();

/** Fails as PostgreSQL's client does while the server is gone, then answers. */
function awayAtFirst<Args extends unknown[], T>(answer: (...args: Args) => T): (...args: Args) => Promise<T> {
  let times = 0;
  return async (...args) => {
    times += 1;
    if (times <= 2) throw Object.assign(new Error("Connection terminated unexpectedly"), { code: "ECONNRESET" });
    return answer(...args);
  };
}

const SITE = samplePlan(1).sites.find(({ cloud }) => cloud === "openstack");
const ALL_AWAY = {
  pins: { pin: awayAtFirst(() => undefined), awaitsReview: async () => false },
  cloudEnvironment: awayAtFirst(() => ({})),
  stateSerial: awayAtFirst(() => null),
  stackPlan: awayAtFirst(() => {
    if (SITE === undefined) throw new AppError("not-found", "no site");
    return SITE;
  }),
  stateAccess: { open: awayAtFirst(() => ({})), close: async () => true, adopt: async () => true },
};

test("a plan that is being prepared while the database restarts is made all the same", async () => {
  const run = await add();

  startWorker({}, ALL_AWAY);
  const planned = await reach(run, "planned");

  expect([planned.failure, bench.errors]).toEqual([null, []]);
});

test("an apply that is being prepared while the database restarts is carried out all the same", async () => {
  const removals: string[] = [];
  const run = await addConfirmed();

  startWorker(
    {},
    {
      cloudEnvironment: awayAtFirst(() => ({})),
      stateSerial: awayAtFirst(() => null),
      stateAccess: { open: awayAtFirst(() => ({})), close: async () => true, adopt: async () => true },
      siteCare: {
        reconcile: async () => null,
        removeStrays: awayAtFirst(({ id }) => void removals.push(id)),
        noteObjects: async () => undefined,
      },
    },
  );
  await reach(run, "applied");

  expect(removals).toEqual([run.id]);
  expect(bench.applied).toEqual([[run.id, SAMPLE_OUTPUTS]]);
});

test("a run that is to stop does not wait for the database before it has begun anything", async () => {
  const run = await add();
  let asked = 0;
  startWorker(
    {},
    {
      stateSerial: async () => {
        asked += 1;
        await bench.store.requestCancel(run.id, "gently");
        // The wish is heard while the database is asked again and again.
        await new Promise((resolve) => setTimeout(resolve, 30));
        throw new Error("Connection terminated unexpectedly");
      },
    },
  );

  await reach(run, "canceled");

  expect(asked).toBeLessThan(25);
});
