import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { WebSocket } from "ws";
import type { App } from "../../server/app.ts";
import type { RemoteServices } from "../../server/services/remote-side.ts";
import type { Principal, Standing } from "../../src/account/index.ts";
import { type MachineSessionTicket, SESSION_ENDS } from "../../src/contract/index.ts";
import { buildScriptedApp } from "../_helpers/scripted-app.ts";
import { scriptServices } from "../_helpers/scripted-services.ts";
import { until } from "../_helpers/until.ts";
import { type FakeLink, fakeLink, openDesk, PLACE } from "../remote/a-desk.ts";

const PATIENCE_MS = 10_000;
const SESSIONS = `/api/v1/workspaces/${PLACE.workspaceId}/machine-sessions`;
let app: App;
let url: string;
let world: ReturnType<typeof openDesk>;
let link: FakeLink;
/** What tokens and cookies are worth in this moment. */
let people: Record<string, Principal>;
let standing: Standing | null;
let clients: WebSocket[];

beforeEach(async () => {
  world = openDesk();
  link = fakeLink();
  clients = [];
  people = { ann: world.principal, bob: { ...world.principal, userId: "bob", name: "Bob" } };
  standing = { accountId: "ann", role: "member" };
  const { services } = scriptServices();
  app = await buildScriptedApp({
    ...services,
    accounts: { authenticate: async (token) => people[token] ?? null },
    people: Object.assign(Object.create(services.people), {
      authenticateSession: async (id: string) => (id === "cookie-of-ann-0123456789" ? (people["ann"] ?? null) : null),
    }) as typeof services.people,
    access: { accountOf: async () => standing, account: async () => null },
    remote: remoteOn(world.desk),
  });
  url = await app.listen({ host: "127.0.0.1", port: 0 });
});
afterEach(async () => {
  for (const client of clients) client.terminate();
  await app.close();
});

function remoteOn(desk: typeof world.desk): RemoteServices {
  return {
    open: async ({ principal }) => world.open(principal),
    take: (principal, id, ticket) => desk.take(principal, id, ticket),
    connect: (opened, _size, mayGoOn) => desk.connect(opened, async () => link, mayGoOn),
    list: (filter) => desk.list(filter),
    find: (id) => desk.find(id),
    end: (id, reason) => desk.end(id, reason),
  };
}

async function ask(by = "ann"): Promise<MachineSessionTicket> {
  const path = `/api/v1/workspaces/${PLACE.workspaceId}/sites/openstack/terminal-sessions`;
  const headers = { authorization: `Bearer ${by}` };
  return (await app.inject({ method: "POST", url: path, headers })).json() as MachineSessionTicket;
}

interface Dialled {
  readonly client: WebSocket;
  readonly texts: string[];
  readonly bytes: string[];
}

/** Connects; a refusal is its status and problem code. */
async function dial(
  { path, ticket }: MachineSessionTicket,
  headers: Record<string, string> = { authorization: "Bearer ann" },
): Promise<Dialled | string> {
  const client = new WebSocket(url.replace("http", "ws") + path, ["twinstack.v1", `ticket.${ticket}`], { headers });
  clients.push(client);
  const dialled: Dialled = { client, texts: [], bytes: [] };
  client.on("message", (content, isBinary) => {
    (isBinary ? dialled.bytes : dialled.texts).push(String(content));
  });
  client.on("error", () => undefined);
  return new Promise((resolve) => {
    client.on("open", () => resolve(dialled));
    client.on("unexpected-response", (_request, response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const { code } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { code: string };
        resolve(`${response.statusCode} ${code}`);
      });
    });
  });
}

async function connected(): Promise<Dialled> {
  const dialled = await dial(await ask());
  if (typeof dialled === "string") throw new Error(dialled);
  await until(() => link.listener !== null, PATIENCE_MS);
  return dialled;
}

test("bytes go both ways, and the size reaches the machine", async () => {
  const { client, bytes } = await connected();

  client.send(Buffer.from("ls\r"));
  client.send(JSON.stringify({ kind: "resize", columns: 120, rows: 40 }));
  client.send("no message of ours");
  link.listener?.onBytes(Buffer.from("file\r\n"));
  await until(() => bytes.length > 0 && link.sizes.length > 0, PATIENCE_MS);

  expect(client.protocol).toBe("twinstack.v1");
  expect([link.written, link.sizes, bytes]).toEqual([["ls\r"], ["120x40"], ["file\r\n"]]);
});

test("the machine's end is told in words and by a close code of its own", async () => {
  const { client, texts } = await connected();
  const closed = once(client, "close");

  link.listener?.onEnd({ reason: "connection-lost", detail: "Timeout, server machine not responding." });
  const [code, reason] = await closed;

  expect([code, String(reason)]).toEqual([SESSION_ENDS["connection-lost"].closeCode, "connection-lost"]);
  expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual([
    {
      kind: "ended",
      reason: "connection-lost",
      text: SESSION_ENDS["connection-lost"].text,
      detail: "Timeout, server machine not responding.",
    },
  ]);
});

