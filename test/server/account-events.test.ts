import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type AccountEventHub, makeAccountEventHub } from "../../server/account-event-hub.ts";
import type { App } from "../../server/app.ts";
import type { Instance } from "../../src/contract/index.ts";
import type { AccountChange } from "../../src/overview/ports.ts";
import { principalNamed } from "../_helpers/principals.ts";
import { AT, IDS } from "../_helpers/samples.ts";
import { buildScriptedApp } from "../_helpers/scripted-app.ts";
import { scriptServices } from "../_helpers/scripted-services.ts";

let app: App;
let hub: AccountEventHub;
let url: string;
let tell: (change: AccountChange | null) => void;
let databaseListeners: number;
let observed: string[];
let machines: readonly Instance[];
let known: ReadonlySet<string>;

beforeEach(async () => {
  databaseListeners = 0;
  observed = [];
  machines = [machine("running")];
  known = new Set(["ann", "ben"]);
  hub = makeAccountEventHub({
    name: "one",
    onChange(listener) {
      databaseListeners += 1;
      tell = listener;
      return () => {
        databaseListeners -= 1;
      };
    },
    observe: async (accountId) => {
      observed.push(accountId);
      return machines;
    },
    lastSeen: async () => machines,
    observeEveryMs: 60_000,
    lingerMs: 60_000,
    keep: 3,
    onError: (error) => {
      throw error;
    },
  });
  const { services } = scriptServices();
  app = await buildScriptedApp({
    ...services,
    accountEvents: hub,
    accounts: { authenticate: async (token) => (known.has(token) ? principalNamed(token) : null) },
  });
  url = `${await app.listen({ host: "127.0.0.1", port: 0 })}/api/v1/events`;
});
afterEach(async () => {
  hub.close();
  await app.close();
});

function machine(powerState: Instance["powerState"]): Instance {
  return {
    ...{ workspaceId: IDS.workspace, workspaceName: "web", site: "openstack", role: "primary", cloudId: IDS.openstack },
    ...{ cloudName: "one", cloudKind: "openstack", sandbox: true, instanceId: "i-1", name: "web", vcpu: 1 },
    ...{ memoryMib: 1024, offering: "small", diskGib: 10, privateAddresses: [], publicAddress: null, powerState },
    ...{ cloudStatus: null, stale: false, staleReason: null, observedAt: AT },
  };
}

const runMoved = (accountId: string, status: "planning" | "planned" = "planning"): AccountChange => ({
  ...{ accountId, kind: "run", workspaceId: IDS.workspace, runId: IDS.run, site: "openstack", status },
});

interface Reading {
  /** Reads on until the text is there, or the stream ends; everything read so far. */
  until(wanted: string): Promise<string>;
  leave(): Promise<void>;
}

async function open(who: string, place?: string): Promise<Reading> {
  const answer = await fetch(url, {
    headers: {
      authorization: `Bearer ${who}`,
      accept: "text/event-stream",
      ...(place !== undefined && { "last-event-id": place }),
    },
  });
  if (answer.body === null || answer.status !== 200) throw new Error(`the stream was refused: ${answer.status}`);
  const reader = answer.body.getReader();
  let text = "";
  return {
    async until(wanted) {
      while (!text.includes(wanted)) {
        const { done, value } = await reader.read();
        if (done) break;
        text += Buffer.from(value).toString("utf8");
      }
      return text;
    },
    leave: () => reader.cancel(),
  };
}

const lastPlace = (text: string) => [...text.matchAll(/^id: (.+)$/gm)].at(-1)?.[1] ?? "";
const kinds = (text: string) => [...text.matchAll(/^event: (.+)$/gm)].map(([, kind]) => kind);

