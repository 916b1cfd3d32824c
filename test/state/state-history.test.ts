import { beforeEach, describe, expect, test } from "@jest/globals";
import { stateDigests } from "../../src/adapters/terraform/state-digests.ts";
import { diffStates } from "../../src/state/diff-states.ts";
import { makeStateHistory } from "../../src/state/index.ts";
import type { StateStore } from "../../src/state/ports.ts";
import { makeMemoryStateStore } from "../_helpers/memory-state-store.ts";
import { AT, IDS } from "../_helpers/samples.ts";
import { quietRuns, type ScriptedRuns } from "../_helpers/state-surroundings.ts";
import { stateOf } from "../_helpers/state-versions.ts";

const HERE = [IDS.workspace, "openstack"] as const;
const ANN = { id: "ann", name: "Ann" };
const LOCK = { id: "desk", document: { ID: "desk", Who: "ben@desk", Operation: "plan" }, lockedAt: new Date(AT) };
const BEN = { id: "ben", name: "Ben" };

let store: StateStore;
let runs: ScriptedRuns;
let history: ReturnType<typeof makeStateHistory>;

beforeEach(() => {
  store = makeMemoryStateStore();
  runs = quietRuns();
  history = makeStateHistory({
    ...{ store, runs, digests: stateDigests },
    ...{ clock: { now: () => new Date(AT) }, newId: () => "new-lock" },
  });
});

async function fill(...serials: readonly number[]): Promise<void> {
  for (const serial of serials) await store.write(...HERE, stateOf(serial, `note ${serial}`), () => "accept");
}

