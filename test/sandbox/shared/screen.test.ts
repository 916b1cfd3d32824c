import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import Fastify, { type FastifyInstance } from "fastify";
import { WebSocket } from "ws";
import { addConsoles, type Consoles, makeConsoles } from "../../../sandbox/shared/screen/consoles.ts";
import { drawText, HEIGHT, WIDTH } from "../../../sandbox/shared/screen/draw-text.ts";
import { until } from "../../_helpers/until.ts";

const PATIENCE_MS = 10_000;
let app: FastifyInstance;
let url: string;
let consoles: Consoles;
let state: string;

beforeEach(async () => {
  state = "ACTIVE";
  consoles = makeConsoles();
  app = Fastify();
  addConsoles(app, "/screen", consoles, (id) =>
    id === "gone" ? null : { title: id, lines: () => [`machine: ${id}`, `state: ${state}`] },
  );
  url = (await app.listen({ host: "127.0.0.1", port: 0 })).replace("http", "ws");
});
afterEach(() => app.close());

interface Viewer {
  readonly socket: WebSocket;
  bytes(): Buffer;
}

async function view(token: string): Promise<Viewer> {
  const socket = new WebSocket(`${url}/screen?token=${token}`);
  let bytes = Buffer.alloc(0);
  socket.on("message", (message) => {
    bytes = Buffer.concat([bytes, Buffer.from(message as Buffer)]);
  });
  await once(socket, "open");
  return { socket, bytes: () => bytes };
}

/** Goes through the greeting of RFB 3.8, and asks for the whole picture. */
async function greeted(viewer: Viewer): Promise<number> {
  const { socket, bytes } = viewer;
  await until(() => bytes().length === 12, PATIENCE_MS);
  socket.send("RFB 003.008\n");
  await until(() => bytes().length === 14, PATIENCE_MS);
  // Several messages may come at once, and one in two parts.
  socket.send(Buffer.from([1, 1]));
  await until(() => bytes().length > 42, PATIENCE_MS);
  const start = bytes().length;
  socket.send(Buffer.from([2, 0, 0, 1, 0, 0]));
  socket.send(Buffer.from([0, 0, 3, 0, 0, 0, 0, 0, 1, 0xe0, 0, 0xb4]));
  return start;
}

const key = (letter: string) => Buffer.from([4, 1, 0, 0, 0, 0, 0, letter.charCodeAt(0)]);
const FRAME = 16 + WIDTH * HEIGHT * 4;

test("a screen greets in RFB 3.8, says its name and draws itself, anew for every key and every change", async () => {
  const viewer = await view(consoles.issue("web"));
  const start = await greeted(viewer);
  await until(() => viewer.bytes().length === start + FRAME, PATIENCE_MS);
  const ask = Buffer.from([3, 1, 0, 0, 0, 0, 1, 0xe0, 0, 0xb4]);

  viewer.socket.send(ask);
  viewer.socket.send(key("x"));
  await until(() => viewer.bytes().length === start + 2 * FRAME, PATIENCE_MS);
  viewer.socket.send(ask);
  state = "SHUTOFF";
  await until(() => viewer.bytes().length === start + 3 * FRAME, PATIENCE_MS);
  const frames = [0, 1, 2].map((at) => viewer.bytes().subarray(start + at * FRAME, start + (at + 1) * FRAME));
  viewer.socket.close();

  const hello = viewer.bytes().subarray(0, start);
  expect(hello.subarray(0, 14).toString("latin1")).toBe("RFB 003.008\n\x01\x01");
  expect(hello.subarray(18, 22)).toEqual(Buffer.from([WIDTH >> 8, WIDTH & 255, HEIGHT >> 8, HEIGHT & 255]));
  expect(hello.subarray(start - 3).toString("utf8")).toBe("web");
  expect(new Set(frames.map((frame) => frame.toString("base64"))).size).toBe(3);
}, 30_000);

test("without a token that was handed out, or for a machine that is gone, there is no screen", async () => {
  const refused = async (token: string) => {
    const socket = new WebSocket(`${url}/screen?token=${token}`);
    const [error] = (await once(socket, "error")) as [Error];
    return error.message;
  };

  expect(await refused("guessed")).toContain("403");
  expect(await refused(consoles.issue("gone"))).toContain("403");
});

test("letters become points, and what is no letter stays blank", () => {
  const inked = (text: string) => drawText([text]).reduce((sum, point) => sum + point, 0);

  expect(inked("I")).toBe(7 * 4);
  expect(inked("i")).toBe(inked("I"));
  expect(inked("~ \u{1f600}")).toBe(0);
  expect(inked("x".repeat(500))).toBeGreaterThan(0);
});
