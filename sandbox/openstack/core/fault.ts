import { Refusal } from "./refusal.ts";

const NAMES: Readonly<Record<number, string>> = {
  400: "badRequest",
  401: "unauthorized",
  403: "forbidden",
  404: "itemNotFound",
  409: "conflictingRequest",
  413: "overLimit",
};

/** The envelope nova and cinder share: the fault's name around code and message. */
export function faultError(status: number, message: string): unknown {
  return { [NAMES[status] ?? "computeFault"]: { code: status, message } };
}

export function faultRefusal(status: number, message: string): Refusal {
  return new Refusal(status, faultError(status, message));
}
