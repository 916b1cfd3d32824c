import type { StateLock } from "./ports.ts";

export interface StateAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

export const DONE: StateAnswer = { status: 200, headers: {}, body: null };

export function say(status: number, text: string): StateAnswer {
  const challenge = status === 401 ? { "www-authenticate": 'Basic realm="terraform state"' } : {};
  const headers = { "content-type": "text/plain; charset=utf-8", ...challenge };
  return { status, headers, body: new TextEncoder().encode(`${text}\n`) };
}

/** Of a holder's document Terraform 1.11 prints the ID and nothing else, so who it is stands there too. */
export function showHolder(status: number, holder: StateLock): StateAnswer {
  const text = nameHolder(holder);
  return document(status, { ...holder.document, ID: `${holder.id} (${text})`, Info: text });
}

function nameHolder({ runId, person, document: { Who: who } }: StateLock): string {
  if (person !== null) return `held by ${person.name} at the desk ${typeof who === "string" ? who : "of theirs"}`;
  return runId === null ? "held by nobody we know" : `held by TwinStack run ${runId}`;
}

/** A run that has not taken the lock yet, or has just given it back, shown as Terraform shows a holder. */
export function showRun(run: { readonly id: string; readonly status: string }, now: Date): StateAnswer {
  const text = `TwinStack run ${run.id} is ${run.status}; wait for it, or cancel it: twinstack cancel ${run.id}`;
  return document(423, {
    ID: text,
    Operation: "run",
    Info: text,
    Who: "TwinStack",
    Version: "",
    Created: now.toISOString(),
    Path: "",
  });
}

function document(status: number, body: object): StateAnswer {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
}
