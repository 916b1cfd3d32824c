import type { FastifyBaseLogger } from "fastify";
import type { RawData, WebSocket } from "ws";
import { SESSION_ENDS, type SessionEnded, TerminalMessage } from "../src/contract/index.ts";
import { AppError } from "../src/kernel/app-error.ts";
import {
  type ConnectedSession,
  isPersonAtConsole,
  type OpenedSession,
  type ScreenSize,
  type SessionEnd,
} from "../src/remote/index.ts";

export interface MachineSessionRelay {
  readonly opened: OpenedSession;
  readonly log: FastifyBaseLogger;
  connect(size: ScreenSize): Promise<ConnectedSession>;
}

const FIRST_SIZE: ScreenSize = { columns: 80, rows: 24 };
/** Bytes on their way to a client that does not read. */
const MUCH = 1024 * 1024;
/** Bytes of a terminal that its client has received and not yet shown: a browser cannot hold back its WebSocket. */
const UNSHOWN = 512 * 1024;
/** A client that says nothing more at the end is cut off. */
const CLOSE_PATIENCE_MS = 3_000;

/**
 * Carries bytes between a client's WebSocket and a machine, both ways no faster than the slower side takes them, until
 * one of them leaves or the session has to end. Then it says why, and closes.
 */
export async function relayMachineSession(socket: WebSocket, relay: MachineSessionRelay): Promise<void> {
  const { opened, log } = relay;
  const isTerminal = opened.session.kind === "terminal";
  // What comes before the machine is there waits in the client's connection.
  socket.pause();
  let session: ConnectedSession;
  try {
    session = await relay.connect(FIRST_SIZE);
  } catch (error) {
    log.warn({ err: error, sessionId: opened.session.id }, "a machine session did not begin");
    const detail = error instanceof AppError && error.code !== "internal" ? error.message : null;
    return sayEnd(socket, isTerminal, { reason: "failed", detail });
  }
  session.onEnd((end) => sayEnd(socket, isTerminal, withHint(opened, end)));
  socket.on("close", () => session.end("left", null));
  carry(socket, session, isTerminal);
  socket.resume();
}

function carry(socket: WebSocket, session: ConnectedSession, isTerminal: boolean): void {
  const { link } = session;
  let sent = 0;
  let shown = 0;
  let held = false;

  function holdOrLetGo(): void {
    const tooMuch = socket.bufferedAmount > MUCH || (isTerminal && sent - shown > UNSHOWN);
    if (tooMuch === held) return;
    held = tooMuch;
    if (held) link.pause();
    else link.resume();
  }

  function listen(text: string): void {
    const message = readMessage(text);
    if (message?.kind === "resize") link.resize(message);
    if (message?.kind === "shown") {
      shown = Math.min(sent, Math.max(shown, message.bytes));
      holdOrLetGo();
    }
  }

  socket.on("message", (raw, isBinary) => {
    const bytes = bytesOf(raw);
    if (!isBinary) return listen(Buffer.from(bytes).toString("utf8"));
    session.noteInput(bytes.length, isTerminal || isPersonAtConsole(bytes[0]));
    if (!link.write(bytes)) socket.pause();
  });

  link.start({
    onBytes(bytes) {
      session.noteOutput(bytes.length);
      if (socket.readyState !== socket.OPEN) return;
      sent += bytes.length;
      socket.send(bytes, { binary: true }, holdOrLetGo);
      holdOrLetGo();
    },
    onDrain: () => socket.resume(),
    onEnd: ({ reason, detail }) => session.end(reason, detail),
  });
}

/** A machine that nobody's rules let in is silent in the same way as one that is off. */
function withHint({ target }: OpenedSession, end: SessionEnd): SessionEnd {
  if (end.reason !== "unreachable" || target.kind !== "terminal" || target.hint === null) return end;
  return { ...end, detail: [end.detail, target.hint].filter((part) => part !== null).join(" ") };
}

function sayEnd(socket: WebSocket, isTerminal: boolean, { reason, detail }: SessionEnd): void {
  const { closeCode, text } = SESSION_ENDS[reason];
  const words: SessionEnded = { kind: "ended", reason, text, detail };
  // Paused, it would not notice that the other side closes.
  socket.resume();
  if (socket.readyState !== socket.OPEN) return;
  if (isTerminal) socket.send(JSON.stringify(words));
  socket.close(closeCode, reason);
  setTimeout(() => socket.terminate(), CLOSE_PATIENCE_MS).unref();
}

/** A message that is none of ours is overheard: a newer client may know more of them. */
function readMessage(text: string): TerminalMessage | null {
  try {
    return TerminalMessage.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function bytesOf(raw: RawData): Uint8Array {
  if (raw instanceof ArrayBuffer) return new Uint8Array(raw);
  return Array.isArray(raw) ? Buffer.concat(raw) : raw;
}
