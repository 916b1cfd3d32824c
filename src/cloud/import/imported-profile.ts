import type { CloudKind, Issue } from "../../contract/index.ts";

/** What one text says of one cloud; the registration may still lack something, and holds secrets. */
export interface ImportedProfile {
  readonly profile: string;
  readonly kind: CloudKind;
  readonly registration: Readonly<Record<string, unknown>>;
  /** The field of the registration that a password or secret belongs to, when the text leaves it out. */
  readonly missingSecret: string | null;
  readonly caFile: string | null;
  readonly notes: readonly string[];
  readonly issues: readonly Issue[];
}

/** Names and texts of one cloud as a text tells them, whatever its form; keys as in `clouds.yaml`. */
export type Settings = ReadonlyMap<string, string>;

/** @param pointer where it stands in the text, such as `/auth_type` */
export function importIssue(pointer: string, message: string, remedy: string): Issue {
  return { pointer, code: "import", message, remedy };
}

/** A name that clouds may have here, made from one that they may have there. */
export function nameFrom(profile: string): string {
  const name = profile
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^[-0-9]+|-+$/g, "")
    .slice(0, 42)
    .replace(/-+$/, "");
  return name === "" ? "imported" : name;
}
