import { Socket } from "node:net";
import { type IPty, spawn } from "@lydell/node-pty";
import type { LinkEnd, LinkListener, MachineLink, ScreenSize } from "../../remote/ports.ts";

export interface PtyCall {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly size: ScreenSize;
  /** Whether the program has come so far that what is typed goes where it belongs; asked until it has. */
  isReady(): Promise<boolean>;
  /** Called once it has. */
  onReady(): void;
  /** Called when the process is gone; explains its end and removes what it needed. */
  onGone(): Promise<LinkEnd>;
}

const KILL_AFTER_MS = 2_000;
const ASK_EVERY_MS = 500;
/** Pieces that wait for the program; then whoever types is held back. */
const MANY = 64;

/**
 * A program on a terminal of its own, as a link. It starts with `start`. What is typed before it is ready is kept back:
 * its terminal would echo it, and the program could take it for an answer to a question of its own.
 */
export function makePtyLink(call: PtyCall): MachineLink {
  let pty: IPty | null = null;
  let closed = false;
  let gone = false;
  let size = call.size;
  let early: Uint8Array[] | null = [];
  let asking: NodeJS.Timeout | undefined;

  function letIn(started: IPty, listener: LinkListener): void {
    if (early === null) return;
    clearInterval(asking);
    const typed = early;
    early = null;
    call.onReady();
    for (const bytes of typed) writeTo(started, bytes);
    listener.onDrain();
  }

  function begin(listener: LinkListener): void {
    const started = spawn(call.program, [...call.arguments], {
      name: "xterm-256color",
      cols: size.columns,
      rows: size.rows,
      cwd: call.folder,
      env: { ...call.environment },
      encoding: null,
    });
    pty = started;
    socketOf(started)?.on("drain", () => listener.onDrain());
    // Without an encoding it gives bytes, whatever its types say.
    started.onData((output: unknown) => {
      // Nothing was typed yet, so whatever is shown comes from the other side.
      letIn(started, listener);
      if (output instanceof Uint8Array) listener.onBytes(output);
    });
    started.onExit(() => {
      gone = true;
      clearInterval(asking);
      void call.onGone().then((end) => listener.onEnd(end));
    });
    let before = false;
    // Twice, so that a program that has just become ready may make its terminal so too.
    asking = setInterval(() => {
      void call.isReady().then((now) => {
        if (now && before && !gone) letIn(started, listener);
        before = now;
      });
    }, ASK_EVERY_MS);
  }

  return {
    start(listener) {
      if (closed) void call.onGone().then((end) => listener.onEnd(end));
      else begin(listener);
    },
    write(bytes) {
      if (gone) return true;
      if (pty !== null && early === null) return writeTo(pty, bytes);
      early?.push(bytes);
      return (early?.length ?? 0) < MANY;
    },
    pause: () => pty?.pause(),
    resume: () => pty?.resume(),
    resize(next) {
      size = next;
      if (pty !== null && !gone) pty.resize(next.columns, next.rows);
    },
    close() {
      if (closed) return;
      closed = true;
      if (pty === null || gone) return;
      const process = pty;
      // Held back output would keep its end from being noticed.
      process.resume();
      process.kill("SIGHUP");
      const timer = setTimeout(() => !gone && process.kill("SIGKILL"), KILL_AFTER_MS);
      process.onExit(() => clearTimeout(timer));
    },
  };
}

function writeTo(pty: IPty, bytes: Uint8Array): boolean {
  const socket = socketOf(pty);
  if (socket !== null) return socket.write(bytes);
  pty.write(Buffer.from(bytes).toString("utf8"));
  return true;
}

/** The library hides the stream that knows whether more may be written; without it nothing would hold a paste back. */
function socketOf(pty: IPty): Socket | null {
  const socket: unknown = Reflect.get(pty, "_socket");
  return socket instanceof Socket ? socket : null;
}
