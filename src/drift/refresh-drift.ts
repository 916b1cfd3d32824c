import type { DriftFinding } from "../contract/index.ts";
import type { TerraformChange } from "../run/index.ts";
import { readResourceDrift } from "../run/index.ts";
import type { Difference } from "./compare-site.ts";
import { COMPARED_TYPES } from "./compared-types.ts";
import { fieldsOf } from "./recorded-objects.ts";

/** Attributes that the stack writes and follows, by address. */
export type WrittenAttributes = ReadonlyMap<string, ReadonlySet<string>>;

/** A difference and who saw it. */
export type SeenDifference = Difference & { readonly seenBy: DriftFinding["seenBy"] };

/** What nobody wrote, and what the stack says to ignore, cannot drift: providers fill both with their own. */
export function writtenAttributes(files: Readonly<Record<string, string>>): WrittenAttributes {
  const written = new Map<string, ReadonlySet<string>>();
  const document = fieldsOf(JSON.parse(files["cdk.tf.json"] ?? "{}"));
  for (const [type, elements] of Object.entries(fieldsOf(document["resource"]))) {
    for (const [name, body] of Object.entries(fieldsOf(elements))) {
      const ignored = fieldsOf(fieldsOf(body)["lifecycle"])["ignore_changes"];
      const left = new Set(Array.isArray(ignored) ? ignored.map(String) : []);
      const kept = Object.keys(fieldsOf(body)).filter((key) => !left.has(key));
      written.set(`${type}.${name}`, new Set(kept));
    }
  }
  return written;
}

/** What a refresh-only plan found to be different, read from `resource_drift` alone. */
export function refreshedDifferences(planJson: unknown, written: WrittenAttributes): readonly Difference[] {
  return readResourceDrift(planJson).flatMap((change): readonly Difference[] => {
    const { address, type, before } = change;
    if (before === null || type === "terraform_data") return [];
    const recorded = { address, type, id: String(before["id"]), attributes: before };
    if (change.actions.includes("delete")) return [{ kind: "gone", recorded, listed: null, attributes: [] }];
    const roots = [...new Set(change.changedPaths.map((path) => path.split(".")[0] ?? path))];
    const wanted = roots.filter((root) => written.get(address)?.has(root) === true);
    if (wanted.length === 0) return [];
    const attributes = wanted.map((path) => ({ path, ...valuesOf(change, path) }));
    return [{ kind: "changed", recorded, listed: null, attributes }];
  });
}

/**
 * Both looks as one. The plan has the last word on what it can see: a difference only the lists show was a moment's.
 * Extra objects, power and what a provider does not read back stay as the lists have them, because a plan does not see
 * them or takes another's wish for it.
 */
export function mergeDifferences(
  listed: readonly Difference[],
  refreshed: readonly Difference[],
): readonly SeenDifference[] {
  const planned = new Map(refreshed.map((one) => [one.recorded?.address ?? "", one]));
  const merged = listed.flatMap((one): readonly SeenDifference[] => {
    const also = planned.get(one.recorded?.address ?? "");
    if (one.kind === "extra") return [{ ...one, seenBy: "listing" }];
    if (one.kind === "gone") return also === undefined ? [] : [{ ...(isEmptied(also) ? one : also), seenBy: "plan" }];
    // A set of rules is gone with its last rule; which ones they were, the lists know.
    if (also?.kind === "gone") return [{ ...one, kind: "gone", seenBy: "plan" }];
    const listsAlone = one.attributes.filter(({ path }) => isListsAlone(one, path));
    const confirmed = one.attributes.filter(
      ({ path }) => !isListsAlone(one, path) && also?.attributes.some((two) => two.path === path) === true,
    );
    const more = added(also, one);
    const attributes = [...listsAlone, ...confirmed, ...more];
    if (attributes.length === 0) return [];
    const seenBy = confirmed.length + more.length > 0 || seesPower(also) ? "plan" : "listing";
    return [{ ...one, attributes, seenBy }];
  });
  const told = new Set(listed.map(({ recorded }) => recorded?.address));
  const unlisted = refreshed.flatMap((one): readonly SeenDifference[] => {
    if (told.has(one.recorded?.address)) return [];
    const attributes = one.attributes.filter(({ path }) => path !== "power_state");
    return one.kind === "gone" || attributes.length > 0 ? [{ ...one, attributes, seenBy: "plan" }] : [];
  });
  return [...merged, ...unlisted];
}

/** An address that was taken off a machine is, to the provider, an assignment to nothing. */
function isEmptied({ kind, attributes }: Difference): boolean {
  return kind === "gone" || attributes.every(({ observed }) => observed === "");
}

/** Power, which the plan takes for another's wish or knows nothing of, and what its provider does not read back. */
function isListsAlone({ recorded }: Difference, path: string): boolean {
  return path === "power_state" || COMPARED_TYPES[recorded?.type ?? ""]?.unread?.includes(path) === true;
}

/** What the plan saw beside what the lists did; the lists alone know whose wish the power is. */
function added(also: Difference | undefined, one: Difference): Difference["attributes"] {
  if (also === undefined) return [];
  return also.attributes.filter(
    ({ path }) => path !== "power_state" && !one.attributes.some((two) => two.path === path),
  );
}

function seesPower(also: Difference | undefined): boolean {
  return also?.attributes.some(({ path }) => path === "power_state") === true;
}

/** Values only of what the lists may show as well: everything else could be a secret. */
function valuesOf({ type, before, after }: TerraformChange, path: string) {
  if (COMPARED_TYPES[type]?.attributes[path] === undefined) return { recorded: null, observed: null };
  return { recorded: textOf(before?.[path]), observed: textOf(after?.[path]) };
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).toSorted().join(",");
  return value === null || value === undefined ? "" : String(value);
}
