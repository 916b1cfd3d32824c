import type { S3Access } from "../../cloud/ports.ts";
import { AppError } from "../../kernel/app-error.ts";
import { explainFailure } from "../http/explain-failure.ts";

interface S3Failure {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const LONGEST_MESSAGE = 500;

/** Turns what the client throws into an AppError; nothing of the key is ever in it. */
export function s3Refusal(error: unknown, what: string, { endpoint, secretKey, accessKey }: S3Access): AppError {
  const failure: S3Failure = typeof error === "object" && error !== null ? error : {};
  const status = failure.$metadata?.httpStatusCode;
  const host = new URL(endpoint).host;
  if (status === undefined) {
    const { reason, text, remedy } = explainFailure(error);
    return new AppError("cloud-unreachable", `Object storage ${what}: ${text} (${host}). ${remedy}`, { host, reason });
  }
  const s3Code = String(failure.name ?? "");
  const message = String(failure.message ?? "")
    .replaceAll(secretKey, "…")
    .replaceAll(accessKey, "…")
    .slice(0, LONGEST_MESSAGE);
  const facts = { status, s3Code, cloudMessage: message };
  if (/quota/i.test(s3Code) || /quota/i.test(message)) {
    return new AppError("bucket-full", `The cloud says that the bucket's quota is used up: ${message}`, facts);
  }
  if (status === 401 || status === 403) {
    return new AppError("cloud-credentials", `Object storage ${what}: the key is not accepted (${s3Code}).`, facts);
  }
  if (status === 502 || status === 503 || status === 504) {
    return new AppError("cloud-unreachable", `Object storage ${what}: it is not available (${s3Code}).`, facts);
  }
  return new AppError("cloud-refused", `Object storage ${what}: it answered ${status} ${s3Code}: ${message}`, facts);
}