test("what changes in one's own account is heard, and nothing of another's", async () => {
  const ann = await open("ann");
  const ben = await open("ben");
  await Promise.all([ann.until("event: ready"), ben.until("event: ready")]);
  tell(runMoved("ben", "planned"));
  tell(runMoved("ann"));
  tell({ accountId: "ann", kind: "workspace", workspaceId: IDS.workspace, change: "gone" });

  const heard = await ann.until('"gone"');
  const other = await ben.until("planned");

  expect(kinds(heard)).toEqual(["ready", "run", "workspace"]);
  expect(kinds(other)).toEqual(["ready", "run"]);
  await Promise.all([ann.leave(), ben.leave()]);
});

test("one connection to the database and one look at the clouds serve all of a person's tabs", async () => {
  const tabs = await Promise.all([open("ann"), open("ann"), open("ann")]);
  await Promise.all(tabs.map((tab) => tab.until("event: ready")));
  machines = [machine("stopped")];
  tell({ accountId: "ann", kind: "machine", workspaceId: IDS.workspace });
  const heard = await Promise.all(tabs.map((tab) => tab.until('"stopped"')));
  tell({ accountId: "ann", kind: "machine", workspaceId: IDS.workspace });
  tell(runMoved("ann"));
  const later = await Promise.all(tabs.map((tab) => tab.until("event: run")));

  expect(databaseListeners).toBe(1);
  expect(observed).toEqual(["ann"]);
  expect(heard.map(kinds)).toEqual(tabs.map(() => ["ready", "machine"]));
  // What is as it was is not told again.
  expect(later.map(kinds)).toEqual(tabs.map(() => ["ready", "machine", "run"]));
  await Promise.all(tabs.map((tab) => tab.leave()));
});

test("who comes back goes on where they were", async () => {
  const before = await open("ann");
  const place = lastPlace(await before.until("event: ready"));
  await before.leave();
  tell(runMoved("ann"));

  const after = await open("ann", place);
  const text = await after.until("event: run");

  expect(kinds(text)).toEqual(["run"]);
  await after.leave();
});

test.each<[string, () => string]>([
  ["of another service", () => "two.4"],
  ["that makes no sense", () => "one.many"],
  ["that is no longer kept", () => "one.1"],
])("who comes back from a place %s is told to read everything again", async (_what, place) => {
  const first = await open("ann");
  await first.until("event: ready");
  for (let round = 0; round < 5; round += 1) tell(runMoved("ann"));
  await first.leave();

  const again = await open("ann", place());
  const text = await again.until("event: reset");

  expect(kinds(text)).toEqual(["reset"]);
  await again.leave();
});

test("everybody reads everything again after the database was away", async () => {
  const tab = await open("ann");
  await tab.until("event: ready");
  tell(null);

  const text = await tab.until("event: reset");

  expect(kinds(text)).toEqual(["ready", "reset"]);
  await tab.leave();
});

test("the stream of somebody who may no longer read is cut", async () => {
  const tab = await open("ann");
  await tab.until("event: ready");
  known = new Set();
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  tell(runMoved("ann"));

  const text = await tab.until("never said");

  expect(text).toContain("you may no longer read this");
  expect(kinds(text)).toEqual(["ready"]);
});

test("a program that opens more streams than anybody looks at is refused", async () => {
  const tabs = await Promise.all(Array.from({ length: 20 }, () => open("ann")));
  await Promise.all(tabs.map((tab) => tab.until("event: ready")));
  const headers = { authorization: "Bearer ann", accept: "text/event-stream" };
  const refused = await fetch(url, { headers });
  const another = await open("ben");

  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("10");
  await Promise.all([...tabs, another].map((tab) => tab.leave()));
});

test("a program that asks now and then gets what came since, as a list", async () => {
  const headers = { authorization: "Bearer ann" };
  const first = (await (await fetch(url, { headers })).json()) as { last: string };
  tell(runMoved("ann"));

  const answer = await fetch(`${url}?after=${first.last}`, { headers });

  expect(await answer.json()).toEqual({
    items: [{ kind: "run", workspaceId: IDS.workspace, runId: IDS.run, site: "openstack", status: "planning" }],
    last: expect.stringMatching(/^one\.\d+$/),
    reset: false,
  });
});
