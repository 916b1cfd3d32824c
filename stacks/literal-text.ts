/*
 * A plan carries text that people wrote, and two readers would take parts of it for code: Terraform reads `${` and
 * `%{` in every JSON string, CDKTF replaces its own token markers. So the whole plan is made literal once, at the
 * entrance of the stack, and the CDKTF half is undone at the exit; no construct has to remember to escape.
 */

/** Private-use characters that keep a CDKTF marker from being recognized; taken out again by `restoreText`. */
const BREAK = "\uE000";
const BREAK_MARK = "\uE001";

/** The same value with every string, keys included, made literal for Terraform and for CDKTF. */
export function literal<T>(value: T): T {
  return mapStrings(value, escapeText) as T;
}

/** Undoes the CDKTF half of `literal` after synthesis; the Terraform half is Terraform's to read. */
export function restoreText(text: string): string {
  return text.replace(/\uE000([\uE000\uE001])/g, (_all, mark: string) => (mark === BREAK ? BREAK : ""));
}

/** Applies `change` to every string inside a JSON value, keys included. */
export function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapStrings(item, change)]));
}

function escapeText(text: string): string {
  return text
    .replaceAll(BREAK, BREAK + BREAK)
    .replaceAll("TfToken[", `TfToken${BREAK}${BREAK_MARK}[`)
    .replace(/[$%](?=\{)/g, "$&$&");
}
