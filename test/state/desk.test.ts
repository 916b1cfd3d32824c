import { beforeEach, expect, test } from "@jest/globals";
import { stateDigests } from "../../src/adapters/terraform/state-digests.ts";
import { makeStateBackend, type StateAnswer, type StateBackend, type StateRequest } from "../../src/state/index.ts";
import type { DeskCaller, StateStore } from "../../src/state/ports.ts";
import { makeMemoryStateStore } from "../_helpers/memory-state-store.ts";
import { AT, IDS } from "../_helpers/samples.ts";
import { desksOf, quietRuns, type ScriptedRuns } from "../_helpers/state-surroundings.ts";
import { stateOf } from "../_helpers/state-versions.ts";

const PLACE = { workspaceId: IDS.workspace, site: "openstack" } as const;
const OWN = { name: "ann-cloud", isOwn: true };
const ANN: DeskCaller = { person: { id: "ann", name: "Ann" }, mayChange: true, cloud: OWN };
const BEN: DeskCaller = { person: { id: "ben", name: "Ben" }, mayChange: true, cloud: OWN };

let store: StateStore;
let runs: ScriptedRuns;
let desks: ReturnType<typeof desksOf>;
let backend: StateBackend;

beforeEach(async () => {
  store = makeMemoryStateStore();
  runs = quietRuns();
  desks = desksOf({
    ann: ANN,
    ben: BEN,
    viewer: { ...ANN, mayChange: false },
    shared: { ...ANN, cloud: { name: "site-cloud", isOwn: false } },
    bare: { ...ANN, cloud: null },
  });
  backend = makeStateBackend({ store, runs, desks, digests: stateDigests, clock: { now: () => new Date(AT) } });
  await store.saveCredential({ runId: IDS.run, epoch: 1, ...PLACE, passwordHash: stateDigests.sha256Hex("run") });
});

function from(token: string, overrides: Partial<StateRequest> = {}): StateRequest {
  const name = token === "run" ? IDS.run : "token";
  const authorization = `Basic ${Buffer.from(`${name}:${token}`).toString("base64")}`;
  return { ...PLACE, authorization, ...overrides };
}

const lockBody = (id: string) =>
  Buffer.from(JSON.stringify({ ID: id, Operation: "OperationTypeApply", Who: "ann@desk" }));
const lock = (token: string, id: string) => backend.lock(from(token, { body: lockBody(id) }));
const unlock = (token: string, id: string | null) =>
  backend.unlock(from(token, { body: id === null ? new Uint8Array() : lockBody(id) }));
const write = (token: string, serial: number, lockId: string) =>
  backend.post(from(token, { body: stateOf(serial).bytes, lockId }));

function textOf(answer: StateAnswer | null): string {
  return answer?.body == null ? "" : Buffer.from(answer.body).toString();
}

test("a person with a token locks, writes, reads and unlocks, and the version says who it was", async () => {
  const answers = [
    await lock("ann", "a"),
    await write("ann", 1, "a"),
    await unlock("ann", "a"),
    await backend.get(from("ann")),
  ];

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(await store.versions(PLACE.workspaceId, PLACE.site)).toMatchObject([
    { serial: 1, origin: "desk", runId: null, person: { id: "ann", name: "Ann" } },
  ]);
  expect(desks.wrote).toEqual(["Ann openstack 1"]);
});

test("an unknown token gets nothing, and is told what a desk sends", async () => {
  const answer = await backend.get(from("guess"));

  expect(answer.status).toBe(401);
  expect(textOf(answer)).toContain("API token");
});

test("a shared cloud is refused before any body is read, with the reason and the way out", async () => {
  const early = await backend.refusal(from("shared"));
  const answers = await Promise.all([backend.get(from("shared")), lock("shared", "a"), write("shared", 1, "a")]);

  expect([early?.status, ...answers.map(({ status }) => status)]).toEqual([403, 403, 403, 403]);
  expect(textOf(early)).toContain("site-cloud is shared by the whole site");
  expect(textOf(early)).toContain("twinstack apply");
  expect(await store.lock(PLACE.workspaceId, PLACE.site)).toBeNull();
});

test("who may only look is refused, and a site without a cloud is not", async () => {
  expect((await backend.get(from("viewer"))).status).toBe(403);
  expect((await backend.get(from("bare"))).status).toBe(404);
});

test("while a run is at work the desk gets 423 with the run as holder", async () => {
  runs.running = { id: IDS.run, status: "planning" };

  const answer = await lock("ann", "a");

  expect(answer.status).toBe(423);
  expect(JSON.parse(textOf(answer))).toMatchObject({ Who: "TwinStack", Created: AT });
  // Of all this Terraform prints the ID alone.
  expect(JSON.parse(textOf(answer)).ID).toContain(`run ${IDS.run} is planning`);
});

test("while a desk holds the lock a run gets 423 with the person's name", async () => {
  await lock("ann", "a");

  const answer = await lock("run", "r");

  expect(answer.status).toBe(423);
  expect(JSON.parse(textOf(answer))).toMatchObject({ ID: "a (held by Ann at the desk ann@desk)", Who: "ann@desk" });
});

test("nobody writes under or gives back somebody else's lock, even who knows its id", async () => {
  await lock("ann", "a");

  const answers = [
    await write("ben", 1, "a"),
    await unlock("ben", "a"),
    await unlock("ben", null),
    await write("run", 1, "a"),
  ];

  expect(answers.map(({ status }) => status)).toEqual([423, 409, 409, 423]);
  expect(await store.current(PLACE.workspaceId, PLACE.site)).toBeNull();
  expect((await store.lock(PLACE.workspaceId, PLACE.site))?.id).toBe("a");
});

test("a force-unlock gives back one's own lock, and a repeated unlock is the same one again", async () => {
  await lock("ann", "a");

  const forced = await unlock("ann", null);
  const repeated = await unlock("ann", "a");
  const foreign = await unlock("ben", "a");

  expect([forced.status, repeated.status, foreign.status]).toEqual([200, 200, 409]);
});

test("a desk's stale write is refused like a run's", async () => {
  await lock("run", "r");
  await write("run", 5, "r");
  await unlock("run", "r");
  await lock("ann", "a");

  expect((await write("ann", 5, "a")).status).toBe(200);
  expect((await write("ann", 4, "a")).status).toBe(409);
  expect(desks.wrote).toEqual([]);
});
