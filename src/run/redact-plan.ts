/** Parts of the plan JSON that are kept for review; configuration and prior state hold every constant in clear. */
const KEPT = [
  "format_version",
  "terraform_version",
  "applyable",
  "complete",
  "errored",
  "timestamp",
  "resource_changes",
  "resource_drift",
  "output_changes",
] as const;
/** Secret whatever the provider's schema says about it (CloudStack keeps cloud-init in clear). */
const ALWAYS_HIDDEN = new Set(["user_data", "userdata", "private_key", "admin_pass", "password", "personality"]);
const SHA1 = /^[0-9a-f]{40}$/;
export const HIDDEN = "(hidden)";
export const HIDDEN_AND_CHANGED = "(hidden, changed)";

type Tree = Readonly<Record<string, unknown>>;

/** The plan JSON as it may be stored and shown: sensitive values are replaced, whether they change stays visible. */
export function redactPlan(planJson: unknown): Readonly<Record<string, unknown>> {
  const plan = treeOf(planJson);
  const kept = KEPT.filter((key) => key in plan).map((key) => [key, plan[key]] as const);
  return Object.fromEntries(kept.map(([key, value]) => [key, redactPart(key, value)]));
}

function redactPart(key: (typeof KEPT)[number], value: unknown): unknown {
  if (key === "output_changes") {
    return Object.fromEntries(Object.entries(treeOf(value)).map(([name, change]) => [name, redactChange(change)]));
  }
  if (!Array.isArray(value)) return value;
  return value.map((entry: unknown) => {
    const tree = treeOf(entry);
    return { ...tree, change: redactChange(tree["change"]) };
  });
}

function redactChange(value: unknown): unknown {
  const change = treeOf(value);
  const { before, after } = change;
  return {
    ...change,
    before: hide(before, change["before_sensitive"], HIDDEN, undefined),
    after: hide(after, change["after_sensitive"], HIDDEN, { other: before }),
  };
}

/** `compare` holds the other side of the change, so that a hidden difference is still seen to be one. */
function hide(value: unknown, mask: unknown, words: string, compare: { other: unknown } | undefined): unknown {
  if (value === null || value === undefined) return value;
  if (mask === true) {
    const changed = compare !== undefined && JSON.stringify(compare.other) !== JSON.stringify(value);
    return changed ? HIDDEN_AND_CHANGED : words;
  }
  if (typeof value !== "object") return value;
  const masks = treeOf(mask);
  const others = treeOf(compare?.other);
  const pairs = Object.entries(value).map(([key, part]): [string, unknown] => {
    const secret = ALWAYS_HIDDEN.has(key) && !(typeof part === "string" && SHA1.test(part));
    return [key, hide(part, secret ? true : masks[key], words, compare && { other: others[key] })];
  });
  return Array.isArray(value) ? pairs.map(([, part]) => part) : Object.fromEntries(pairs);
}

function treeOf(value: unknown): Tree {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
