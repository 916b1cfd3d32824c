import type { Clock } from "../kernel/clock.ts";
import type { AccountSecrets, OneTimeCodes, SecondFactorStore } from "./ports.ts";

export interface CheckCodePorts {
  readonly secondFactors: Pick<SecondFactorStore, "find" | "acceptStep" | "useRecoveryCode">;
  readonly codes: OneTimeCodes;
  readonly secrets: Pick<AccountSecrets, "sha256">;
  readonly clock: Clock;
}

/** Uses a code up; null when it is wrong or was used. */
export type CheckCode = (userId: string, code: string) => Promise<"app" | "recovery-code" | null>;

/** Codes of the app by their time step, which is accepted once; anything else may be a recovery code. */
export function makeCheckCode({ secondFactors, codes, secrets, clock }: CheckCodePorts): CheckCode {
  return async (userId, typed) => {
    const factor = await secondFactors.find(userId);
    if (factor === null || !factor.confirmed) return null;
    const code = typed.replace(/[\s-]/g, "").toLowerCase();
    if (/^\d{6}$/.test(code)) {
      const step = codes.stepOf(factor.secret, code, clock.now());
      return step !== null && (await secondFactors.acceptStep(userId, step)) ? "app" : null;
    }
    const hash = recoveryHash(secrets, userId, code);
    return (await secondFactors.useRecoveryCode(userId, hash, clock.now())) ? "recovery-code" : null;
  };
}

/** The account is part of the hash, so that equal codes of two people do not look equal. */
export function recoveryHash(secrets: Pick<AccountSecrets, "sha256">, userId: string, code: string): string {
  return secrets.sha256(`${userId} ${code.replaceAll("-", "")}`);
}
