import type { Clock } from "../kernel/clock.ts";
import type { AccountSecrets, Principal, SessionStore } from "./ports.ts";
import { idleUntil, NOTE_USE_EVERY_MS, type SessionLimits } from "./session-limits.ts";

export interface AuthenticateSessionPorts {
  readonly sessions: Pick<SessionStore, "find" | "noteUse">;
  readonly secrets: Pick<AccountSecrets, "sha256">;
  readonly clock: Clock;
  readonly sessionLimits: SessionLimits;
}

/** Whom a session stands for; null when it has ended or still waits for its second factor. */
export function makeAuthenticateSession({ sessions, secrets, clock, sessionLimits }: AuthenticateSessionPorts) {
  return async (sessionId: string): Promise<Principal | null> => {
    const now = clock.now();
    const idHash = secrets.sha256(sessionId);
    const owner = await sessions.find(idHash, now);
    if (owner === null || owner.session.awaitsSecondFactor) return null;
    const { session, person } = owner;
    if (now.getTime() - session.lastUsedAt.getTime() >= NOTE_USE_EVERY_MS) {
      await sessions.noteUse(idHash, now, idleUntil(now, session.absoluteUntil, sessionLimits));
    }
    const { accountId, name, siteAdmin } = person;
    return { accountId, name, userId: accountId, role: "owner", siteAdmin, scope: "manage", via: "session" };
  };
}
