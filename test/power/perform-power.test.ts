import { expect, test } from "@jest/globals";
import type { PowerVerb } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { PowerEnd, PowerRecord, PowerStore } from "../../src/power/index.ts";
import { performPower } from "../../src/power/perform-power.ts";
import { type Blow, fakeMachine, Killed, makePassages, memoryPowerStore } from "../_helpers/memory-power.ts";

const START_MS = Date.parse("2026-11-21T12:00:00Z");

function actionOf(action: PowerVerb, change: Partial<PowerRecord> = {}): PowerRecord {
  return {
    ...{ id: "5f3a9a52-7d22-4a4b-8f3b-2f64a6a2b001", workspaceId: "w", workspaceName: "shop", site: "openstack" },
    ...{ role: "primary", cloudId: "c", instanceId: "i", action, hard: false, status: "waiting", detail: null },
    ...{ problem: null, mark: null, ticket: null, createdBy: "ann", createdAt: new Date(START_MS), ownerId: "ann" },
    ...{ sentAt: null, acceptedAt: null, finishedAt: null },
    ...change,
  };
}

interface Scene {
  readonly action: PowerVerb;
  readonly kind?: "tickets" | "tasks";
  readonly from?: "running" | "stopped";
  readonly hard?: boolean;
}

function makeScene({ action, kind = "tasks", from, hard = false }: Scene) {
  const time = { ms: START_MS };
  const store = memoryPowerStore(time, actionOf(action, { hard }));
  const machine = fakeMachine(time, from ?? (action === "start" ? "stopped" : "running"), kind);
  const pause = (ms: number) => {
    time.ms += ms;
    return Promise.resolve();
  };

  /** One worker's life, until it has ended the action or is killed. */
  async function work(blow: Blow | null = null, signal = new AbortController().signal, nap = () => {}) {
    const passages = makePassages(blow);
    const claim = store.claim();
    const seen = napping(store.seenBy(passages), nap);
    const clients = () => Promise.resolve({ power: machine.seenBy(passages) } as never);
    const ports = {
      store: seen,
      clients,
      mayUse: () => Promise.resolve(),
      timers: { pause },
      elapsedMs: () => time.ms,
    };
    try {
      const end: PowerEnd | null = await performPower(ports, claim, signal);
      if (end !== null) await seen.finish(claim.record.id, claim.epoch, end);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      time.ms += 10_000;
    }
    return passages.passed;
  }
  return { time, store, machine, work, ended: () => store.row.record };
}

/** The worker is stopped after its intent stands, and goes on later. */
function napping<T extends Pick<PowerStore, "noteSending">>(store: T, nap: () => void): T {
  return {
    ...store,
    async noteSending(...given: Parameters<PowerStore["noteSending"]>) {
      const noted = await store.noteSending(...given);
      nap();
      return noted;
    },
  };
}

test.each<Scene & { readonly becomes: string }>([
  { action: "start", becomes: "running" },
  { action: "stop", becomes: "stopped" },
  { action: "reboot", becomes: "running" },
  { action: "start", kind: "tickets", becomes: "running" },
  { action: "stop", kind: "tickets", becomes: "stopped" },
  { action: "reboot", kind: "tickets", becomes: "running" },
])("tells the cloud once and waits until $action has ended ($kind)", async ({ becomes, ...scene }) => {
  const { machine, work, ended } = makeScene(scene);

  const passed = await work();

  expect(passed).toEqual(["note sending", `cloud: ${scene.action}`, "note accepted", "finish"]);
  expect(ended()).toMatchObject({ status: "done", detail: null, problem: null });
  expect(machine.powerState).toBe(becomes);
});

const KILLS = (["start", "stop", "reboot"] as const).flatMap((action) =>
  (["tickets", "tasks"] as const).flatMap((kind) =>
    [1, 2, 3, 4].flatMap((at) => (["before", "after"] as const).map((moment) => ({ action, kind, at, moment }))),
  ),
);

test.each(KILLS)(
  "does $action exactly once when killed $moment passage $at ($kind)",
  async ({ at, moment, ...scene }) => {
    const { machine, work, ended } = makeScene(scene);

    await work({ at, moment });
    if (ended().finishedAt === null) await work();

    expect(ended().status).toBe("done");
    expect(machine.acts.map(({ verb }) => verb)).toEqual([scene.action]);
  },
);

test.each(KILLS)(
  "never doubles $action without saying so where the cloud has no history, killed $moment passage $at",
  async (kill) => {
    const { at, moment, ...scene } = kill;
    const { machine, work, ended } = makeScene(scene);
    machine.history = false;

    await work({ at, moment });
    if (ended().finishedAt === null) await work();

    const lost = at === 2 || (at === 1 && moment === "after") || (at === 3 && moment === "before");
    const blind = scene.action === "reboot" && lost;
    expect(ended().status).toBe(blind ? "uncertain" : "done");
    expect(machine.acts.length).toBeLessThanOrEqual(1);
  },
);

