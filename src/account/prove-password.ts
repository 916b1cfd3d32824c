import { AppError } from "../kernel/app-error.ts";
import { type Attempts, networkFrom } from "./attempts.ts";
import { noteOf } from "./audit-of.ts";
import type { NoteAudit, PasswordHasher, Person, PersonStore, Principal, RequestOrigin } from "./ports.ts";

export interface ProvePasswordPorts {
  readonly people: Pick<PersonStore, "find">;
  readonly passwords: Pick<PasswordHasher, "verify">;
  readonly attempts: Attempts;
  readonly noteAudit: NoteAudit;
}

/** A person with their own account. Throws AppError: not-found (an account of no person). */
export async function personOf(people: Pick<PersonStore, "find">, userId: string): Promise<Person> {
  const person = await people.find(userId);
  if (person === null) throw new AppError("not-found", "There is no such person.", { userId });
  return person;
}

export type ProvePassword = (
  principal: Principal,
  password: string | undefined,
  origin: RequestOrigin,
) => Promise<Person>;

/**
 * Asks for the password again before something that would let a borrowed session or token take the account over. An
 * account that has none is proved by being signed in.
 *
 * @throws AppError `wrong-credentials`, `too-many-requests`, `overloaded`
 */
export function makeProvePassword({ people, passwords, attempts, noteAudit }: ProvePasswordPorts): ProvePassword {
  return async (principal, password, origin) => {
    const person = await personOf(people, principal.userId);
    if (person.passwordHash === null) return person;
    const network = networkFrom(origin);
    await attempts.allow("password-proof", person.accountId, network);
    if (password === undefined || !(await passwords.verify(password, person.passwordHash))) {
      await noteOf(noteAudit, principal, origin, "password.prove", { outcome: "refused" });
      throw new AppError("wrong-credentials", "The present password is not right.");
    }
    await attempts.forget("password-proof", person.accountId, network);
    return person;
  };
}
