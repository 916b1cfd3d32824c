import type { CloudGuest } from "./cloud-guests.ts";

const PATIENCE_MS = 120_000;

interface Ended {
  readonly exited: boolean;
  readonly "out-data"?: string;
}

/** Runs a shell line as root inside a guest, through its guest agent alone; gives its standard output, trimmed. */
export async function runInside(guest: Pick<CloudGuest, "askAgent">, line: string): Promise<string> {
  const facts = { path: "/bin/sh", arg: ["-c", line], "capture-output": true };
  const { pid } = (await guest.askAgent({ execute: "guest-exec", arguments: facts })) as { pid: number };
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const status = (await guest.askAgent({ execute: "guest-exec-status", arguments: { pid } })) as Ended;
    if (status.exited)
      return Buffer.from(status["out-data"] ?? "", "base64")
        .toString("utf8")
        .trim();
    if (Date.now() > until) throw new Error(`no end: ${line}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