test("a machine that is so already is not told", async () => {
  const { machine, work, ended } = makeScene({ action: "stop", from: "stopped" });

  await work();

  expect(ended()).toMatchObject({ status: "done", detail: "It was stopped already." });
  expect(machine.acts).toEqual([]);
});

test("a stopped machine is not rebooted", async () => {
  const { machine, work, ended } = makeScene({ action: "reboot", from: "stopped" });

  await work();

  expect(ended()).toMatchObject({ status: "failed", problem: "wrong-power-state" });
  expect(machine.acts).toEqual([]);
});

test("a cloud that is away is waited for, and told when it is back", async () => {
  const { machine, work, ended } = makeScene({ action: "stop" });
  machine.trouble = Array.from({ length: 5 }, () => new AppError("cloud-unreachable", "Nobody answers."));

  await work();

  expect(ended().status).toBe("done");
  expect(machine.acts).toHaveLength(1);
});

test("a cloud that stays away is not told five minutes later", async () => {
  const { machine, work, ended } = makeScene({ action: "stop" });
  machine.trouble = Array.from({ length: 1_000 }, () => new AppError("cloud-unreachable", "Nobody answers."));

  await work();

  expect(ended()).toMatchObject({ status: "failed", problem: "cloud-unreachable" });
  expect(ended().detail).toMatch(/Nothing was done/);
  expect(machine.acts).toEqual([]);
});

test("what no worker took for five minutes is not told to the cloud any more", async () => {
  const { time, machine, work, ended } = makeScene({ action: "stop" });
  time.ms += 5 * 60_000;

  await work();

  expect(ended()).toMatchObject({ status: "failed", problem: "power-too-late" });
  expect(machine.acts).toEqual([]);
});

test("what did not arrive is not told again when five minutes have passed", async () => {
  const { time, machine, work, ended } = makeScene({ action: "stop" });
  await work({ at: 2, moment: "before" });
  time.ms += 5 * 60_000;

  await work();

  expect(ended()).toMatchObject({ status: "failed", problem: "power-too-late" });
  expect(machine.acts).toEqual([]);
});

test("a worker that slept between its note and the call notes it again before it tells the cloud", async () => {
  const { time, store, machine, work, ended } = makeScene({ action: "reboot" });
  let naps = 1;

  const passed = await work(null, undefined, () => {
    time.ms += naps > 0 ? 60_000 : 0;
    naps -= 1;
  });

  expect(passed).toEqual(["note sending", "note sending", "cloud: reboot", "note accepted", "finish"]);
  expect(ended().status).toBe("done");
  expect(machine.acts).toHaveLength(1);
  expect(store.row.record.sentAt).toEqual(new Date(START_MS + 60_000));
});

test("a worker that slept while another one went on tells the cloud nothing", async () => {
  const { time, store, machine, work, ended } = makeScene({ action: "reboot" });

  await work(null, undefined, () => {
    time.ms += 60_000;
    store.row.epoch += 1;
  });

  expect(ended()).toMatchObject({ status: "working", finishedAt: null });
  expect(machine.acts).toEqual([]);
});

test("a history that does not answer at once is asked again before anybody calls it uncertain", async () => {
  const { machine, work, ended } = makeScene({ action: "reboot" });
  await work({ at: 2, moment: "after" });
  machine.silences = 2;

  await work();

  expect(ended().status).toBe("done");
  expect(machine.acts).toHaveLength(1);
});

test("a refusal of the cloud is told in its own words", async () => {
  const { machine, work, ended } = makeScene({ action: "stop" });
  machine.trouble = [new AppError("cloud-credentials", "The key is wrong.")];

  await work();

  expect(ended()).toMatchObject({ status: "failed", problem: "cloud-credentials", detail: "The key is wrong." });
});

test("a worker that has lost its claim writes nothing more", async () => {
  const { store, machine, work, ended } = makeScene({ action: "stop" });
  machine.trouble = [new AppError("cloud-unreachable", "Nobody answers.")];
  const first = work();
  store.row.epoch += 1;

  await first;

  expect(ended()).toMatchObject({ status: "waiting", finishedAt: null, sentAt: null });
  expect(machine.acts).toEqual([]);
});

test("a worker that stops leaves what the cloud was told to another one", async () => {
  const { machine, work, ended } = makeScene({ action: "reboot" });
  const stop = new AbortController();
  const push = machine.acts.push.bind(machine.acts);
  machine.acts.push = (...acts) => {
    stop.abort();
    return push(...acts);
  };

  await work(null, stop.signal);
  expect(ended()).toMatchObject({ status: "working", finishedAt: null });
  await work();

  expect(ended().status).toBe("done");
  expect(machine.acts).toHaveLength(1);
});
