import { WatchedClient } from "./watched-client.ts";

/** A plan stays in the memory of its connection, so there is an end to them. */
const MOST_PLANS = 128;
const MOST_NAMES = 2_000;
const PLANNABLE = /^\s*(?:select|insert|update|delete|with)\b/i;
/** After an upgrade beside it added a column, a prepared statement with `*` only fails. */
const ALL_COLUMNS = /(?:\bselect|\breturning|,|\.)\s*\*/i;

/** Names of statements, the same on every connection; null for what is planned anew each time. */
const names = new Map<string, string | null>();

/**
 * A connection on which a statement with values is planned once instead of each time: from its second use on it is a
 * prepared one. Finding the rows of most questions takes PostgreSQL a fifth of what planning them does.
 */
export class PreparingClient extends WatchedClient {
  readonly #uses = new Set<string>();
  #plans = 0;

  // pg's own signature has a dozen forms; they differ only in what stands after the statement.
  override query(...args: readonly unknown[]): never {
    const [asked, values] = args;
    const text = textOf(asked, values);
    const name = text === null ? null : this.#nameFor(text);
    if (name === null) return super.query(...args);
    const config = typeof asked === "object" ? asked : { text };
    return super.query({ ...config, name }, ...args.slice(1));
  }

  #nameFor(text: string): string | null {
    const name = nameOf(text);
    if (name === null || this.#uses.has(name)) return name;
    // Most of what is asked only once on a connection is never asked on it again.
    if (!this.#uses.has(text)) {
      if (this.#plans < MOST_PLANS) this.#uses.add(text);
      return null;
    }
    this.#uses.delete(text);
    this.#uses.add(name);
    this.#plans += 1;
    return name;
  }
}

/** The text of a statement that has values and no name of its own, else null. */
function textOf(asked: unknown, values: unknown): string | null {
  if (typeof asked === "string") return Array.isArray(values) && values.length > 0 ? asked : null;
  if (typeof asked !== "object" || asked === null || "submit" in asked || "name" in asked) return null;
  const { text, values: own } = asked as { readonly text?: unknown; readonly values?: unknown };
  return typeof text === "string" && Array.isArray(own) && own.length > 0 ? text : null;
}

function nameOf(text: string): string | null {
  const known = names.get(text);
  if (known !== undefined) return known;
  // More texts than there are statements in the product: somebody writes values into them.
  if (names.size >= MOST_NAMES) return null;
  const name = PLANNABLE.test(text) && !ALL_COLUMNS.test(text) ? `p${names.size}` : null;
  names.set(text, name);
  return name;
}
