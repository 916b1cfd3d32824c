import { Secret, TOTP } from "otpauth";
import type { OneTimeCodes } from "../../account/ports.ts";

const ISSUER = "TwinStack";
const PERIOD_SECONDS = 30;
/** Clocks of phones and services drift; one step to either side is what RFC 6238 advises at most. */
const STEPS_AROUND = 1;

/** Codes of authenticator apps. */
export function makeOneTimeCodes(): OneTimeCodes {
  return {
    newSecret: () => new Secret({ size: 20 }).base32,
    uri: (secret, label) => totp(secret, label).toString(),
    stepOf(secret, code, now) {
      if (!/^\d{6}$/.test(code)) return null;
      const found = totp(secret, "").validate({ token: code, timestamp: now.getTime(), window: STEPS_AROUND });
      return found === null ? null : Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + found;
    },
  };
}

function totp(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: ISSUER,
    label,
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });
}
