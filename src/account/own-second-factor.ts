import type { RecoveryCodes, SecondFactorOffer } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Attempts } from "./attempts.ts";
import { noteOf } from "./audit-of.ts";
import { type CheckCode, recoveryHash } from "./check-code.ts";
import type { OpenSessionFor, SessionTicket } from "./open-session.ts";
import type {
  AccountSecrets,
  NoteAudit,
  OneTimeCodes,
  PersonStore,
  Principal,
  RequestOrigin,
  SecondFactorStore,
  SessionStore,
} from "./ports.ts";
import { type ProvePassword, personOf } from "./prove-password.ts";

export interface OwnSecondFactorPorts {
  readonly people: Pick<PersonStore, "find">;
  readonly secondFactors: SecondFactorStore;
  readonly sessions: Pick<SessionStore, "endAll">;
  readonly codes: OneTimeCodes;
  readonly checkCode: CheckCode;
  readonly provePassword: ProvePassword;
  readonly openSession: OpenSessionFor;
  readonly attempts: Attempts;
  readonly secrets: AccountSecrets;
  readonly noteAudit: NoteAudit;
  readonly clock: Clock;
}

const RECOVERY_CODES = 10;

/** Turning the second factor on and off. */
export function makeOwnSecondFactor(ports: OwnSecondFactorPorts) {
  const { secondFactors, codes, secrets, noteAudit, clock } = ports;
  return {
    /** Throws AppError: wrong-credentials, second-factor-state (already on). */
    async offer(principal: Principal, password: string | undefined, origin: RequestOrigin): Promise<SecondFactorOffer> {
      const person = await ports.provePassword(principal, password, origin);
      const secret = codes.newSecret();
      if (!(await secondFactors.propose(person.accountId, secret))) throw alreadyOn();
      return { secret, uri: codes.uri(secret, person.email ?? person.handle) };
    },

    /** Ends every other session. Throws AppError: wrong-credentials, second-factor-state, too-many-requests. */
    async confirm(
      principal: Principal,
      code: string,
      origin: RequestOrigin,
    ): Promise<RecoveryCodes & { readonly ticket: SessionTicket | null }> {
      const { userId } = principal;
      const factor = await secondFactors.find(userId);
      if (factor === null) throw new AppError("second-factor-state", "Ask for a secret first.");
      if (factor.confirmed) throw alreadyOn();
      await ports.attempts.allow("second-factor", userId);
      const step = codes.stepOf(factor.secret, code.replace(/\s/g, ""), clock.now());
      if (step === null) throw wrongCode();
      const recoveryCodes = Array.from({ length: RECOVERY_CODES }, () => recoveryCode(secrets));
      const hashes = recoveryCodes.map((one) => recoveryHash(secrets, userId, one));
      if (!(await secondFactors.confirm(userId, step, hashes, clock.now()))) throw alreadyOn();
      await ports.sessions.endAll(userId, null);
      const ticket = principal.via === "session" ? await ports.openSession(userId, "two-factors", origin, null) : null;
      await noteOf(noteAudit, principal, origin, "second-factor.on");
      return { recoveryCodes, ticket };
    },

    /** Needs both factors once more. Throws AppError: wrong-credentials, second-factor-state, too-many-requests. */
    async turnOff(
      principal: Principal,
      proof: { readonly password?: string | undefined; readonly code: string },
      origin: RequestOrigin,
    ): Promise<void> {
      const person = await ports.provePassword(principal, proof.password, origin);
      if (!person.secondFactor) throw new AppError("second-factor-state", "The second factor is off.");
      await ports.attempts.allow("second-factor", person.accountId);
      if ((await ports.checkCode(person.accountId, proof.code)) === null) {
        await noteOf(noteAudit, principal, origin, "second-factor.off", { outcome: "refused" });
        throw wrongCode();
      }
      await secondFactors.remove(person.accountId);
      await noteOf(noteAudit, principal, origin, "second-factor.off");
    },

    /** For a site's administrator, when phone and recovery codes are lost. Throws AppError: not-found. */
    async reset(principal: Principal, userId: string, origin: RequestOrigin): Promise<void> {
      const person = await personOf(ports.people, userId);
      await secondFactors.remove(userId);
      await ports.sessions.endAll(userId, null);
      const object = { kind: "user", id: userId, name: person.handle };
      await noteOf(noteAudit, principal, origin, "second-factor.reset", { accountId: userId, object });
    },
  };
}

/** Lower-case letters and digits in groups: 12 of at least 30 signs each, and readable over a telephone. */
function recoveryCode(secrets: Pick<AccountSecrets, "generateToken">): string {
  let signs = "";
  while (signs.length < 12)
    signs += secrets
      .generateToken()
      .toLowerCase()
      .replace(/[^a-z2-9]|[lo]/g, "");
  return `${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8, 12)}`;
}

function alreadyOn(): AppError {
  return new AppError("second-factor-state", "The second factor is on already.");
}

function wrongCode(): AppError {
  return new AppError("wrong-credentials", "The code is not right, or was used already.");
}
