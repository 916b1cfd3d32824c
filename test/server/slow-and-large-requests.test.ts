import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { RouteOptions } from "fastify";
import type { App } from "../../server/app.ts";
import { MAX_STATE_BYTES } from "../../src/state/index.ts";
import { buildScriptedApp } from "../_helpers/scripted-app.ts";
import { scriptServices, TOKEN } from "../_helpers/scripted-services.ts";

const KIB = 1024;
const SMALL_BODY = 256 * KIB;
const UNSAFE = ["POST", "PUT", "PATCH", "DELETE", "LOCK", "UNLOCK"];

let app: App;
let routes: RouteOptions[];
let port: number;
const sockets: Socket[] = [];

beforeEach(async () => {
  routes = [];
  const patience = { headersMs: 300, requestMs: 600, lookMs: 50 };
  app = await buildScriptedApp(scriptServices().services, { patience, onRoute: (route) => routes.push(route) });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const address = app.server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await app.close();
});

/** What the service answers before it closes the connection. */
function dial(first: string): { readonly socket: Socket; readonly answer: Promise<string> } {
  const socket = connect(port, "127.0.0.1");
  sockets.push(socket);
  const answer = new Promise<string>((resolve) => {
    let text = "";
    socket.on("data", (chunk) => {
      text += String(chunk);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(text));
  });
  socket.write(first);
  return { socket, answer };
}

/** Sends the same again and again, as somebody does who wants to hold the connection. */
function drip(socket: Socket, text: string): void {
  const timer = setInterval(() => (socket.writable ? socket.write(text) : undefined), 30);
  socket.on("close", () => clearInterval(timer));
}

const HEAD = `POST /api/v1/workspaces HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${TOKEN}\r\ncontent-type: application/json\r\n`;

test("a client that says nothing is let go", async () => {
  const { answer } = dial("");

  expect(await answer).toMatch(/^HTTP\/1\.1 408 |^$/);
});

test("headers that come letter by letter are answered with 408, and the connection is closed", async () => {
  const { socket, answer } = dial("GET /api/v1/status HTTP/1.1\r\nhost: 127.0.0.1\r\n");
  drip(socket, "x-more: x\r\n");

  const text = await answer;

  expect(text).toMatch(/^HTTP\/1\.1 408 /);
  expect(JSON.parse(text.split("\r\n\r\n")[1] ?? "")).toMatchObject({ code: "request-too-slow", status: 408 });
});

test.each([
  ["said to be 200 KiB long", "content-length: 204800\r\n\r\n{", " "],
  ["of unknown length", "transfer-encoding: chunked\r\n\r\n", "1\r\n \r\n"],
])("a body %s that comes byte by byte is cut off", async (_what, rest, more) => {
  const { socket, answer } = dial(`${HEAD}${rest}`);
  drip(socket, more);

  expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
});

test("many slow clients keep nobody else out, and none of them stays", async () => {
  const slow = Array.from({ length: 200 }, () => dial("GET / HTTP/1.1\r\nhost: 127"));

  const meanwhile = await fetch(`http://127.0.0.1:${port}/livez`);
  const answers = await Promise.all(slow.map(({ answer }) => answer));

  expect(meanwhile.status).toBe(200);
  expect(new Set(answers.map((text) => text.slice(0, 12)))).toEqual(new Set(["HTTP/1.1 408"]));
});

test("a body that grows beyond its limit is refused on the way, whatever length it claims", async () => {
  const { socket, answer } = dial(`${HEAD}transfer-encoding: chunked\r\n\r\n`);
  const chunk = `8000\r\n${" ".repeat(0x8000)}\r\n`;
  const timer = setInterval(() => (socket.writable ? socket.write(chunk) : undefined), 5);
  socket.on("close", () => clearInterval(timer));
  const claimed = await fetch(`http://127.0.0.1:${port}/api/v1/workspaces`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: " ".repeat(SMALL_BODY + 1),
  });

  expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(claimed.status).toBe(413);
});

test.each([
  ["something that is no HTTP", "\u0016\u0003\u0001 hello\r\n\r\n", "malformed-request"],
  [
    "headers of 100 KiB",
    `GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx: ${"x".repeat(100 * KIB)}\r\n\r\n`,
    "headers-too-large",
  ],
])("%s is answered with problem details", async (_what, sent, code) => {
  const text = await dial(sent).answer;

  expect(JSON.parse(text.split("\r\n\r\n")[1] ?? "{}")).toMatchObject({ code });
});

test("every route that takes a body has a limit: 256 KiB, and 64 MiB where states are written", () => {
  const unsafe = routes.filter(({ method }) => [method].flat().some((one) => UNSAFE.includes(one)));
  const limits = unsafe.map(({ url, bodyLimit }) => ({ url, limit: bodyLimit ?? app.initialConfig.bodyLimit }));

  expect(limits.length).toBeGreaterThan(50);
  for (const { url, limit } of limits) {
    expect({ url, limit }).toEqual({ url, limit: url.startsWith("/state/v1/") ? MAX_STATE_BYTES : SMALL_BODY });
  }
});
