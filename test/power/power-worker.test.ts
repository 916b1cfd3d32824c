import { expect, test } from "@jest/globals";
import { AppError } from "../../src/kernel/app-error.ts";
import { makePowerWorker, type PowerClaim, type PowerRecord, type PowerStore } from "../../src/power/index.ts";
import { until } from "../_helpers/until.ts";

const RECORD: PowerRecord = {
  ...{ id: "one", workspaceId: "w", workspaceName: "shop", site: "openstack", role: "primary", cloudId: "c" },
  ...{ instanceId: "i", action: "stop", hard: false, status: "waiting", detail: null, problem: null, mark: null },
  ...{ ticket: null, createdBy: "ann", createdAt: new Date(0), ownerId: "ann", sentAt: null, acceptedAt: null },
  finishedAt: null,
};

/** A store that gives out claims and keeps what was done with them; timers that ring when they are told to. */
function makeScene(claims: PowerClaim[], look: () => Promise<{ powerState: "stopped" | "running"; busy: boolean }>) {
  const said: string[] = [];
  const rings = new Map<number, (() => void)[]>();
  let kept = true;
  const store: PowerStore = {
    create: () => Promise.reject(new Error("nobody asks here")),
    find: () => Promise.resolve(null),
    list: () => Promise.resolve([]),
    claimNext: () => Promise.resolve(claims.shift() ?? null),
    renewClaim: (id, _epoch, seconds) => {
      said.push(`renew ${id} ${seconds}`);
      return Promise.resolve(kept);
    },
    noteSending: () => Promise.resolve(true),
    noteAccepted: () => Promise.resolve(true),
    noteWaiting: () => Promise.resolve(),
    finish: (id, _epoch, { status }) => {
      said.push(`finish ${id} ${status}`);
      return Promise.resolve(true);
    },
    cancel: () => Promise.resolve(null),
    last: () => Promise.resolve(null),
  };
  const power = {
    look: async () => ({ ...(await look()), cloudStatus: "" }),
    lastAct: () => Promise.resolve(""),
    send: () => Promise.resolve(null),
    hasEnded: () => Promise.resolve(true),
  };
  const errors: unknown[] = [];
  const worker = makePowerWorker({
    store,
    clients: () => Promise.resolve({ power } as never),
    mayUse: (_cloud, owner) =>
      owner === "gone" ? Promise.reject(new AppError("not-allowed", "Suspended.")) : Promise.resolve(),
    workerId: "worker",
    timers: {
      after: () => () => undefined,
      every(ms, call) {
        rings.set(ms, [...(rings.get(ms) ?? []), call]);
        return () => rings.set(ms, []);
      },
      pause: () => new Promise((resolve) => setTimeout(resolve, 1)),
    },
    elapsedMs: () => 0,
    onError: (error) => errors.push(error),
  });
  const ring = (ms: number) => {
    for (const call of rings.get(ms) ?? []) call();
  };
  const lose = () => {
    kept = false;
  };
  return { worker, said, errors, ring, lose };
}

const claimOf = (change: Partial<PowerRecord> = {}): PowerClaim => ({
  ...{ record: { ...RECORD, ...change }, epoch: 1, ageMs: 0, sentMsAgo: null },
});

test("whatever waits is done, several at once, and what comes later when it is looked for again", async () => {
  const claims = [claimOf({ id: "one" }), claimOf({ id: "two" })];
  const { worker, said, ring } = makeScene(claims, () => Promise.resolve({ powerState: "stopped", busy: false }));

  worker.start();
  await until(() => said.length === 2);
  claims.push(claimOf({ id: "three" }));
  ring(1_000);
  await until(() => said.length === 3);
  await worker.stop();

  expect(said).toEqual(["finish one done", "finish two done", "finish three done"]);
});

test("one that is held when the worker stops is given back, unfinished", async () => {
  let looked = false;
  const { worker, said } = makeScene([claimOf()], () => {
    looked = true;
    return Promise.resolve({ powerState: "running", busy: true });
  });

  worker.start();
  await until(() => looked);
  await worker.stop();

  expect(said).toEqual(["renew one 0"]);
});

test("a claim is renewed as long as the work lasts, and the work ends when it is lost", async () => {
  let looked = 0;
  const { worker, said, ring, lose } = makeScene([claimOf()], () => {
    looked += 1;
    return Promise.resolve({ powerState: "running", busy: true });
  });
  const renewal = 10_000 / 3;

  worker.start();
  await until(() => looked > 0);
  ring(renewal);
  lose();
  ring(renewal);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const then = looked;
  await new Promise((resolve) => setTimeout(resolve, 20));
  await worker.stop();

  expect(looked).toBe(then);
  expect(said).toEqual(["renew one 10", "renew one 10"]);
});

test("what is no answer of a cloud is told of, and the action stays for another worker", async () => {
  const { worker, said, errors } = makeScene([claimOf()], () => Promise.reject(new TypeError("a defect")));

  worker.start();
  await until(() => errors.length > 0);
  await worker.stop();

  expect(said).toEqual([]);
});

test("an owner who may no longer use the cloud gets nothing done", async () => {
  const { worker, said } = makeScene([claimOf({ ownerId: "gone" })], () =>
    Promise.resolve({ powerState: "running", busy: false }),
  );

  worker.start();
  await until(() => said.length > 0);
  await worker.stop();

  expect(said).toEqual(["finish one failed"]);
});
