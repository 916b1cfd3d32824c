import { setTimeout as sleep } from "node:timers/promises";
import type { Post, SendMail } from "../../src/account/index.ts";
import { makeSmtpMail, type SmtpSettings } from "../../src/adapters/mail/smtp-mail.ts";

export interface PostParts {
  readonly smtp: SmtpSettings | null;
  readonly onBackgroundError: (error: unknown, what: string) => void;
}

export interface OpenPost extends Post {
  /** For a letter whose sender wants to know whether it went out; a failure is logged and answers false. */
  readonly send: SendMail;
  /** Lets letters that are being written go out first, for a moment. */
  close(): Promise<void>;
}

const GOODBYE_MS = 5_000;

/** Letters by SMTP when it is configured, else none. */
export function makePost({ smtp, onBackgroundError }: PostParts): OpenPost {
  const mail = smtp === null ? null : makeSmtpMail(smtp);
  const open = new Set<Promise<void>>();
  return {
    canSend: mail !== null,
    later(write) {
      if (mail === null) return;
      const sending = write()
        .then(async (letter) => {
          if (letter !== null) await mail.send(letter);
        })
        .catch((error: unknown) => onBackgroundError(error, "a letter could not be sent"))
        .finally(() => open.delete(sending));
      open.add(sending);
    },
    async send(letter) {
      if (mail === null) return false;
      return mail.send(letter).catch((error: unknown) => {
        onBackgroundError(error, "a letter could not be sent");
        return false;
      });
    },
    async close() {
      await Promise.race([Promise.all(open), sleep(GOODBYE_MS, undefined, { ref: false })]);
      mail?.close();
    },
  };
}
