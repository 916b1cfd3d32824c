import { restoreText } from "./literal-text.ts";
import { NULL_TERM } from "./null-term.ts";

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
  const kept = storedOutputs(outputs as Record<string, Record<string, string>>, terraform);
  return tidy({ ...withoutNotes(terraform), "//": { metadata: { stackName, backend }, outputs: kept } }) as Record<
    string,
    unknown
  >;
}

/** Terraform stores no output that is null, and the `cdktf` command breaks on a listed one that it does not find. */
function storedOutputs(
  byStack: Readonly<Record<string, Readonly<Record<string, string>>>>,
  terraform: Record<string, unknown>,
): unknown {
  const declared = (terraform["output"] ?? {}) as Record<string, { value: unknown }>;
  return Object.fromEntries(
    Object.entries(byStack).map(([stack, names]) => [
      stack,
      Object.fromEntries(Object.entries(names).filter(([, name]) => declared[name]?.value !== NULL_TERM)),
    ]),
  );
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
