import * as z from "zod";
import { AppError } from "../../kernel/app-error.ts";
import type { Redact } from "../http/make-redactor.ts";

export const ErrorBody = z.object({
  errorcode: z.int(),
  cserrorcode: z.int().nullish(),
  errortext: z.string().nullish(),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

const LONGEST_MESSAGE = 500;
const WORTH_MENTIONING_MS = 60_000;

/** What the numbers of ApiErrorCode mean, for people who do not know them by heart. */
const MEANING: Readonly<Record<number, string>> = {
  429: "too many requests in a short time",
  430: "the request is malformed",
  431: "a parameter is wrong, or what it names does not exist",
  432: "the account's role may not call this command, or the server does not know it",
  530: "the server failed inside",
  531: "the account may not touch this object",
  532: "a limit of the account is reached",
  533: "the cloud has no capacity left",
  534: "something it needs is not available",
  535: "a limit of the account is reached",
  536: "it is still in use",
  537: "it conflicts with another network rule",
};

export interface RefusedCall {
  readonly command: string;
  readonly body: ErrorBody;
  /** Server clock minus ours; null when the answer had no date. */
  readonly clockSkewMs: number | null;
}

/** CloudStack's refusal as AppError, with its own message and what the number means. */
export function cloudstackRefusal({ command, body, clockSkewMs }: RefusedCall, redact: Redact): AppError {
  const message = redact(body.errortext ?? "no reason given").slice(0, LONGEST_MESSAGE);
  const facts = { command, status: body.errorcode, cserrorcode: body.cserrorcode ?? null, cloudMessage: message };
  if (body.errorcode === 401) {
    const advice = clockAdvice(clockSkewMs);
    return new AppError(
      "cloud-credentials",
      `${command}: CloudStack does not accept the API key and its signature (it says the same of a command it does not know). ${advice}`.trim(),
      { ...facts, clockSkewMs, ...(advice !== "" && { remedy: "Set both clocks by NTP." }) },
    );
  }
  const meaning = MEANING[body.errorcode];
  const explained = meaning === undefined ? "" : ` (${meaning})`;
  return new AppError(
    "cloud-refused",
    `${command}: CloudStack answered ${body.errorcode}${explained}: ${message}`,
    facts,
  );
}

/** A signature expires: with clocks apart the server refuses it in the same words as a wrong key (clouds.md C20). */
function clockAdvice(clockSkewMs: number | null): string {
  if (clockSkewMs === null || Math.abs(clockSkewMs) < WORTH_MENTIONING_MS) return "";
  const minutes = Math.round(Math.abs(clockSkewMs) / 60_000);
  const which = clockSkewMs > 0 ? "behind" : "ahead of";
  return `The clock here is ${minutes} min ${which} the server's, and a signature is valid for minutes only. Set both clocks by NTP.`;
}
