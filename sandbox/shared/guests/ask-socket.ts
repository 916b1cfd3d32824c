import { createConnection } from "node:net";
import { createInterface } from "node:readline";

export interface SocketQuestion {
  readonly path: string;
  /** Sent one after the other; the answer to the last one is the answer. */
  readonly commands: readonly object[];
  readonly patienceMs: number;
}

type Said = Readonly<Record<string, unknown>>;

/**
 * Asks QEMU (`execute`) or a guest agent over its Unix socket: one JSON object per line, one connection per question.
 * Throws when nobody answers in time, and with the refusal's words when it is refused.
 */
export function askSocket({ path, commands, patienceMs }: SocketQuestion): Promise<unknown> {
  const socket = createConnection(path);
  const left = [...commands];
  const sendNext = () => {
    const command = left.shift();
    if (command !== undefined) socket.write(`${JSON.stringify(command)}\n`);
  };
  const answer = new Promise((resolve, reject) => {
    socket.setTimeout(patienceMs, () => reject(new Error(`no answer in ${patienceMs} ms`)));
    socket.on("error", reject).on("close", () => reject(new Error("the socket closed")));
    socket.once("connect", sendNext);
    // It passes the socket's errors on, and must have somebody who listens.
    const lines = createInterface({ input: socket }).on("error", reject);
    lines.on("line", (line) => {
      const said = parse(line);
      if (said["error"] !== undefined) reject(new Error(wordsOf(said["error"])));
      if (!("return" in said)) return;
      if (left.length === 0) resolve(said["return"]);
      else sendNext();
    });
  });
  return answer.finally(() => socket.destroy());
}

/** What is no JSON is noise of a guest agent that has just started. */
function parse(line: string): Said {
  try {
    const said: unknown = JSON.parse(line);
    return typeof said === "object" && said !== null ? (said as Said) : {};
  } catch {
    return {};
  }
}

function wordsOf(error: unknown): string {
  const desc = typeof error === "object" && error !== null && "desc" in error ? error.desc : error;
  return typeof desc === "string" ? desc : JSON.stringify(desc);
}
