import type { WebSocket } from "ws";
import { drawText, HEIGHT, WIDTH } from "./draw-text.ts";

export interface Screen {
  /** What stands at the top of the window. */
  readonly title: string;
  /** What the screen says now, above what was typed. */
  lines(): readonly string[];
}

/** Where each colour stands in a pixel of 32 bits; a client may want it otherwise. */
interface PixelFormat {
  readonly bigEndian: boolean;
  readonly shifts: readonly [red: number, green: number, blue: number];
}

const VERSION = "RFB 003.008\n";
const NO_AUTHENTICATION = 1;
const RAW = 0;
const INK = [0xd8, 0xde, 0xe4] as const;
const PAPER = [0x10, 0x1c, 0x2c] as const;
const LOOK_EVERY_MS = 300;
const MOST_TYPED = 34;
const BACKSPACE = 0xff08;
const RETURN = 0xff0d;

/** Lengths of a client's messages by their first byte (RFC 6143 §7.5); null while more is needed to know. */
const LENGTHS: Readonly<Record<number, (bytes: Buffer) => number | null>> = {
  0: () => 20,
  2: (bytes) => (bytes.length < 4 ? null : 4 + 4 * bytes.readUInt16BE(2)),
  3: () => 10,
  4: () => 8,
  5: () => 6,
  6: (bytes) => (bytes.length < 8 ? null : 8 + bytes.readUInt32BE(4)),
};

/** Speaks RFB 3.8 (RFC 6143) with one client, without authentication, and shows a screen that echoes what is typed. */
export function serveScreen(socket: WebSocket, screen: Screen): void {
  let format: PixelFormat = { bigEndian: false, shifts: [16, 8, 0] };
  let pending = Buffer.alloc(0);
  let typed = "";
  let wanted = false;
  let shown = "";
  let step: (bytes: Buffer) => number | null = greet;

  socket.send(VERSION);
  const looking = setInterval(() => showChange(), LOOK_EVERY_MS);
  socket.on("close", () => clearInterval(looking));
  socket.on("message", (message) => {
    pending = Buffer.concat([pending, Buffer.isBuffer(message) ? message : Buffer.alloc(0)]);
    for (let used = step(pending); used !== null && pending.length >= used; used = step(pending)) {
      pending = pending.subarray(used);
      if (pending.length === 0) break;
    }
  });

  function greet(bytes: Buffer): number | null {
    if (bytes.length < VERSION.length) return null;
    socket.send(Buffer.from([1, NO_AUTHENTICATION]));
    step = agree;
    return VERSION.length;
  }

  function agree(): number {
    socket.send(Buffer.alloc(4));
    step = begin;
    return 1;
  }

  function begin(): number {
    const name = Buffer.from(screen.title);
    const start = Buffer.alloc(24);
    start.writeUInt16BE(WIDTH, 0);
    start.writeUInt16BE(HEIGHT, 2);
    // 32 bits per pixel, 24 of them meant, little-endian, true colour with 255 steps each.
    start.set([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0], 4);
    start.writeUInt32BE(name.length, 20);
    socket.send(Buffer.concat([start, name]));
    step = listen;
    return 1;
  }

  function listen(bytes: Buffer): number | null {
    const kind = bytes[0] ?? 0;
    const length = LENGTHS[kind]?.(bytes);
    if (length === undefined) {
      socket.close();
      return null;
    }
    if (length === null || bytes.length < length) return null;
    if (kind === 0) format = { bigEndian: bytes[6] !== 0, shifts: [bytes[14] ?? 16, bytes[15] ?? 8, bytes[16] ?? 0] };
    if (kind === 3) ask(bytes[1] === 0);
    if (kind === 4 && bytes[1] === 1) type(bytes.readUInt32BE(4));
    return length;
  }

  function ask(whole: boolean): void {
    wanted = true;
    if (whole) shown = "";
    showChange();
  }

  function type(key: number): void {
    if (key === BACKSPACE) typed = typed.slice(0, -1);
    else if (key === RETURN) typed = "";
    else if (key >= 0x20 && key <= 0x7e) typed = (typed + String.fromCharCode(key)).slice(-MOST_TYPED);
    showChange();
  }

  function showChange(): void {
    const lines = [...screen.lines(), "", `: ${typed}_`];
    const text = lines.join("\n");
    if (!wanted || text === shown || socket.readyState !== socket.OPEN) return;
    wanted = false;
    shown = text;
    socket.send(picture(drawText(lines), format));
  }
}

/** One FramebufferUpdate with the whole screen in raw encoding. */
function picture(points: Uint8Array, { bigEndian, shifts }: PixelFormat): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt16BE(1, 2);
  head.writeUInt16BE(WIDTH, 8);
  head.writeUInt16BE(HEIGHT, 10);
  head.writeInt32BE(RAW, 12);
  const colour = (parts: readonly [number, number, number]) =>
    parts.reduce((sum, part, at) => sum + part * 2 ** (shifts[at] ?? 0), 0);
  const [paper, ink] = [colour(PAPER), colour(INK)];
  const pixels = Buffer.alloc(points.length * 4);
  for (const [at, point] of points.entries()) {
    const value = point === 1 ? ink : paper;
    if (bigEndian) pixels.writeUInt32BE(value, at * 4);
    else pixels.writeUInt32LE(value, at * 4);
  }
  return Buffer.concat([head, pixels]);
}
