import type { Session } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { PersonStore, Principal, SessionStore } from "./ports.ts";
import { presentSession } from "./present-session.ts";
import { requireSiteAdmin } from "./require-right.ts";

export interface SessionsOfPeoplePorts {
  readonly people: Pick<PersonStore, "find">;
  readonly sessions: Pick<SessionStore, "list" | "endById">;
  readonly clock: Clock;
}

/** Where any person is signed in, for administrators of the site. Throws AppError: not-allowed, not-found. */
export function makeSessionsOfPeople({ people, sessions, clock }: SessionsOfPeoplePorts) {
  async function requirePerson(principal: Principal, userId: string): Promise<void> {
    requireSiteAdmin(principal);
    if ((await people.find(userId)) === null)
      throw new AppError("not-found", `There is no user ${userId}.`, { userId });
  }

  return {
    async list(principal: Principal, userId: string): Promise<readonly Session[]> {
      await requirePerson(principal, userId);
      return (await sessions.list(userId, clock.now())).map((session) => presentSession(session, null));
    },

    async end(principal: Principal, userId: string, sessionId: string): Promise<void> {
      await requirePerson(principal, userId);
      if (await sessions.endById(userId, sessionId)) return;
      throw new AppError("not-found", `That person has no session ${sessionId}.`, { userId, sessionId });
    },
  };
}
