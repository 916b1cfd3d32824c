import type { ShelvedBucket, ShelvedObject } from "./object-shelf.ts";

export interface ListWish {
  readonly prefix: string;
  readonly delimiter: string;
  /** Only what comes after this name or prefix. */
  readonly after: string;
  readonly limit: number;
}

export type ListEntry =
  | { readonly name: string; readonly object: ShelvedObject }
  | { readonly name: string; readonly object: null };

/** Names in the order of their bytes; with a delimiter what lies deeper becomes one entry per beginning. */
export function listShelved({ objects }: ShelvedBucket, { prefix, delimiter, after, limit }: ListWish) {
  const entries: ListEntry[] = [];
  const names = Object.keys(objects).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const name of names.filter((one) => one.startsWith(prefix))) {
    const end = delimiter === "" ? -1 : name.indexOf(delimiter, prefix.length);
    const shown = end === -1 ? name : name.slice(0, end + delimiter.length);
    if (shown <= after || (end !== -1 && entries.at(-1)?.name === shown)) continue;
    if (entries.length === limit) return { entries, isTruncated: true };
    entries.push({ name: shown, object: end === -1 ? (objects[name] ?? null) : null });
  }
  return { entries, isTruncated: false };
}
