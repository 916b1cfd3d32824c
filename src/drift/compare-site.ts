import type { ListedObject } from "../cloud/index.ts";
import type { DriftAttribute, MachineState } from "../contract/index.ts";
import { COMPARED_TYPES, DESTROYED, POWER_WORDS, RULE_PARENTS, RULE_SETS } from "./compared-types.ts";
import { fieldsOf, listOf, type RecordedObject } from "./recorded-objects.ts";

export interface SiteOnRecord {
  readonly workspaceId: string;
  /** Not the first site of its kind in the workspace; its objects say so. */
  readonly secondSite: boolean;
  readonly objects: readonly RecordedObject[];
  /** What the machine is to be now: what the requirement says, or what a person asked for since. */
  readonly machine: MachineState;
}

/** A difference, before it is judged. */
export interface Difference {
  readonly kind: "gone" | "changed" | "extra";
  /** Null for what is extra. */
  readonly recorded: RecordedObject | null;
  /** Null for what is gone. */
  readonly listed: ListedObject | null;
  readonly attributes: readonly DriftAttribute[];
}

/** A project's objects, to be compared with many sites. */
export interface ProjectSight {
  find(kind: ListedObject["kind"], id: string): ListedObject | undefined;
  markedWith(workspaceId: string, secondSite: boolean): readonly ListedObject[];
  rulesOf(parentId: string): readonly ListedObject[];
}

export function makeProjectSight(listed: readonly ListedObject[]): ProjectSight {
  const byId = new Map(listed.map((object) => [`${object.kind} ${object.id}`, object]));
  const byMark = grouped(listed, ({ mark }) => (mark ? `${mark.workspaceId} ${mark.secondSite}` : ""));
  const byParent = grouped(listed, ({ kind, facts }) => facts[RULE_PARENTS[kind] ?? ""] ?? "");
  return {
    find: (kind, id) => byId.get(`${kind} ${id}`),
    markedWith: (workspaceId, secondSite) => byMark.get(`${workspaceId} ${secondSite}`) ?? [],
    rulesOf: (parentId) => byParent.get(parentId) ?? [],
  };
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/**
 * Every difference between what was applied and what the cloud's lists show. What the cloud is still at work on is left
 * out, and so is what a list does not tell: neither is a difference.
 */
export function compareSite(site: SiteOnRecord, sight: ProjectSight): readonly Difference[] {
  return [...site.objects.flatMap((recorded) => differencesOf(recorded, site, sight)), ...extras(site, sight)];
}

function differencesOf(recorded: RecordedObject, site: SiteOnRecord, sight: ProjectSight): readonly Difference[] {
  const set = RULE_SETS[recorded.type];
  if (set !== undefined) return missingRules(recorded, set.kind, sight);
  const type = COMPARED_TYPES[recorded.type];
  if (type === undefined) return [];
  const listed = sight.find(type.kind, recorded.id);
  if (listed === undefined) return [{ kind: "gone", recorded, listed: null, attributes: [] }];
  if (!listed.settled) return [];
  const attributes = [
    ...Object.entries(type.attributes).flatMap(([path, fact]) =>
      compared(path, recorded.attributes[path], fact === "name" ? listed.name : listed.facts[fact]),
    ),
    ...comparedPower(recorded.type, site.machine, listed),
  ];
  return attributes.length === 0 ? [] : [{ kind: "changed", recorded, listed, attributes }];
}

function compared(path: string, recorded: unknown, observed: string | undefined): readonly DriftAttribute[] {
  const text = plain(recorded);
  if (observed === undefined || text === observed.trim()) return [];
  return [{ path, recorded: text, observed }];
}

function comparedPower(type: string, machine: MachineState, { facts }: ListedObject): readonly DriftAttribute[] {
  const words = POWER_WORDS[type];
  const observed = facts["power"];
  if (words === undefined || observed === undefined || machine === "absent") return [];
  return words[machine] === observed ? [] : [{ path: "power_state", recorded: words[machine], observed }];
}

/** One attribute per rule of the set that is not there any more; a set is gone only with its parent. */
function missingRules(
  recorded: RecordedObject,
  kind: ListedObject["kind"],
  sight: ProjectSight,
): readonly Difference[] {
  const attributes = listOf(recorded.attributes["rule"]).flatMap((rule) =>
    Object.entries(fieldsOf(rule["uuids"])).flatMap(([ports, id]) => {
      if (sight.find(kind, String(id)) !== undefined) return [];
      const source = plain(rule["cidr_list"]);
      const words = [plain(rule["protocol"]), ports === plain(rule["protocol"]) ? "" : ports, `from ${source}`];
      return [{ path: "rule", recorded: words.filter((word) => word !== "").join(" "), observed: null }];
    }),
  );
  return attributes.length === 0 ? [] : [{ kind: "changed", recorded, listed: null, attributes }];
}

/** What carries the site's mark, or opens one of its firewalls, and was never applied. */
function extras({ workspaceId, secondSite, objects }: SiteOnRecord, sight: ProjectSight): readonly Difference[] {
  const known = new Set(objects.flatMap(keysOf));
  const parents = objects.filter(({ type }) => type !== "openstack_compute_instance_v2").map(({ id }) => id);
  const found = [
    ...sight.markedWith(workspaceId, secondSite),
    ...[...new Set(parents)].flatMap((parent) => sight.rulesOf(parent)),
  ];
  return [...new Set(found)]
    .filter(({ kind, id, settled, facts }) => settled && facts["power"] !== DESTROYED && !known.has(`${kind} ${id}`))
    .map((listed) => ({ kind: "extra", recorded: null, listed, attributes: [] }));
}

function keysOf({ type, id, attributes }: RecordedObject): readonly string[] {
  const set = RULE_SETS[type];
  if (set === undefined) return [`${COMPARED_TYPES[type]?.kind ?? ""} ${id}`];
  const ids = listOf(attributes["rule"]).flatMap((rule) => Object.values(fieldsOf(rule["uuids"])));
  return ids.map((rule) => `${set.kind} ${String(rule)}`);
}

/** As the lists write it: scalars as text, lists sorted and joined, maps as `key=value`. */
function plain(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(String).toSorted().join(",");
  if (typeof value === "object") return plain(Object.entries(value).map(([key, one]) => `${key}=${String(one)}`));
  return String(value).trim();
}
