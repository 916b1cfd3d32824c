import pg from "pg";
import { effect, effectsAreWatched } from "../../kernel/effect.ts";

type Callback = (error: unknown, result?: unknown) => void;

const WRITE = /\b(insert\s+into|update|delete\s+from)\s+([a-z_][\w.]*)/i;
const ENDING = /^\s*(commit|rollback)\b/i;

/** A connection whose writes are effects: named by what they do to which table, never by their values. */
export class WatchedClient extends pg.Client {
  // pg's own signature has a dozen forms; they differ only in what stands before an optional callback.
  override query(...args: readonly unknown[]): never {
    const ask = super.query.bind(this) as (...args: readonly unknown[]) => unknown;
    const boundary = effectsAreWatched() ? boundaryOf(args[0]) : null;
    if (boundary === null) return ask(...args) as never;
    const last = args.at(-1);
    if (typeof last !== "function") return effect(boundary, async () => ask(...args)) as never;
    const callback = last as Callback;
    effect(boundary, () => asked(ask, args.slice(0, -1))).then(
      (result) => callback(null, result),
      (error: unknown) => callback(error),
    );
    return undefined as never;
  }
}

function asked(ask: (...args: readonly unknown[]) => unknown, args: readonly unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    ask(...args, (error: unknown, result: unknown) => (error ? reject(error) : resolve(result)));
  });
}

/** Null for what changes nothing. */
function boundaryOf(query: unknown): string | null {
  const text = typeof query === "string" ? query : textOf(query);
  const ending = ENDING.exec(text)?.[1];
  if (ending !== undefined) return `database: ${ending.toLowerCase()}`;
  const [, verb, table] = WRITE.exec(text.replace(/\bfor\s+update\b/gi, "")) ?? [];
  return verb === undefined || table === undefined ? null : `database: ${verb.split(/\s/)[0]?.toLowerCase()} ${table}`;
}

function textOf(query: unknown): string {
  return typeof query === "object" && query !== null && "text" in query ? String(query.text) : "";
}
