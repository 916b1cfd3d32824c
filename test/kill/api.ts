import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

export interface ApiAnswer<T> {
  readonly status: number;
  readonly body: T;
}

/** Asks until there is an answer: a creation is repeated under its own key, as a careful client does. */
export type PatientApi = <T>(method: string, path: string, body?: unknown) => Promise<ApiAnswer<T>>;

const PATIENCE_MS = 90_000;
/** Answers by which the service says that it cannot at present; the same request may be sent again. */
const LATER = [429, 500, 502, 503];

export function patientApi(url: string, token: string): PatientApi {
  return async <T>(method: string, path: string, body?: unknown): Promise<ApiAnswer<T>> => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const headers: Record<string, string> = {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { "content-type": typeof body === "string" ? "application/yaml" : "application/json" }),
      ...(method === "POST" && { "idempotency-key": randomUUID() }),
    };
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await once<T>(`${url}${path}`, { method, headers, ...(text !== undefined && { body: text }) });
      const busy = answer?.status === 409 && JSON.stringify(answer.body).includes("idempotency-key-busy");
      if (answer !== null && !busy && !LATER.includes(answer.status)) return answer;
      if (Date.now() > deadline) throw new Error(`${method} ${path} got ${JSON.stringify(answer)} for too long`);
      await sleep(250);
    }
  };
}

async function once<T>(url: string, init: RequestInit): Promise<ApiAnswer<T> | null> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) });
    const text = await response.text();
    return { status: response.status, body: (text === "" ? null : JSON.parse(text)) as T };
  } catch {
    return null;
  }
}
