type Mapping = Readonly<Record<string, unknown>>;

/** Lays a person's cloud-init beside ours: lists are appended behind ours, groups merged, and ours wins the rest. */
export function mergeCloudInit(ours: Mapping, own: Mapping): Record<string, unknown> {
  const merged = new Map(Object.entries(ours));
  for (const [key, value] of Object.entries(own)) {
    merged.set(key, merged.has(key) ? join(merged.get(key), value) : value);
  }
  return Object.fromEntries(merged);
}

function join(ours: unknown, own: unknown): unknown {
  if (Array.isArray(ours) && Array.isArray(own)) return [...ours, ...own];
  if (isMapping(ours) && isMapping(own)) return mergeCloudInit(ours, own);
  return ours;
}

export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
