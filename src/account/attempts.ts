import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import { networkOf } from "./network-of.ts";
import type { AccountSecrets, AttemptRates, Pace, RequestOrigin } from "./ports.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * How often what may be tried. Nothing that a stranger can use up is counted for an account alone, or they could lock
 * its owner out: guesses count for the account as seen from one network. Only codes count for the account, for whoever
 * gets to ask for one knows the password.
 */
export const PACES = {
  "login-from-network": { burst: 40, everyMs: 3 * SECOND },
  "login-to-account": { burst: 6, everyMs: MINUTE },
  "password-proof": { burst: 6, everyMs: MINUTE },
  "second-factor": { burst: 6, everyMs: 2 * MINUTE },
  "sign-up-from-network": { burst: 10, everyMs: 5 * MINUTE },
  "reset-from-network": { burst: 10, everyMs: MINUTE },
  "link-from-network": { burst: 30, everyMs: 10 * SECOND },
  "mail-to-address": { burst: 3, everyMs: 20 * MINUTE },
} as const satisfies Record<string, Pace>;

export type AttemptKind = keyof typeof PACES;

export interface Attempts {
  /** @throws AppError `too-many-requests` with `retryAfterSeconds` */
  allow(kind: AttemptKind, ...of: readonly string[]): Promise<void>;
  /** Like `allow`, as an answer: where a refusal would tell a stranger something. */
  mayTry(kind: AttemptKind, ...of: readonly string[]): Promise<boolean>;
  /** After a success, so that a person who mistyped starts anew. */
  forget(kind: AttemptKind, ...of: readonly string[]): Promise<void>;
}

export interface AttemptPorts {
  readonly rates: AttemptRates;
  readonly secrets: Pick<AccountSecrets, "sha256">;
  readonly clock: Clock;
}

/** Counts attempts under hashed keys: the table of rates is no list of who tried to sign in. */
export function makeAttempts({ rates, secrets, clock }: AttemptPorts): Attempts {
  const keyOf = (kind: AttemptKind, of: readonly string[]) => `${kind} ${secrets.sha256(JSON.stringify(of))}`;
  const take = (kind: AttemptKind, of: readonly string[]) => rates.take(keyOf(kind, of), PACES[kind], clock.now());
  return {
    async allow(kind, ...of) {
      const waitMs = await take(kind, of);
      if (waitMs === null) return;
      const retryAfterSeconds = Math.ceil(waitMs / SECOND);
      throw new AppError("too-many-requests", `Try again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds });
    },
    mayTry: async (kind, ...of) => (await take(kind, of)) === null,
    forget: (kind, ...of) => rates.forget(keyOf(kind, of)),
  };
}

export function networkFrom(origin: RequestOrigin): string {
  return networkOf(origin.remoteAddress ?? "here");
}