describe("versions", () => {
  test("are listed newest first, a page at a time, with the lock's holder", async () => {
    await fill(1, 2, 3);
    await store.takeLock(...HERE, { ...LOCK, runId: null, person: BEN });

    const first = await history.list(...HERE, { limit: 2 });
    const second = await history.list(...HERE, { limit: 2, before: 2 });

    expect(first.versions.map(({ serial }) => serial)).toEqual([3, 2]);
    expect([first.more, second.more]).toEqual([true, false]);
    expect(second.versions).toMatchObject([{ serial: 1, origin: "run", runId: IDS.run, person: null }]);
    expect(first.lock).toMatchObject({ lockId: "desk", person: "Ben", who: "ben@desk", operation: "plan" });
  });

  test("show whether the plan that waits still stands on the newest", async () => {
    await fill(1, 2);
    runs.waiting = { runId: IDS.run, basedOn: 2 };
    const fresh = await history.list(...HERE, { limit: 9 });
    runs.waiting = { runId: IDS.run, basedOn: null };
    const stale = await history.list(...HERE, { limit: 9 });

    expect([fresh.waitingPlan?.stale, stale.waitingPlan?.stale]).toEqual([false, true]);
  });

  test("are given back as they were written, and a missing one is not found", async () => {
    await fill(1);

    expect(Buffer.from(await history.document(...HERE, 1))).toEqual(Buffer.from(stateOf(1, "note 1").bytes));
    await expect(history.document(...HERE, 2)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a rollback", () => {
  test("writes the old content as the newest version, in the person's name, and gives the lock back", async () => {
    await fill(1, 2, 7);

    const receipt = await history.rollback(...HERE, 1, ANN);
    const now = await store.current(...HERE);

    expect(receipt).toMatchObject({
      restored: 1,
      version: { serial: 8, origin: "rollback", person: "Ann", lineage: "line-1" },
    });
    expect(receipt.warning).toContain("Nothing changed on the cloud");
    expect(JSON.parse(Buffer.from(now?.bytes ?? []).toString())).toEqual({
      ...JSON.parse(Buffer.from(stateOf(1, "note 1").bytes).toString()),
      serial: 8,
    });
    expect(now?.md5).toBe(stateDigests.md5Base64(now?.bytes ?? new Uint8Array()));
    expect(await store.lock(...HERE)).toBeNull();
    expect(runs.told).toEqual(["openstack 8 a rollback by Ann"]);
  });

  test("keeps every other byte, also a number that JavaScript cannot hold", async () => {
    const text =
      '{\n  "version": 4,\n  "terraform_version": "1.11.4",\n  "serial": 1,\n  "lineage": "line-1",\n  "x": {"serial": 1, "big": 12345678901234567890}\n}\n';
    await store.write(...HERE, stateOf(1, "", { bytes: Buffer.from(text) }), () => "accept");
    await fill(2);

    await history.rollback(...HERE, 1, ANN);

    const now = await store.current(...HERE);
    expect(Buffer.from(now?.bytes ?? []).toString()).toBe(text.replace('"serial": 1,\n', '"serial": 3,\n'));
  });

  test("is refused while a run is at work, while the lock is held, and to the present version", async () => {
    await fill(1, 2);

    await expect(history.rollback(...HERE, 2, ANN)).rejects.toMatchObject({ code: "state-conflict" });
    runs.running = { id: IDS.run, status: "applying" };
    await expect(history.rollback(...HERE, 1, ANN)).rejects.toMatchObject({ code: "run-active" });
    runs.running = null;
    await store.takeLock(...HERE, { ...LOCK, runId: null, person: BEN });
    await expect(history.rollback(...HERE, 1, ANN)).rejects.toMatchObject({
      code: "state-locked",
      message: expect.stringContaining("Ben"),
    });

    expect(await store.serial(...HERE)).toBe(2);
    expect((await store.lock(...HERE))?.id).toBe("desk");
  });
});

describe("an unlock by force", () => {
  test("takes the lock from a desk and from a run that is over, and from no live run", async () => {
    await store.takeLock(...HERE, { ...LOCK, runId: null, person: BEN });
    const desk = await history.unlock(...HERE, "desk");
    await store.saveCredential({ runId: IDS.run, epoch: 1, workspaceId: HERE[0], site: HERE[1], passwordHash: "h" });
    await store.takeLock(...HERE, { ...LOCK, runId: IDS.run, person: null });
    runs.alive.add(IDS.run);
    const alive = history.unlock(...HERE, "desk");
    await expect(alive).rejects.toMatchObject({ code: "run-active" });
    runs.alive.clear();
    await history.unlock(...HERE, "desk");

    expect(desk.released).toMatchObject({ person: "Ben" });
    expect(await store.lock(...HERE)).toBeNull();
  });

  test("is refused when another lock is there by now, or none", async () => {
    await expect(history.unlock(...HERE, "desk")).rejects.toMatchObject({ code: "not-found" });
    await store.takeLock(...HERE, { ...LOCK, runId: null, person: BEN });
    await expect(history.unlock(...HERE, "earlier")).rejects.toMatchObject({ code: "state-conflict" });
  });
});

describe("a diff", () => {
  function state(resources: readonly object[], outputs: object = {}): Uint8Array {
    return Buffer.from(JSON.stringify({ version: 4, serial: 1, lineage: "l", resources, outputs }));
  }
  function managed(name: string, ...instances: readonly object[]): object {
    return { mode: "managed", type: "t", name, instances };
  }

  test("names objects added, removed and changed, by address, and shows plain values", () => {
    const before = state([
      managed("gone", { attributes: {} }),
      managed("web", { attributes: { size: 1, tags: ["a"], same: 1 } }),
    ]);
    const after = state([
      managed("web", { attributes: { size: 2, tags: ["a", "b"], same: 1 } }),
      { ...managed("many", { index_key: 0, attributes: {} }, { index_key: "k", attributes: {} }), module: "module.m" },
      { mode: "data", type: "t", name: "looked-up", instances: [{ attributes: {} }] },
    ]);

    const { objects } = diffStates(before, after);

    expect(objects).toEqual([
      { address: 'module.m.t.many["k"]', change: "added", attributes: [] },
      { address: "module.m.t.many[0]", change: "added", attributes: [] },
      { address: "t.gone", change: "removed", attributes: [] },
      {
        address: "t.web",
        change: "changed",
        attributes: [
          { name: "size", before: "1", after: "2", hidden: false },
          { name: "tags.1", before: null, after: "b", hidden: false },
        ],
      },
    ]);
  });

  test("hides what Terraform marks as sensitive, what sounds like a secret, and what is long", () => {
    const object = (word: string) =>
      managed("web", {
        attributes: { marked: { deep: word }, admin_pass: word, user_data: word, long: word.repeat(100) },
        sensitive_attributes: [[{ type: "get_attr", value: "marked" }]],
      });

    const diff = diffStates(state([object("canary-1")]), state([object("canary-2")]));

    expect(diff.objects[0]?.attributes.map(({ name, hidden }) => [name, hidden])).toEqual([
      ["admin_pass", true],
      ["long", true],
      ["marked.deep", true],
      ["user_data", true],
    ]);
    expect(JSON.stringify(diff)).not.toContain("canary");
  });

  test("names outputs without their values", () => {
    const before = state([], { a: { value: "canary-1" }, b: { value: 1 }, c: { value: 1 } });
    const after = state([], { a: { value: "canary-2" }, c: { value: 1 }, d: { value: 1 } });

    const diff = diffStates(before, after);

    expect(diff.outputs).toEqual([
      { name: "a", change: "changed" },
      { name: "b", change: "removed" },
      { name: "d", change: "added" },
    ]);
    expect(JSON.stringify(diff)).not.toContain("canary");
  });

  test("is between the newest and the one before when nothing is said", async () => {
    await fill(1, 4, 9);

    expect(await history.diff(...HERE, {})).toMatchObject({
      from: 4,
      to: 9,
      outputs: [{ name: "note", change: "changed" }],
    });
    expect(await history.diff(...HERE, { to: 4 })).toMatchObject({ from: 1, to: 4 });
    await expect(history.diff(...HERE, { to: 1 })).rejects.toMatchObject({ code: "not-found" });
  });
});
