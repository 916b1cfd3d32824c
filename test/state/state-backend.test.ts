import { beforeEach, describe, expect, test } from "@jest/globals";
import { stateDigests } from "../../src/adapters/terraform/state-digests.ts";
import {
  makeStateAccess,
  makeStateBackend,
  makeStateFacts,
  type StateAnswer,
  type StateBackend,
  type StateRequest,
  type StateStore,
} from "../../src/state/index.ts";
import { makeMemoryStateStore } from "../_helpers/memory-state-store.ts";
import { AT, IDS } from "../_helpers/samples.ts";
import { noDesks, quietRuns } from "../_helpers/state-surroundings.ts";
import { SAMPLE_OUTPUTS } from "../_helpers/terraform-data.ts";

const PLACE = { workspaceId: IDS.workspace, site: "openstack" } as const;
const PASSWORD = "one-run-password";

let store: StateStore;
let backend: StateBackend;

beforeEach(async () => {
  store = makeMemoryStateStore();
  backend = makeStateBackend({
    ...{ store, runs: quietRuns(), desks: noDesks(), digests: stateDigests },
    clock: { now: () => new Date(AT) },
  });
  await store.saveCredential({ runId: IDS.run, epoch: 1, ...PLACE, passwordHash: stateDigests.sha256Hex(PASSWORD) });
});

function basic(name: string, password: string): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;
}

function request(overrides: Partial<StateRequest> = {}): StateRequest {
  return { ...PLACE, authorization: basic(IDS.run, PASSWORD), ...overrides };
}

function state(serial: number, overrides: Readonly<Record<string, unknown>> = {}): Uint8Array {
  return Buffer.from(JSON.stringify({ version: 4, serial, lineage: "line-1", resources: [], ...overrides }));
}

const lockBody = (id: string) => Buffer.from(JSON.stringify({ ID: id, Operation: "OperationTypeApply", Who: "me" }));
const lock = (id: string) => backend.lock(request({ body: lockBody(id) }));
const write = (body: Uint8Array, lockId?: string, contentMd5?: string) =>
  backend.post(request({ body, lockId, contentMd5 }));

function textOf(answer: StateAnswer): string {
  return answer.body === null ? "" : Buffer.from(answer.body).toString();
}

