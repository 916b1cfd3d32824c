import type { PasswordChangeRequest } from "../contract/index.ts";
import type { Clock } from "../kernel/clock.ts";
import { noteOf } from "./audit-of.ts";
import { checkPassword } from "./check-password.ts";
import type { OpenSessionFor, SessionTicket } from "./open-session.ts";
import type {
  LinkStore,
  NoteAudit,
  PasswordHasher,
  PersonStore,
  Principal,
  RequestOrigin,
  SessionStore,
} from "./ports.ts";
import type { ProvePassword } from "./prove-password.ts";

export interface ChangePasswordPorts {
  readonly people: Pick<PersonStore, "changePassword">;
  readonly sessions: Pick<SessionStore, "endAll">;
  readonly links: Pick<LinkStore, "useAll">;
  readonly passwords: Pick<PasswordHasher, "hash">;
  readonly provePassword: ProvePassword;
  readonly openSession: OpenSessionFor;
  readonly noteAudit: NoteAudit;
  readonly clock: Clock;
}

/**
 * Replaces the password, ends every session of the person, and opens a new one for the session that asked.
 *
 * @returns the new session; null when the request came with a token
 * @throws AppError `wrong-credentials`, `validation-failed`, `too-many-requests`, `overloaded`
 */
export function makeChangePassword(ports: ChangePasswordPorts) {
  return async (
    principal: Principal,
    request: PasswordChangeRequest,
    origin: RequestOrigin,
  ): Promise<SessionTicket | null> => {
    const person = await ports.provePassword(principal, request.oldPassword, origin);
    checkPassword(request.newPassword, person, "/newPassword");
    const passwordHash = await ports.passwords.hash(request.newPassword);
    await ports.people.changePassword(person.accountId, passwordHash, ports.clock.now());
    await ports.sessions.endAll(person.accountId, null);
    await ports.links.useAll(person.accountId, "password-reset", ports.clock.now());
    await noteOf(ports.noteAudit, principal, origin, "password.change");
    if (principal.via !== "session") return null;
    // Whoever signed in with a second factor has passed it; asking again would only teach people to type codes.
    return ports.openSession(person.accountId, person.secondFactor ? "two-factors" : "one-factor", origin, null);
  };
}
