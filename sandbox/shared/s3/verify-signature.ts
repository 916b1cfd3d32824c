import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { S3Error } from "./s3-error.ts";

export interface SignedRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

const FORM =
  /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([^/,]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([\da-f]{64})$/;
const SKEW_MS = 15 * 60_000;

/**
 * Checks a request's signature of version 4 in its header, as S3 describes it, and gives the access key. Signatures in
 * the address and bodies in signed chunks are not known here.
 */
export function verifySignature(request: SignedRequest, secretOf: (accessKey: string) => string | undefined): string {
  const { headers } = request;
  const [, accessKey = "", day = "", region = "", signed = "", signature = ""] =
    FORM.exec(headers.authorization ?? "") ?? [];
  if (accessKey === "") throw new S3Error(403, "AccessDenied", "Access Denied.");
  const secret = secretOf(accessKey);
  if (secret === undefined)
    throw new S3Error(403, "InvalidAccessKeyId", "The Access Key Id you provided does not exist.");
  const time = String(headers["x-amz-date"] ?? "");
  if (Math.abs(Date.now() - timeOf(time)) > SKEW_MS) {
    throw new S3Error(
      403,
      "RequestTimeTooSkewed",
      "The difference between the request time and the server's is too large.",
    );
  }
  const canonical = [
    request.method,
    request.url.split("?")[0],
    canonicalQuery(request.url.split("?")[1] ?? ""),
    ...signed.split(";").map((name) => `${name}:${textOf(headers[name])}`),
    "",
    signed,
    String(headers["x-amz-content-sha256"] ?? "UNSIGNED-PAYLOAD"),
  ].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", time, scope, createHash("sha256").update(canonical).digest("hex")].join("\n");
  const key = [day, region, "s3", "aws4_request"].reduce<Buffer | string>(hmac, `AWS4${secret}`);
  const expected = hmac(key, toSign);
  if (!timingSafeEqual(expected, Buffer.from(signature, "hex"))) {
    throw new S3Error(403, "SignatureDoesNotMatch", "The request signature we calculated does not match yours.");
  }
  return accessKey;
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function textOf(value: string | string[] | undefined): string {
  return [value].flat().join(",").trim().replaceAll(/ +/g, " ");
}

/** Sorted by name and value, each encoded as it was sent. */
function canonicalQuery(query: string): string {
  const pairs = query.split("&").filter((pair) => pair !== "");
  return pairs
    .map((pair) => (pair.includes("=") ? pair : `${pair}=`))
    .sort()
    .join("&");
}

/** `20261122T053000Z` */
function timeOf(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}