test("whoever leaves takes the machine's side along", async () => {
  const { client } = await connected();

  client.close();
  await until(() => link.closed && world.entries.length > 0, PATIENCE_MS);

  expect(world.entries.map(({ detail }) => detail["reason"])).toEqual(["left"]);
  expect(world.desk.list({})).toEqual([]);
});

test("a flood waits for a client that has not shown what it got", async () => {
  const { client } = await connected();

  link.listener?.onBytes(Buffer.alloc(600 * 1024, "x"));
  const held = link.paused;
  client.send(JSON.stringify({ kind: "shown", bytes: 600 * 1024 }));
  await until(() => !link.paused, PATIENCE_MS);

  expect(held).toBe(true);
});

test("a page elsewhere cannot connect with the visitor's cookie, ours can", async () => {
  const cookie = "__Host-twinstack-session=cookie-of-ann-0123456789";
  const by = async (origin: Record<string, string>) => dial(await ask(), { cookie, ...origin });

  expect(await by({ origin: "https://evil.example" })).toBe("403 foreign-origin");
  expect(await by({})).toBe("403 foreign-origin");
  expect(await by({ origin: "null" })).toBe("403 foreign-origin");
  expect(await by({ origin: "https://twin.example" })).toMatchObject({ texts: [] });
});

test("a ticket opens one connection, for the person who asked, and nothing without one", async () => {
  const ticket = await ask();
  const first = await dial(ticket);
  const foreign = await dial(await ask(), { authorization: "Bearer bob" });
  const none = await dial({ ...(await ask()), ticket: "" });

  expect(typeof first).toBe("object");
  expect(await dial(ticket)).toBe("410 ticket-not-valid");
  expect(foreign).toBe("410 ticket-not-valid");
  expect(none).toBe("410 ticket-not-valid");
  expect(await dial(await ask(), {})).toBe("401 not-authenticated");
  expect(await dial(await ask(), { authorization: "Bearer nobody" })).toBe("401 not-authenticated");
});

test("without a WebSocket the address says what it is for", async () => {
  const { path } = await ask();

  const answer = await app.inject({ url: path, headers: { authorization: "Bearer ann" } });

  expect([answer.statusCode, answer.json().code]).toEqual([426, "websocket-needed"]);
});

test.each<[string, () => void]>([
  ["has signed out or was suspended", () => delete people["ann"]],
  ["has left the organisation", () => (standing = null)],
  ["has become a viewer", () => (standing = { accountId: "ann", role: "viewer" })],
])("a person who %s is cut off", async (_what, lose) => {
  const { client } = await connected();
  const closed = once(client, "close");

  lose();
  world.pass(6_000);
  const [code] = await closed;

  expect(code).toBe(SESSION_ENDS["rights-ended"].closeCode);
  expect(link.closed).toBe(true);
});

test("a viewer opens nothing, and a stranger sees no such workspace", async () => {
  const path = `/api/v1/workspaces/${PLACE.workspaceId}/sites/openstack/terminal-sessions`;
  const headers = { authorization: "Bearer ann" };

  standing = { accountId: "ann", role: "viewer" };
  const viewer = await app.inject({ method: "POST", url: path, headers });
  standing = null;
  const stranger = await app.inject({ method: "POST", url: path, headers });

  expect([viewer.statusCode, stranger.statusCode]).toEqual([403, 404]);
});

test("an open session is seen by its account, ended by whoever opened it or an owner, and by nobody else", async () => {
  const { client } = await connected();
  const { items } = (await app.inject({ url: SESSIONS, headers: { authorization: "Bearer bob" } })).json() as {
    items: { id: string; userName: string; connected: boolean }[];
  };
  const end = (by: string) =>
    app.inject({ method: "DELETE", url: `${SESSIONS}/${items[0]?.id}`, headers: { authorization: `Bearer ${by}` } });
  const closed = once(client, "close");

  const byMember = await end("bob");
  standing = { accountId: "ann", role: "owner" };
  const byOwner = await end("bob");
  const [code] = await closed;

  expect(items).toMatchObject([{ userName: "Ann", connected: true }]);
  expect([byMember.statusCode, byOwner.statusCode, code]).toEqual([403, 204, SESSION_ENDS["ended-by-other"].closeCode]);
  expect((await end("ann")).statusCode).toBe(404);
});

test("the end of the service is told to everybody at a machine", async () => {
  const { client, texts } = await connected();
  const closed = once(client, "close");

  await world.desk.close("service-ends");
  const [code] = await closed;

  expect(code).toBe(SESSION_ENDS["service-ends"].closeCode);
  expect(texts.join()).toContain(SESSION_ENDS["service-ends"].text);
});
