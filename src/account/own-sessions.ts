import type { Session } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import { noteOf } from "./audit-of.ts";
import type { AccountSecrets, NoteAudit, Principal, RequestOrigin, SessionStore } from "./ports.ts";
import { presentSession } from "./present-session.ts";

export interface OwnSessionsPorts {
  readonly sessions: SessionStore;
  readonly secrets: Pick<AccountSecrets, "sha256">;
  readonly noteAudit: NoteAudit;
  readonly clock: Clock;
}

/** Where a person is signed in, and ending that. `sessionId` is the one the request came with, null for a token. */
export function makeOwnSessions({ sessions, secrets, noteAudit, clock }: OwnSessionsPorts) {
  const hashOf = (sessionId: string | null) => (sessionId === null ? null : secrets.sha256(sessionId));
  return {
    async list(principal: Principal, sessionId: string | null): Promise<readonly Session[]> {
      const now = clock.now();
      const idHash = hashOf(sessionId);
      const current = idHash === null ? null : await sessions.find(idHash, now);
      return (await sessions.list(principal.userId, now)).map((session) =>
        presentSession(session, current?.session.id ?? null),
      );
    },

    /** Throws AppError: not-found. */
    async end(principal: Principal, id: string, origin: RequestOrigin): Promise<void> {
      if (!(await sessions.endById(principal.userId, id)))
        throw new AppError("not-found", `You have no session ${id}.`);
      await noteOf(noteAudit, principal, origin, "session.end", { object: { kind: "session", id, name: null } });
    },

    /** Safe to repeat; a session that is half open or gone ends without a word. */
    async logOut(sessionId: string, principal: Principal | null, origin: RequestOrigin): Promise<void> {
      await sessions.end(secrets.sha256(sessionId));
      if (principal !== null) await noteOf(noteAudit, principal, origin, "session.logout");
    },

    async endAll(principal: Principal, keep: string | null, origin: RequestOrigin): Promise<number> {
      const ended = await sessions.endAll(principal.userId, hashOf(keep));
      await noteOf(noteAudit, principal, origin, "session.end-all", { detail: { ended } });
      return ended;
    },
  };
}
