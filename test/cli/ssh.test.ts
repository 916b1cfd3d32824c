import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { App } from "../../server/app.ts";
import type { RawTerminal } from "../../src/cli/raw-terminal.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import type { Workspace } from "../../src/contract/index.ts";
import { IDS } from "../_helpers/samples.ts";
import { buildScriptedApp } from "../_helpers/scripted-app.ts";
import { sampleWorkspace } from "../_helpers/scripted-samples.ts";
import { scriptServices } from "../_helpers/scripted-services.ts";
import { until } from "../_helpers/until.ts";
import { type FakeLink, fakeLink, openDesk } from "../remote/a-desk.ts";

const PATIENCE_MS = 10_000;
const SITE: Workspace["sites"][number] = {
  site: "openstack",
  role: "primary",
  cloudId: IDS.openstack,
  cloudName: "stack",
  sandbox: false,
  machine: "running",
  hasState: true,
  appliedRevision: 1,
  lastRun: null,
};
let app: App;
let url: string;
let link: FakeLink;
let world: ReturnType<typeof openDesk>;
let screen: string;
let said: string[];
let size: { columns: number; rows: number };
let keys: { onKeys(bytes: Uint8Array): void; onResize(): void } | null;
let stopped: boolean;

beforeEach(async () => {
  world = openDesk();
  link = fakeLink();
  [screen, said, size, keys, stopped] = ["", [], { columns: 90, rows: 30 }, null, false];
  const { desk } = world;
  const { services } = scriptServices();
  app = await buildScriptedApp({
    ...services,
    accounts: { authenticate: async () => ({ ...world.principal, siteAdmin: true }) },
    workspaces: { ...services.workspaces, list: async () => [{ ...sampleWorkspace(), sites: [SITE] }] },
    remote: {
      open: async ({ principal }) => world.open(principal),
      take: (principal, id, ticket) => desk.take(principal, id, ticket),
      connect: (opened, _size, mayGoOn) => desk.connect(opened, async () => link, mayGoOn),
      list: (filter) => desk.list(filter),
      find: (id) => desk.find(id),
      end: (id, reason) => desk.end(id, reason),
    },
  });
  url = await app.listen({ host: "127.0.0.1", port: 0 });
});
afterEach(() => app.close());

const raw: RawTerminal = {
  size: () => size,
  start(listener) {
    keys = listener;
  },
  stop() {
    stopped = true;
  },
  pause: () => undefined,
  resume: () => undefined,
  write(bytes, shown) {
    screen += Buffer.from(bytes).toString("utf8");
    shown();
  },
};

function cli(args: readonly string[], window: RawTerminal | null = raw): Promise<number> {
  const terminal = {
    out: (text: string) => void said.push(text),
    err: (text: string) => void said.push(text),
    interactive: true,
    ask: async () => "",
    askSecret: async () => "",
    raw: window,
  };
  const environment = { TWINSTACK_URL: url, TWINSTACK_TOKEN: "t0ken", TWINSTACK_CONFIG: "/nowhere.json" };
  return runCli(args, { terminal, environment, checkout: "/nowhere" });
}

const connected = () =>
  until(() => link.listener !== null && keys !== null && link.sizes.length > 0, PATIENCE_MS).catch((error: unknown) => {
    throw new Error(`not connected: ${said.join("; ")}`, { cause: error });
  });
const type = (text: string) => keys?.onKeys(Buffer.from(text));

test("keys, output and the window's size go through, and the machine's end is a good one", async () => {
  const running = cli(["ssh", "web"]);
  await connected();

  type("ls\r");
  link.listener?.onBytes(Buffer.from("file\r\n"));
  size = { columns: 120, rows: 50 };
  keys?.onResize();
  await until(() => link.written.length > 0 && link.sizes.length > 1 && screen !== "", PATIENCE_MS);
  link.listener?.onEnd({ reason: "machine-ended", detail: null });

  expect(await running).toBe(0);
  expect([link.written, link.sizes, screen, stopped]).toEqual([["ls\r"], ["90x30", "120x50"], "file\r\n", true]);
  expect(said.at(-1)).toBe("The machine ended the session.");
});

test("Ctrl-] leaves, whatever the machine does", async () => {
  const running = cli(["ssh", "web", "--site", "main"]);
  await connected();

  type("\x1d");

  expect(await running).toBe(0);
  await until(() => world.entries.length > 0, PATIENCE_MS);
  expect(world.entries.map(({ detail }) => detail["reason"])).toEqual(["left"]);
});

test("an end that nobody wished says why, and leaves with a failure", async () => {
  const running = cli(["ssh", "web"]);
  await connected();

  link.listener?.onEnd({ reason: "host-key-changed", detail: "Host key verification failed." });

  expect(await running).toBe(1);
  expect(said.join("\n")).toContain("The machine shows another host key than before. Host key verification failed.");
  expect(stopped).toBe(true);
});

test("without a window, or for a place that is none, nothing is opened", async () => {
  expect(await cli(["ssh", "web"], null)).toBe(2);
  expect(await cli(["ssh", "web", "--site", "moon"])).toBe(2);
  expect(world.desk.list({})).toEqual([]);
});

test("open sessions are listed and ended", async () => {
  const running = cli(["ssh", "web"]);
  await connected();
  await cli(["terminal-sessions"]);
  const id = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/.exec(said.at(-1) ?? "")?.[0] ?? "";

  const code = await cli(["terminal-sessions", "end", id]);

  expect([code, await running]).toEqual([0, 1]);
  expect(said.join("\n")).toMatch(/terminal +web +openstack +Ann/);
  expect(said.join("\n")).toContain("An owner or an administrator ended the session.");
  await cli(["terminal-sessions"]);
  expect(said.at(-1)).toBe("Nobody is at a machine.");
});
