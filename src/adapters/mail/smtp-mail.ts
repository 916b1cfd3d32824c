import nodemailer from "nodemailer";
import type { SendMail } from "../../account/ports.ts";
import { effect } from "../../kernel/effect.ts";

export interface SmtpSettings {
  /** `smtp://user:password@host:port` or `smtps://…`. */
  readonly url: string;
  readonly from: string;
}

const PATIENCE_MS = 15_000;

export interface SmtpMail {
  readonly send: SendMail;
  close(): void;
}

/** Plain-text letters through one mail server. Throws what nodemailer throws; it never holds the password. */
export function makeSmtpMail({ url, from }: SmtpSettings): SmtpMail {
  const transport = nodemailer.createTransport(
    { url, pool: true, maxConnections: 2, connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS },
    { from },
  );
  return {
    async send({ to, subject, text }) {
      // An object, because an address given as text is parsed: a comma in it would add readers.
      await effect("mail: send", () => transport.sendMail({ to: { name: "", address: to }, subject, text }));
      return true;
    },
    close: () => transport.close(),
  };
}
