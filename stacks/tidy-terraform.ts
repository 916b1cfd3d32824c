import { restoreText } from "./literal-text.ts";

/**
 * CDKTF's raw output made fit to be read, compared and stored: keys in alphabetical order, so that equal plans give
 * equal bytes; no `//` notes below the top (construct paths repeat the address) and, at the top, only what the
 * `cdktf` command reads (`stackName`, `backend`, `outputs`), not CDKTF's version, which would make every upgrade a
 * difference; and the text of people as they wrote it.
 */
export function tidyTerraform(raw: unknown): Record<string, unknown> {
  const { "//": notes, ...terraform } = raw as Record<string, unknown>;
  const { metadata, outputs } = notes as { metadata: Record<string, unknown>; outputs: unknown };
  const { stackName, backend } = metadata;
  return tidy({ ...withoutNotes(terraform), "//": { metadata: { stackName, backend }, outputs } }) as Record<
    string,
    unknown
  >;
}

function withoutNotes(terraform: Record<string, unknown>): Record<string, unknown> {
  const elements = (terraform["resource"] ?? {}) as Record<string, Record<string, Record<string, unknown>>>;
  for (const byName of Object.values(elements)) {
    for (const element of Object.values(byName)) delete element["//"];
  }
  return terraform;
}

function tidy(value: unknown): unknown {
  if (typeof value === "string") return restoreText(value);
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [restoreText(key), tidy(item)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
