import { createHmac } from "node:crypto";

/** Name → value as it goes on the wire; names are signed with the spelling they are sent with. */
export type Parameters = Readonly<Record<string, string>>;

/**
 * Query or form body with its signature. The server sorts by name, escapes values as Java does (only letters, digits
 * and `-_.*` stay; a blank is %20), lower-cases the whole and takes HMAC-SHA1 (clouds.md §5.3).
 * Lower-casing is for the signature only.
 */
export function signRequest(parameters: Parameters, secretKey: string): string {
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  // The server signs the decoded names, brackets and all; on the wire they are escaped like values.
  const signed = sorted.map(([name, value]) => `${name}=${encodeValue(value)}`).join("&");
  const signature = createHmac("sha1", secretKey).update(signed.toLowerCase()).digest("base64");
  const sent = sorted.map(([name, value]) => `${encodeValue(name)}=${encodeValue(value)}`).join("&");
  return `${sent}&signature=${encodeValue(signature)}`;
}

/** `encodeURIComponent` leaves `! ' ( ) ~` as they are; Java escapes them. Both leave `*`. */
export function encodeValue(value: string): string {
  return encodeURIComponent(value).replaceAll(
    /[!'()~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `2026-01-01T00:00:00+0000`, the form the documentation gives for `expires`. */
export function expiresAt(now: Date, validForMs: number): string {
  return `${new Date(now.getTime() + validForMs).toISOString().slice(0, 19)}+0000`;
}
