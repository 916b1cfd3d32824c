import { type ContractField, REQUIREMENT } from "./contract-fields.ts";
import { sameValue } from "./same-value.ts";
import { tidy, type Values } from "./values.ts";

/** One difference between two requirements, at the field a person knows. */
export interface Change {
  /** Path of the field's words. */
  readonly path: string;
  /** Which entry of a list it is in, by its own name; null outside of lists. */
  readonly entry: string | null;
  /** Undefined where it was not there. */
  readonly before: unknown;
  /** Undefined where it is gone. */
  readonly after: unknown;
}

/** What tells one entry of a list from another. */
const IDENTITY = ["name", "path", "port"] as const;

/** Everything that differs, in the contract's order. */
export function describeChanges(before: Values, after: Values): readonly Change[] {
  return inGroup(tidy(before, REQUIREMENT), tidy(after, REQUIREMENT), REQUIREMENT, { path: "", entry: null });
}

interface Place {
  readonly path: string;
  readonly entry: string | null;
}

function inGroup(before: unknown, after: unknown, group: ContractField, place: Place): readonly Change[] {
  const [old, now] = [before ?? {}, after ?? {}] as [Record<string, unknown>, Record<string, unknown>];
  return [...group.fields].flatMap(([name, field]) => {
    const here = { ...place, path: place.path === "" ? name : `${place.path}/${name}` };
    const [one, other] = [old[name], now[name]];
    if (sameValue(one, other)) return [];
    if (field.kind === "group" && one != null && other != null) return inGroup(one, other, field, here);
    if (field.kind === "list" && Array.isArray(one) && Array.isArray(other)) return inList(one, other, field, here);
    return [{ ...here, before: one, after: other }];
  });
}

function inList(before: readonly unknown[], after: readonly unknown[], list: ContractField, place: Place) {
  const entry = list.fields.get("*");
  if (entry?.kind !== "group") {
    const gone = before.filter((value) => !after.includes(value));
    const come = after.filter((value) => !before.includes(value));
    if (gone.length + come.length === 0) return [{ ...place, before, after }];
    return [
      ...gone.map((value): Change => ({ ...place, before: value, after: undefined })),
      ...come.map((value): Change => ({ ...place, before: undefined, after: value })),
    ];
  }
  const [old, now] = [named(before), named(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name): readonly Change[] => {
    const [one, other] = [old.get(name), now.get(name)];
    if (one === undefined || other === undefined) return [{ ...place, entry: name, before: one, after: other }];
    return inGroup(one, other, entry, { path: `${place.path}/*`, entry: name });
  });
}

/** Entries by what tells them apart; a second one of the same name gets a number. */
function named(entries: readonly unknown[]): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const one of entries) {
    const fields = one as Record<string, unknown>;
    const base = String(
      IDENTITY.map((key) => fields[key]).find((value) => value !== undefined) ?? fields["protocol"] ?? "",
    );
    let name = base;
    for (let number = 2; found.has(name); number += 1) name = `${base} (${number})`;
    found.set(name, one);
  }
  return found;
}
