import { createHmac, timingSafeEqual } from "node:crypto";

/** Names and values as they were decoded from the query or the form, in the order sent. */
export type SentParameters = ReadonlyArray<readonly [name: string, value: string]>;

/**
 * The text a CloudStack server signs: parameters sorted by name as spelled, values encoded the Java way
 * (`*` stays, `~ ! ' ( )` are escaped: a client that leaves `~` bare is refused, trap C12), all in lower case.
 */
function textToSign(parameters: SentParameters): string {
  return parameters
    .filter(([name]) => name.toLowerCase() !== "signature")
    .toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([name, value]) => `${name}=${encodeLikeJava(value)}`)
    .join("&")
    .toLowerCase();
}

/** The base64 HMAC-SHA1 of the request under the user's secret key. */
function signatureOf(parameters: SentParameters, secretKey: string): string {
  return createHmac("sha1", secretKey).update(textToSign(parameters)).digest("base64");
}

/** Compares in constant time; false for a missing or malformed signature. */
export function isSignedWith(parameters: SentParameters, secretKey: string): boolean {
  const given = Buffer.from(sentValue(parameters, "signature") ?? "");
  const wanted = Buffer.from(signatureOf(parameters, secretKey));
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/**
 * Signature version 3 demands `expires`, in the documented form (`2026-01-01T00:00:00+0000`) or in RFC 3339; it must
 * not have passed, and with `enforce` (trap C20) must not lie more than 15 minutes ahead.
 */
export function isInTime(parameters: SentParameters, now: Date, enforce: boolean): boolean {
  const version = sentValue(parameters, "signatureversion");
  if (version !== "3" && !enforce) return true;
  const expires = Date.parse(withColonInOffset(sentValue(parameters, "expires") ?? ""));
  if (Number.isNaN(expires) || expires < now.getTime()) return false;
  return !enforce || expires <= now.getTime() + FIFTEEN_MINUTES;
}

/** A parameter looked up without regard to case, as the server does for apiKey, signature, signatureVersion, expires. */
export function sentValue(parameters: SentParameters, name: string): string | undefined {
  return parameters.find(([sent]) => sent.toLowerCase() === name)?.[1];
}

const FIFTEEN_MINUTES = 15 * 60_000;

function encodeLikeJava(value: string): string {
  return encodeURIComponent(value).replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function withColonInOffset(expires: string): string {
  return expires.replace(/([+-]\d\d)(\d\d)$/, "$1:$2");
}
