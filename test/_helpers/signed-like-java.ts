import { createHmac } from "node:crypto";

/** ApiServer.verifyRequest: sort, URLEncoder, `+` to `%20`, lower case, HMAC-SHA1, base64; `expires` must lie ahead. */
export function isSignedLikeJava(
  params: URLSearchParams,
  credentials: { readonly apiKey: string; readonly secretKey: string },
  { now, strict }: { readonly now: Date; readonly strict: boolean } = { now: new Date(), strict: false },
): boolean {
  if (params.get("apiKey") !== credentials.apiKey) return false;
  const text = [...params]
    .filter(([name]) => name !== "signature")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${javaEncode(value)}`)
    .join("&")
    .toLowerCase();
  const signature = createHmac("sha1", credentials.secretKey).update(text).digest("base64");
  if (params.get("signature") !== signature) return false;
  const aheadMs = Date.parse((params.get("expires") ?? "").replace(/\+0000$/, "Z")) - now.getTime();
  return aheadMs > 0 && (!strict || aheadMs <= 15 * 60_000);
}

function javaEncode(value: string): string {
  return [...Buffer.from(value, "utf8")]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9.*_-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}
