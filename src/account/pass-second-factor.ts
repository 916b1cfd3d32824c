import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Attempts } from "./attempts.ts";
import { noteOfStranger } from "./audit-of.ts";
import type { CheckCode } from "./check-code.ts";
import type { OpenSessionFor, SessionTicket } from "./open-session.ts";
import type { AccountSecrets, NoteAudit, RequestOrigin, SessionStore } from "./ports.ts";

export interface PassSecondFactorPorts {
  readonly sessions: Pick<SessionStore, "find">;
  readonly secrets: Pick<AccountSecrets, "sha256">;
  readonly checkCode: CheckCode;
  readonly attempts: Attempts;
  readonly openSession: OpenSessionFor;
  readonly noteAudit: NoteAudit;
  readonly clock: Clock;
}

/**
 * Turns a half-open session into a whole one, under a new id.
 *
 * @throws AppError `not-authenticated` (no such half-open session), `wrong-credentials`, `too-many-requests`
 */
export function makePassSecondFactor(ports: PassSecondFactorPorts) {
  return async (sessionId: string | null, code: string, origin: RequestOrigin): Promise<SessionTicket> => {
    const owner =
      sessionId === null ? null : await ports.sessions.find(ports.secrets.sha256(sessionId), ports.clock.now());
    if (owner === null || !owner.session.awaitsSecondFactor) {
      throw new AppError("not-authenticated", "Send e-mail address and password first.");
    }
    const { person } = owner;
    await ports.attempts.allow("second-factor", person.accountId);
    const accepted = await ports.checkCode(person.accountId, code);
    if (accepted === null) {
      await noteOfStranger(ports.noteAudit, person, origin, "session.login", {
        outcome: "refused",
        detail: { secondFactor: "wrong code" },
      });
      throw new AppError("wrong-credentials", "The code is not right, or was used already.");
    }
    await ports.attempts.forget("second-factor", person.accountId);
    const ticket = await ports.openSession(person.accountId, "two-factors", origin, sessionId);
    await noteOfStranger(ports.noteAudit, person, origin, "session.login", { detail: { secondFactor: accepted } });
    return ticket;
  };
}
