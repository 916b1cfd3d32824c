import { Refusal } from "../core/refusal.ts";

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
};

export function keystoneError(status: number, message: string): unknown {
  return { error: { code: status, message, title: TITLES[status] ?? "Internal Server Error" } };
}

export function keystoneRefusal(status: number, message: string): Refusal {
  return new Refusal(status, keystoneError(status, message));
}

/** The one text for every failed login, so that nobody learns which part was wrong. */
export function loginRefused(base: string): Refusal {
  const body = keystoneError(401, "The request you have made requires authentication.");
  return new Refusal(401, body, { "www-authenticate": `Keystone uri="${base}/identity/v3"` });
}

export function forbidden(action: string): Refusal {
  return keystoneRefusal(403, `You are not authorized to perform the requested action: ${action}.`);
}
