import type { Clock } from "../kernel/clock.ts";
import type { AccountSecrets, RequestOrigin, SessionStore } from "./ports.ts";
import { idleUntil, SECOND_FACTOR_MS, type SessionLimits } from "./session-limits.ts";

export interface OpenSessionPorts {
  readonly sessions: Pick<SessionStore, "create" | "end">;
  readonly secrets: Pick<AccountSecrets, "generateToken" | "sha256">;
  readonly clock: Clock;
  readonly sessionLimits: SessionLimits;
}

/** What the browser keeps. */
export interface SessionTicket {
  readonly sessionId: string;
  readonly until: Date;
}

export type SessionStrength = "half-open" | "one-factor" | "two-factors";

/**
 * Opens a session under a new id, and ends the one before it: an id that somebody planted or saw before the login is
 * worth nothing after it.
 */
export function makeOpenSession({ sessions, secrets, clock, sessionLimits }: OpenSessionPorts) {
  return async (
    userId: string,
    strength: SessionStrength,
    origin: RequestOrigin,
    previousId: string | null,
  ): Promise<SessionTicket> => {
    const now = clock.now();
    const lifeMs = strength === "half-open" ? SECOND_FACTOR_MS : sessionLimits.absoluteMs;
    const until = new Date(now.getTime() + lifeMs);
    const sessionId = secrets.generateToken();
    await sessions.create({
      idHash: secrets.sha256(sessionId),
      userId,
      createdAt: now,
      idleUntil: idleUntil(now, until, sessionLimits),
      absoluteUntil: until,
      secondFactor: strength === "two-factors",
      awaitsSecondFactor: strength === "half-open",
      remoteAddress: origin.remoteAddress ?? "",
      userAgent: origin.userAgent,
    });
    if (previousId !== null) await sessions.end(secrets.sha256(previousId));
    return { sessionId, until };
  };
}

export type OpenSessionFor = ReturnType<typeof makeOpenSession>;
