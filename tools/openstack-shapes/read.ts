import type { Answer } from "./probe.ts";

/** The `id` inside the envelope of a create or get answer; fails loudly with the cloud's own words. */
export function idOf(answer: Answer, envelope: string): string {
  const inner = answer.json[envelope] as { id?: string } | undefined;
  if (inner?.id === undefined) throw new Error(`no ${envelope}.id in ${answer.status} ${answer.text}`);
  return inner.id;
}

/** A field of the object inside the envelope, as text. */
export function fieldOf(answer: Answer, envelope: string, field: string): string {
  const inner = answer.json[envelope] as Record<string, unknown> | undefined;
  return String(inner?.[field] ?? "");
}

/** Narrows an optional identifier. */
export function text(value: unknown): string {
  if (typeof value !== "string") throw new Error(`expected text, got ${JSON.stringify(value)}`);
  return value;
}
