import { beforeEach, expect, test } from "@jest/globals";
import { stateDigests } from "../../src/adapters/terraform/state-digests.ts";
import { makeAdoptState } from "../../src/state/adopt-state.ts";
import { makeStateAccess, type StateStore } from "../../src/state/index.ts";
import { makeMemoryStateStore } from "../_helpers/memory-state-store.ts";
import { IDS } from "../_helpers/samples.ts";

const RUN = { id: IDS.run, workspaceId: IDS.workspace, site: "openstack" } as const;

let store: StateStore;
let adopt: (run: typeof RUN, left: Uint8Array) => Promise<boolean | null>;

beforeEach(() => {
  store = makeMemoryStateStore();
  const clock = { now: () => new Date() };
  const access = makeStateAccess({ store, digests: stateDigests, clock, newPassword: () => "p", baseUrl: () => "u" });
  adopt = (run, left) => access.adopt(run, left, 1);
});

function state(serial: number, lineage = "one"): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ version: 4, serial, lineage, resources: [] }));
}

async function lockOf(runId: string) {
  const { workspaceId, site } = RUN;
  await store.saveCredential({ runId, epoch: 1, workspaceId, site, passwordHash: "hash" });
  return store.takeLock(RUN.workspaceId, RUN.site, {
    id: "lock",
    document: {},
    lockedAt: new Date(),
    runId,
    person: null,
  });
}

test("stores a first and then a newer state, with or without the dead run's own lock", async () => {
  const first = await adopt(RUN, state(1));
  await lockOf(RUN.id);

  const second = await adopt(RUN, state(2));

  expect([first, second]).toEqual([true, true]);
  expect(await store.serial(RUN.workspaceId, RUN.site)).toBe(2);
});

test("gives a first state the lineage that Terraform had not named yet", async () => {
  const stored = await adopt(RUN, state(0, ""));

  expect(stored).toBe(true);
  expect(await store.current(RUN.workspaceId, RUN.site)).toMatchObject({ serial: 1, lineage: RUN.id });
});

test("says yes again to a state that is stored already", async () => {
  await adopt(RUN, state(1));

  expect(await adopt(RUN, state(1))).toBe(true);
});

test.each([
  ["an older state", state(1)],
  ["a state of another lineage", state(3, "two")],
  ["a state without a lineage beside one that has one", state(3, "")],
  ["what is no state", new TextEncoder().encode("half a st")],
])("never stores %s", async (_what, bytes) => {
  await adopt(RUN, state(2));

  expect(await adopt(RUN, bytes)).toBe(false);
  expect(await store.serial(RUN.workspaceId, RUN.site)).toBe(2);
});

test("never writes beside another run that holds the lock", async () => {
  await lockOf(IDS.group);

  expect(await adopt(RUN, state(1))).toBe(false);
});

test("stores nothing for a worker that slept until the run was another's", async () => {
  const claimedAgain = makeMemoryStateStore(() => 2);
  const clock = { now: () => new Date() };
  const late = makeAdoptState({ store: claimedAgain, digests: stateDigests, clock });

  expect(await late(RUN, state(1), 1)).toBeNull();
  expect(await claimedAgain.serial(RUN.workspaceId, RUN.site)).toBeNull();
  expect(await late(RUN, state(1), 2)).toBe(true);
});
