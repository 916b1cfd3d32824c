import { AppError } from "../../kernel/app-error.ts";
import type { HttpAnswer } from "../http/http-client.ts";
import type { Redact } from "../http/make-redactor.ts";
import { readJson } from "../http/read-json.ts";

const LONGEST_MESSAGE = 500;

/** Turns a refusal into an AppError that carries the cloud's own message; each service words it in its own form. */
export function openstackRefusal(answer: HttpAnswer, what: string, redact: Redact): AppError {
  const { status } = answer;
  if (status === 401) {
    return new AppError("cloud-credentials", `${what}: OpenStack does not accept the credentials or the token.`, {
      status,
    });
  }
  const message = redact(messageOf(answer, what)).slice(0, LONGEST_MESSAGE);
  if (status === 403) {
    return new AppError("cloud-credentials", `${what}: the user's roles do not allow it. OpenStack says: ${message}`, {
      status,
      cloudMessage: message,
    });
  }
  if (status === 502 || status === 503 || status === 504) {
    return new AppError("cloud-unreachable", `${what}: the service is not available. OpenStack says: ${message}`, {
      status,
      reason: "gateway",
      cloudMessage: message,
    });
  }
  return new AppError("cloud-refused", `${what}: OpenStack answered ${status}: ${message}`, {
    status,
    cloudMessage: message,
  });
}

/**
 * keystone `{error:{message}}`, nova and cinder `{itemNotFound:{message}}`, neutron `{NeutronError:{message,detail}}`,
 * glance `{message:"…<br />…"}`, placement and microversion errors `{errors:[{detail}]}`.
 */
function messageOf(answer: HttpAnswer, what: string): string {
  const body = readJson(answer, what);
  return plain(findMessage(body) ?? "no reason given");
}

function findMessage(body: unknown): string | null {
  if (typeof body !== "object" || body === null) return null;
  if ("message" in body && typeof body.message === "string") return body.message;
  if ("detail" in body && typeof body.detail === "string") return body.detail;
  for (const inner of Object.values(body)) {
    const found = findMessage(Array.isArray(inner) ? inner[0] : inner);
    if (found !== null) return found;
  }
  return null;
}

function plain(text: string): string {
  return text
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}