describe("who may come in", () => {
  const wrong: readonly (readonly [string, Partial<StateRequest>])[] = [
    ["without a credential", { authorization: undefined }],
    ["with a wrong password", { authorization: basic(IDS.run, "guess") }],
    ["with another run's name", { authorization: basic(IDS.group, PASSWORD) }],
    ["with a name that is no run", { authorization: basic("admin", PASSWORD) }],
    ["with something that is not basic authentication", { authorization: "Bearer abc" }],
    ["with broken base64", { authorization: "Basic ====" }],
    ["on another workspace", { workspaceId: IDS.otherWorkspace }],
    ["on another site", { site: "cloudstack" }],
    ["on something that is no site", { site: "../openstack" }],
  ];

  test.each(wrong)("nobody %s", async (_who, overrides) => {
    const answers = await Promise.all([
      backend.get(request(overrides)),
      backend.post(request({ ...overrides, body: state(1), lockId: "a" })),
      backend.lock(request({ ...overrides, body: lockBody("a") })),
      backend.unlock(request({ ...overrides, body: lockBody("a") })),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(answers[0]?.headers["www-authenticate"]).toContain("Basic");
    expect(await store.lock(PLACE.workspaceId, PLACE.site)).toBeNull();
  });

  test("nobody any more once the run has ended", async () => {
    await store.removeCredential(IDS.run, 1);

    expect((await backend.get(request())).status).toBe(401);
  });
});

describe("reading and writing", () => {
  test("has no state at first, and then the newest, with its digest", async () => {
    const before = await backend.get(request());
    await lock("a");
    const written = await write(state(1), "a", stateDigests.md5Base64(state(1)));
    const after = await backend.get(request());

    expect([before.status, before.body, written.status, after.status]).toEqual([404, null, 200, 200]);
    expect(textOf(after)).toBe(Buffer.from(state(1)).toString());
    expect(after.headers["content-md5"]).toBe(stateDigests.md5Base64(state(1)));
  });

  test("keeps every version and says which run wrote it", async () => {
    await lock("a");
    for (const serial of [1, 2, 5]) await write(state(serial), "a");

    const versions = await store.versions(PLACE.workspaceId, PLACE.site);

    expect(versions.map(({ serial, runId }) => [serial, runId])).toEqual([
      [5, IDS.run],
      [2, IDS.run],
      [1, IDS.run],
    ]);
  });

  test("refuses a write without a lock, without its id, and under somebody else's", async () => {
    const unlocked = await write(state(1), "a");
    await lock("a");
    const nameless = await write(state(1));
    const foreign = await write(state(1), "b");

    expect([unlocked.status, nameless.status, foreign.status]).toEqual([409, 423, 423]);
    expect(JSON.parse(textOf(foreign))).toMatchObject({ ID: expect.stringMatching(/^a /), Who: "me" });
    expect(await store.current(PLACE.workspaceId, PLACE.site)).toBeNull();
  });

  test("refuses an older or equal serial and another lineage, and takes a repetition for what it is", async () => {
    await lock("a");
    await write(state(5), "a");

    const older = await write(state(4), "a");
    const other = await write(state(5, { resources: [{}] }), "a");
    const repeated = await write(state(5), "a");
    const foreign = await write(state(6, { lineage: "line-2" }), "a");

    expect([older.status, other.status, repeated.status, foreign.status]).toEqual([409, 409, 200, 409]);
    expect(textOf(older)).toContain("Serial 4 is not newer than 5");
    expect(textOf(foreign)).toContain("lineage");
    expect(await store.versions(PLACE.workspaceId, PLACE.site)).toHaveLength(1);
  });

  test.each([
    ["nothing", Buffer.from(""), "not a JSON document"],
    ["text that is not JSON", Buffer.from("hello"), "not a JSON document"],
    ["bytes that are not text", Buffer.from([0xff, 0xfe, 0x00]), "not a JSON document"],
    ["a list", Buffer.from("[]"), "not a JSON document"],
    ["a document without version", Buffer.from('{"serial":1,"lineage":"a"}'), "no version"],
    ["a negative serial", state(-1), "no valid serial"],
    ["a serial that is text", Buffer.from('{"version":4,"serial":"1","lineage":"a"}'), "no valid serial"],
    ["no lineage", Buffer.from('{"version":4,"serial":1}'), "no lineage"],
  ])("refuses %s as a state", async (_what, body, words) => {
    await lock("a");

    const answer = await write(body, "a");

    expect(answer.status).toBe(400);
    expect(textOf(answer)).toContain(words);
  });

  test("refuses a body that does not match its digest", async () => {
    await lock("a");

    const answer = await write(state(1), "a", stateDigests.md5Base64(state(2)));

    expect(answer.status).toBe(400);
    expect(await store.current(PLACE.workspaceId, PLACE.site)).toBeNull();
  });

  test("refuses a state over 64 MiB before looking into it", async () => {
    const answer = await write(Buffer.alloc(64 * 1024 * 1024 + 1, "x"), "a");

    expect(answer.status).toBe(413);
  });
});

describe("locking", () => {
  test("gives the lock to the first and shows the holder to the second", async () => {
    const first = await lock("a");
    const second = await lock("b");

    expect([first.status, second.status]).toEqual([200, 423]);
    expect(JSON.parse(textOf(second))).toEqual({
      ...{ ID: `a (held by TwinStack run ${IDS.run})`, Operation: "OperationTypeApply", Who: "me" },
      Info: `held by TwinStack run ${IDS.run}`,
    });
  });

  test("releases under the right id only", async () => {
    await lock("a");

    const wrong = await backend.unlock(request({ body: lockBody("b") }));
    const right = await backend.unlock(request({ body: lockBody("a") }));
    const again = await backend.unlock(request({ body: lockBody("a") }));

    const unknown = await backend.unlock(request({ body: lockBody("c") }));

    expect([wrong.status, right.status, unknown.status]).toEqual([409, 200, 409]);
    expect(JSON.parse(textOf(wrong))).toMatchObject({ ID: expect.stringMatching(/^a /) });
    expect(again.status).toBe(200);
  });

  test("takes a repeated unlock for the same one, from the same run alone, and leaves the next holder be", async () => {
    const passwordHash = stateDigests.sha256Hex("other");
    await store.saveCredential({ runId: IDS.group, epoch: 1, ...PLACE, passwordHash });
    const other = basic(IDS.group, "other");
    await lock("a");
    await backend.unlock(request({ body: lockBody("a") }));
    await backend.lock(request({ authorization: other, body: lockBody("b") }));

    const repeated = await backend.unlock(request({ body: lockBody("a") }));
    const foreign = await backend.unlock(request({ authorization: other, body: lockBody("a") }));

    expect([repeated.status, foreign.status]).toEqual([200, 409]);
    expect((await store.lock(PLACE.workspaceId, PLACE.site))?.id).toBe("b");
  });

  test("is forced open by an unlock without a body", async () => {
    await lock("a");

    const forced = await backend.unlock(request({ body: new Uint8Array() }));

    expect(forced.status).toBe(200);
    expect((await lock("b")).status).toBe(200);
  });

  test("is given again to the run that has it, whose first answer may have got lost", async () => {
    await lock("a");

    expect((await lock("a")).status).toBe(200);
    expect((await lock("b")).status).toBe(423);
  });

  test.each([["{}"], ['{"ID":""}'], ['{"ID":7}'], ["nonsense"], ["[]"]])(
    "refuses the lock document %s",
    async (body) => {
      expect((await backend.lock(request({ body: Buffer.from(body) }))).status).toBe(400);
    },
  );
});

describe("access of a run", () => {
  test("is judged before a body is read", async () => {
    expect(await backend.refusal(request())).toBeNull();
    expect(await backend.refusal(request({ authorization: basic(IDS.run, "wrong") }))).toMatchObject({ status: 401 });
    expect(await backend.refusal(request({ site: "cloudstack" }))).toMatchObject({ status: 401 });
  });

  test("opens with a new password, of which only the digest is kept, and ends with the run and its lock", async () => {
    const access = makeStateAccess({
      store,
      digests: stateDigests,
      clock: { now: () => new Date() },
      newPassword: () => "fresh",
      baseUrl: () => "http://127.0.0.1:1/state/v1",
    });

    const environment = await access.open({ id: IDS.run, ...PLACE }, 1);
    const kept = await store.credential(IDS.run);
    await backend.lock(request({ authorization: basic(IDS.run, "fresh"), body: lockBody("a") }));
    await access.close(IDS.run, 1);

    expect(environment).toMatchObject({
      TF_HTTP_ADDRESS: `http://127.0.0.1:1/state/v1/${IDS.workspace}/openstack`,
      TF_HTTP_LOCK_METHOD: "POST",
      TF_HTTP_UNLOCK_METHOD: "DELETE",
      TF_HTTP_USERNAME: IDS.run,
      TF_HTTP_PASSWORD: "fresh",
    });
    expect(kept?.passwordHash).toBe(stateDigests.sha256Hex("fresh"));
    expect(await store.credential(IDS.run)).toBeNull();
    expect(await store.lock(PLACE.workspaceId, PLACE.site)).toBeNull();
  });
});

describe("facts of a state", () => {
  const outputs = Object.fromEntries(Object.entries(SAMPLE_OUTPUTS).map(([name, value]) => [name, { value }]));
  const resources = [
    { mode: "managed", type: "a", instances: [{}, {}] },
    { mode: "data", type: "b", instances: [{}] },
  ];

  test("are asked of the newest version", async () => {
    const facts = makeStateFacts(store);
    const before = [await facts.serial(IDS.workspace, "openstack"), await facts.hasObjects(IDS.workspace, "openstack")];
    await lock("a");
    await write(state(3, { outputs, resources }), "a");

    const after = [await facts.serial(IDS.workspace, "openstack"), await facts.hasObjects(IDS.workspace, "openstack")];

    expect([before, after]).toEqual([
      [null, false],
      [3, true],
    ]);
    expect(await facts.outputs(IDS.workspace, "openstack")).toEqual(SAMPLE_OUTPUTS);
    expect(await facts.outputs(IDS.workspace, "cloudstack")).toBeNull();
  });
});
