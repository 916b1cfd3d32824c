import type { TerraformChange } from "./ports.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Reads `resource_changes` of `terraform show -json`. What is not understood is left out rather than guessed. */
export function readPlanChanges(planJson: unknown): readonly TerraformChange[] {
  return readChanges(fieldsOf(planJson)?.["resource_changes"]);
}

/** Reads `resource_drift` in the same way: from what the state says to what the provider read. */
export function readResourceDrift(planJson: unknown): readonly TerraformChange[] {
  return readChanges(fieldsOf(planJson)?.["resource_drift"]);
}

function readChanges(entries: unknown): readonly TerraformChange[] {
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => {
    const change = readChange(entry);
    return change === null ? [] : [change];
  });
}

function readChange(entry: unknown): TerraformChange | null {
  const outer = fieldsOf(entry);
  const inner = fieldsOf(outer?.["change"]);
  if (outer === null || inner === null || typeof outer["address"] !== "string") return null;
  const before = fieldsOf(inner["before"]);
  const after = fieldsOf(inner["after"]);
  const known = before === null || after === null ? [] : differentPaths(before, after, "");
  const unknown = before === null || after === null ? [] : truePaths(inner["after_unknown"], "");
  return {
    address: outer["address"],
    previousAddress: textOf(outer["previous_address"]),
    type: textOf(outer["type"]) ?? "",
    actions: actionsOf(inner),
    actionReason: textOf(outer["action_reason"]),
    before,
    after,
    importing: fieldsOf(inner["importing"]) !== null,
    changedPaths: [...new Set([...known, ...unknown])],
    unknownPaths: unknown,
    replacePaths: pathsOf(inner["replace_paths"]),
  };
}

function differentPaths(before: unknown, after: unknown, path: string): readonly string[] {
  if (isTree(before) && isTree(after)) {
    const left = entriesOf(before);
    const right = entriesOf(after);
    const keys = [...new Set([...left.keys(), ...right.keys()])];
    return keys.flatMap((key) => differentPaths(left.get(key), right.get(key), join(path, key)));
  }
  if (isEmpty(before) && isEmpty(after)) return [];
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
}

function truePaths(mask: unknown, path: string): readonly string[] {
  if (mask === true) return [path];
  if (!isTree(mask)) return [];
  return [...entriesOf(mask)].flatMap(([key, value]) => truePaths(value, join(path, key)));
}

/** Providers turn null into [] or {} and back; nobody means anything by it. */
function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (isTree(value) && entriesOf(value).size === 0);
}

function isTree(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function entriesOf(tree: object): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>(Object.entries(tree));
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function pathsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((path: unknown) => (Array.isArray(path) ? [path.join(".")] : []));
}

function actionsOf(change: Fields | null): readonly string[] {
  const actions = change?.["actions"];
  return Array.isArray(actions) ? actions.filter((action) => typeof action === "string") : [];
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function fieldsOf(value: unknown): Fields | null {
  return isTree(value) && !Array.isArray(value) ? { ...value } : null;
}
