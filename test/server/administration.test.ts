import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type {
  AuditEntry,
  Banner,
  CloudUse,
  Instance,
  Member,
  OwnedWorkspace,
  QueuedRun,
  ShownBanner,
  SiteOrganisation,
} from "../../src/contract/index.ts";
import type { TenantObjects } from "../_helpers/tenant-objects.ts";
import { openTenantWorld, type TenantWorld } from "../_helpers/tenant-world.ts";

let world: TenantWorld;
let ofAnn: TenantObjects;
let ofLab: TenantObjects;

beforeAll(async () => {
  world = await openTenantWorld();
  ofAnn = await world.plant("ann");
  ofLab = await world.plant("lab");
});
afterAll(() => world.close());

type Method = "GET" | "POST" | "PATCH" | "DELETE";

async function call<T>(by: string, method: Method, path: string, body?: object, headers: object = {}) {
  const answer = await world.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer token-of-${by}-manage`, ...headers },
    ...(body !== undefined && { payload: body }),
  });
  const text = answer.body;
  const type = String(answer.headers["content-type"]);
  return {
    status: answer.statusCode,
    text,
    body: (/json/.test(type) && !/ndjson/.test(type) ? JSON.parse(text) : null) as T,
  };
}

interface Items<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string | null;
}

test("an administrator sees the machines of everybody with their owners, page by page", async () => {
  const first = await call<Items<OwnedWorkspace>>("root", "GET", "/admin/workspaces?limit=1");
  const rest = await call<Items<OwnedWorkspace>>("root", "GET", `/admin/workspaces?cursor=${first.body.nextCursor}`);
  const instances = await call<Items<Instance>>("root", "GET", "/admin/instances");

  const found = [...first.body.items, ...rest.body.items];
  const ownerOf = (id: string) => found.find(({ workspace }) => workspace.id === id)?.owner;
  expect(ownerOf(ofAnn.workspace)).toEqual({ id: "ann", handle: "ann", name: "Ann", kind: "person" });
  expect(ownerOf(ofLab.workspace)).toMatchObject({ handle: "lab", kind: "organisation" });
  expect(new Set(found.map(({ workspace }) => workspace.id)).size).toBe(found.length);
  expect(rest.body.nextCursor).toBeNull();
  expect(instances.body.items.map(({ workspaceId }) => workspaceId)).toContain(ofAnn.workspace);
});

test("an administrator sees what is at work or waits, cancels it, and its owner reads of that", async () => {
  const before = await call<Items<QueuedRun>>("root", "GET", "/admin/runs");
  const canceled = await call("root", "POST", `/admin/runs/${ofAnn.run}/cancel`, {});
  const again = await call("root", "POST", `/admin/runs/${ofAnn.run}/cancel`, {});
  const after = await call<Items<QueuedRun>>("root", "GET", "/admin/runs");
  const read = await call<Items<AuditEntry>>("ann", "GET", "/audit");

  const run = before.body.items.find(({ id }) => id === ofAnn.run);
  expect(run).toMatchObject({ owner: { handle: "ann" }, status: "planned", workerHost: null, createdByName: "Ann" });
  expect(run).not.toHaveProperty("summary");
  expect([canceled.status, canceled.body]).toMatchObject([202, { status: "canceled" }]);
  expect(again).toMatchObject({ status: 409, body: { code: "illegal-transition" } });
  expect(after.body.items.map(({ id }) => id)).not.toContain(ofAnn.run);
  expect(read.body.items.find(({ action }) => action === "administration.cancel-run")).toMatchObject({
    userName: "Root",
    objectId: ofAnn.run,
  });
});

test("an administrator sees every organisation and who belongs to it", async () => {
  const all = await call<Items<SiteOrganisation>>("root", "GET", "/admin/organisations");
  const found = await call<Items<SiteOrganisation>>("root", "GET", "/admin/organisations?search=FIR");
  const members = await call<Items<Member>>("root", "GET", "/admin/organisations/firm/members");
  const none = await call("root", "GET", "/admin/organisations/nobody/members");

  expect(all.body.items.find(({ handle }) => handle === "lab")).toMatchObject({ workspaces: 1, clouds: 1 });
  expect(found.body.items.map(({ handle }) => handle)).toEqual(["firm"]);
  expect(members.body.items).toMatchObject([{ userId: "fay", role: "owner" }]);
  expect(none.status).toBe(404);
});

test("what hangs on a cloud is named to its owner, and everything to an administrator", async () => {
  const own = await call<CloudUse>("ann", "GET", `/clouds/${ofAnn.cloud}/uses`);
  const foreign = await call("bob", "GET", `/clouds/${ofAnn.cloud}/uses`);
  await world.database.pool.query("update cloud set owner_id = null where id = $1", [ofLab.cloud]);
  const shared = await call<CloudUse>("root", "GET", `/clouds/${ofLab.cloud}/uses`);
  const byUser = await call("ann", "GET", `/clouds/${ofLab.cloud}/uses`);
  await world.database.pool.query("update cloud set owner_id = 'lab' where id = $1", [ofLab.cloud]);

  expect(own.body).toMatchObject({ items: [{ workspaceId: ofAnn.workspace, owner: { handle: "ann" } }], others: 0 });
  expect([foreign.status, byUser.status]).toEqual([404, 403]);
  expect(shared.body).toMatchObject({ items: [{ workspaceId: ofLab.workspace, owner: { handle: "lab" } }], others: 0 });
});

test("the steps of a connection test come one by one, with an end behind the last", async () => {
  const streamed = await call("ann", "POST", `/clouds/${ofAnn.cloud}/test`, undefined, {
    accept: "application/x-ndjson",
  });

  const lines = streamed.text.trim().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { step: { step: "address", ok: false, remedy: expect.any(String) } },
    { end: true },
  ]);
});

const WORDS = { en: "We work on the network tonight.", ko: "오늘 밤 네트워크 작업을 합니다." };

test("a banner is seen by everybody in its time, by strangers only when it says so, and is noted", async () => {
  const made = await call<Banner>("root", "POST", "/admin/banners", { level: "warning", text: WORDS });
  const path = `/admin/banners/${made.body.id}`;
  const seen = async () => ({
    person: (await call<Items<ShownBanner>>("ann", "GET", "/banners")).body.items.some(({ id }) => id === made.body.id),
    stranger: (await world.app.inject({ url: "/api/v1/auth/banners" })).body.includes(made.body.id),
  });

  const first = await seen();
  await call("root", "PATCH", path, { onSignIn: true });
  const onSignIn = await seen();
  await call("root", "PATCH", path, { from: "2100-01-01T00:00:00Z" });
  const later = await seen();
  await call("root", "PATCH", path, { from: null, until: "2100-01-01T09:00:00+09:00" });
  const listed = await call<Items<Banner>>("root", "GET", "/admin/banners");
  await call("root", "DELETE", path);
  const gone = await call("root", "DELETE", path);
  const log = await call<Items<AuditEntry>>("root", "GET", `/audit?object=${made.body.id}`);

  expect([first, onSignIn, later]).toEqual([
    { person: true, stranger: false },
    { person: true, stranger: true },
    { person: false, stranger: false },
  ]);
  expect(listed.body.items.find(({ id }) => id === made.body.id)).toMatchObject({
    level: "warning",
    text: WORDS,
    until: "2100-01-01T00:00:00.000Z",
    createdBy: "root",
  });
  expect(gone.status).toBe(404);
  expect(log.body.items.map(({ action }) => action)).toEqual(
    expect.arrayContaining(["createBanner", "changeBanner", "removeBanner"]),
  );
});

test.each([
  { text: { en: "Only English" } },
  { text: { ...WORDS, en: " " } },
  { text: WORDS, level: "loud" },
  { text: WORDS, from: "2026-01-02T00:00:00Z", until: "2026-01-01T00:00:00Z" },
])("a banner like %j is refused", async (request) => {
  const { status, body } = await call<{ code: string }>("root", "POST", "/admin/banners", request);

  expect([status, body.code]).toEqual([422, "validation-failed"]);
});

test("where no built-in sandbox runs, there are no fault switches", async () => {
  const { status } = await call("root", "GET", "/admin/sandbox-faults");

  expect(status).toBe(404);
});
