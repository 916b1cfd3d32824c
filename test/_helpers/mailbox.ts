import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface Letter {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export interface Mailbox {
  readonly smtp: { readonly url: string; readonly from: string };
  readonly letters: Letter[];
  /** The next letter to this address that has not been read; fails when none comes. */
  next(to: string): Promise<Letter>;
  close(): Promise<void>;
}

const USER = "twinstack";
const PATIENCE_MS = 10_000;
/** A password that must appear in no log. */
export const SMTP_PASSWORD = "smtp-secret-of-the-test";

/** A real mail server on a free loopback port, which keeps what it gets. */
export async function startMailbox(): Promise<Mailbox> {
  const letters: Letter[] = [];
  const read = new Set<Letter>();
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === USER && password === SMTP_PASSWORD ? done(null, { user: USER }) : done(new Error("not known")),
    onData(stream, session, done) {
      const chunks: Uint8Array[] = [];
      stream.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? "" : mailFrom.address;
        letters.push({
          from,
          to: rcptTo.map(({ address }) => address),
          ...parse(Buffer.concat(chunks).toString("utf8")),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    smtp: { url: `smtp://${USER}:${SMTP_PASSWORD}@127.0.0.1:${port}`, from: "TwinStack <twinstack@example.org>" },
    letters,
    async next(to) {
      const deadline = Date.now() + PATIENCE_MS;
      for (;;) {
        const found = letters.find((letter) => letter.to.includes(to) && !read.has(letter));
        if (found !== undefined) {
          read.add(found);
          return found;
        }
        if (Date.now() > deadline) throw new Error(`no letter came to ${to}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export function tokenIn(letter: Letter): string {
  return /#token=([\w-]+)/.exec(letter.text)?.[1] ?? "";
}

function parse(raw: string): { subject: string; text: string } {
  const [head = "", ...body] = raw.split("\r\n\r\n");
  const subject = /^Subject: (.*)$/im.exec(head)?.[1]?.trim() ?? "";
  const text = body.join("\r\n\r\n");
  if (!/quoted-printable/i.test(head)) return { subject, text };
  const whole = text.replace(/=\r\n/g, "");
  return {
    subject,
    text: whole.replace(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  };
}
