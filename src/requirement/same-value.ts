/** Deep equality of plain values; the order of keys does not count, the order of lists does, undefined is absent. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [ours, theirs] = [said(one), said(other)];
  return (
    ours.size === theirs.size && [...ours].every(([key, value]) => theirs.has(key) && sameValue(value, theirs.get(key)))
  );
}

function said(value: object): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(value).filter(([, entry]) => entry !== undefined));
}
