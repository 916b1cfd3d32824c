/** Indexes of entries whose key an earlier entry already has, with that earlier index. */
export function findDuplicates<T>(
  entries: readonly T[],
  keyOf: (entry: T) => string,
): readonly { readonly index: number; readonly firstIndex: number; readonly key: string }[] {
  const first = new Map<string, number>();
  return entries.flatMap((entry, index) => {
    const key = keyOf(entry);
    const firstIndex = first.get(key);
    if (firstIndex !== undefined) return [{ index, firstIndex, key }];
    first.set(key, index);
    return [];
  });
}
