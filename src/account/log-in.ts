import type { LoginRequest } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { type Attempts, networkFrom } from "./attempts.ts";
import { noteOfStranger } from "./audit-of.ts";
import type { OpenSessionFor, SessionTicket } from "./open-session.ts";
import type { NoteAudit, PasswordHasher, Person, PersonStore, RequestOrigin } from "./ports.ts";

export interface LogInPorts {
  readonly people: Pick<PersonStore, "findByEmail" | "rehash">;
  readonly passwords: PasswordHasher;
  readonly attempts: Attempts;
  readonly openSession: OpenSessionFor;
  readonly noteAudit: NoteAudit;
}

export interface LoginOutcome {
  readonly next: "done" | "second-factor";
  readonly ticket: SessionTicket;
}

/**
 * Signs in with e-mail and password. An unknown address costs and answers the same as a wrong password.
 *
 * @throws AppError `wrong-credentials`, `too-many-requests`, `overloaded`, `not-allowed` (suspended)
 */
export function makeLogIn(ports: LogInPorts) {
  const { people, passwords, attempts, openSession, noteAudit } = ports;

  async function strengthen(person: Person, hash: string, password: string): Promise<void> {
    if (passwords.isOutdated(hash)) await people.rehash(person.accountId, hash, await passwords.hash(password));
  }

  return async (request: LoginRequest, origin: RequestOrigin, previousId: string | null): Promise<LoginOutcome> => {
    const { email, password } = request;
    const network = networkFrom(origin);
    await attempts.allow("login-from-network", network);
    await attempts.allow("login-to-account", email, network);
    const person = await people.findByEmail(email);
    const right = await passwords.verify(password, person?.passwordHash ?? null);
    if (person === null || person.passwordHash === null || !right) {
      await noteOfStranger(noteAudit, person, origin, "session.login", { outcome: "refused" });
      throw new AppError("wrong-credentials", "E-mail address and password do not belong together.");
    }
    await attempts.forget("login-to-account", email, network);
    refuseSuspended(person);
    await strengthen(person, person.passwordHash, password);
    if (person.secondFactor) {
      return { next: "second-factor", ticket: await openSession(person.accountId, "half-open", origin, previousId) };
    }
    const ticket = await openSession(person.accountId, "one-factor", origin, previousId);
    await noteOfStranger(noteAudit, person, origin, "session.login");
    return { next: "done", ticket };
  };
}

/** Told only to whoever knew the password. */
export function refuseSuspended(person: Pick<Person, "suspended">): void {
  if (person.suspended) {
    throw new AppError("not-allowed", "This account is suspended.", { remedy: "Ask the site's administrator." });
  }
}
