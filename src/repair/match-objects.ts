import type { CloudObject } from "../cloud/index.ts";
import { ADOPTABLE, type AdoptionTools, RULE_SETS } from "./adoption-table.ts";
import { type Configuration, type ConfiguredElement, resolveValue } from "./read-configuration.ts";
import type { NewEntry, StateDocument } from "./state-document.ts";

type Attributes = Readonly<Record<string, unknown>>;

export interface Adoption {
  readonly address: string;
  readonly objects: readonly CloudObject[];
  readonly entry: NewEntry;
}

export interface Matching {
  readonly adoptions: readonly Adoption[];
  /** Objects that neither the state knows nor an element of the configuration claims. */
  readonly rest: readonly CloudObject[];
  /** Those of the rest that are wanted rules of a set which the state knows without them: making them again would fail. */
  readonly inTheWay: ReadonlySet<CloudObject>;
}

export interface MatchInput {
  readonly configuration: Configuration;
  readonly state: StateDocument;
  readonly found: readonly CloudObject[];
  /** Ids the interrupted run reported as made; of two equal objects these are the ones to keep. */
  readonly reported: ReadonlySet<string>;
  readonly tools: AdoptionTools;
}

/**
 * Gives every element of the configuration that the state lacks the object it must have become, parents first: a child
 * is recognized by the parents it is tied to.
 */
export function matchObjects(input: MatchInput): Matching {
  const { configuration, state, found, tools } = input;
  const known = new Map<string, Attributes>(state.attributes);
  const unknown = found.filter((object) => !isKnown(state, object));
  const taken = new Set<CloudObject>();
  const adoptions: Adoption[] = [];
  const inTheWay = new Set<CloudObject>();

  function look(address: string, path: string): unknown {
    const value = path
      .split(".")
      .reduce<unknown>((inner, key) => (inner as Attributes | undefined)?.[key], known.get(address));
    return value ?? undefined;
  }

  for (const element of configuration.elements) {
    if (known.has(element.address)) {
      for (const object of unnotedRules(element, state, unknown, look)) inTheWay.add(object);
      continue;
    }
    const configured = resolveValue(element.attributes, look);
    if (configured === undefined) continue;
    const free = unknown.filter((object) => !taken.has(object) && object.condition === "ready");
    const claim = claimFor(element, configured as Attributes, free, input.reported, tools);
    if (claim === null) continue;
    for (const object of claim.objects) taken.add(object);
    known.set(element.address, claim.attributes);
    adoptions.push({
      address: element.address,
      objects: claim.objects,
      entry: {
        type: element.type,
        name: element.name,
        provider: providerOf(element, configuration),
        attributes: claim.attributes,
        dependencies: element.dependencies,
      },
    });
  }
  return { adoptions, inTheWay, rest: unknown.filter((object) => !taken.has(object)) };
}

interface Claim {
  readonly objects: readonly CloudObject[];
  readonly attributes: Attributes;
}

function claimFor(
  element: ConfiguredElement,
  configured: Attributes,
  free: readonly CloudObject[],
  reported: ReadonlySet<string>,
  tools: AdoptionTools,
): Claim | null {
  if (element.type in RULE_SETS) return claimRules(element, configured, free);
  const type = ADOPTABLE[element.type];
  if (type === undefined) return null;
  const [object] = free
    .filter(({ kind }) => kind === type.kind)
    .filter((candidate) => type.match.every(([key, fact]) => textOf(configured[key]) === factOf(candidate, fact)))
    .filter((candidate) => type.fits?.(configured, candidate) !== false)
    .toSorted(
      (left, right) => rank(right, reported, free) - rank(left, reported, free) || (left.id < right.id ? -1 : 1),
    );
  if (object === undefined) return null;
  const kept = Object.entries(configured).filter(([key]) => type.without?.includes(key) !== true);
  return {
    objects: [object],
    attributes: { ...Object.fromEntries(kept), ...type.extra?.(configured, object, tools), id: object.id },
  };
}

/** What the interrupted run reported wins, then what is in use: a disk in a machine, an address on one. */
function rank(object: CloudObject, reported: ReadonlySet<string>, all: readonly CloudObject[]): number {
  const used = all.some(({ id, facts }) => id !== object.id && Object.values(facts).includes(object.id));
  return (reported.has(object.id) ? 2 : 0) + (used || object.facts["machineId"] ? 1 : 0);
}

/** Of a set of rules, those that exist; Terraform adds the missing ones in place. */
function claimRules(element: ConfiguredElement, configured: Attributes, free: readonly CloudObject[]): Claim | null {
  const set = RULE_SETS[element.type];
  const wanted = configured["rule"];
  if (set === undefined || !Array.isArray(wanted)) return null;
  const [attribute, fact] = set.parent;
  const parent = textOf(configured[attribute]);
  const rules = free.filter(({ kind, facts }) => kind === set.kind && facts[fact] === parent);
  const pairs = wanted.flatMap((rule: Attributes) => {
    const object = rules.find((candidate) => isRule(candidate, rule));
    return object === undefined ? [] : [{ rule, object }];
  });
  if (pairs.length === 0) return null;
  return {
    objects: pairs.map(({ object }) => object),
    attributes: {
      ...configured,
      id: parent,
      managed: false,
      parallelism: 2,
      rule: pairs.map(({ rule, object }) => ({
        icmp_code: 0,
        icmp_type: 0,
        ports: [],
        ...rule,
        uuids: { [portsOf(rule) ?? textOf(rule["protocol"])]: object.id },
      })),
    },
  };
}

function unnotedRules(
  element: ConfiguredElement,
  state: StateDocument,
  unknown: readonly CloudObject[],
  look: (address: string, path: string) => unknown,
): readonly CloudObject[] {
  const set = RULE_SETS[element.type];
  const configured = resolveValue(element.attributes, look) as Attributes | undefined;
  const wanted = configured?.["rule"];
  if (set === undefined || !Array.isArray(wanted) || !state.attributes.has(element.address)) return [];
  const [attribute, fact] = set.parent;
  const parent = textOf(configured?.[attribute]);
  return unknown.filter(
    (object) =>
      object.kind === set.kind &&
      object.facts[fact] === parent &&
      wanted.some((rule: Attributes) => isRule(object, rule)),
  );
}

function isRule({ facts }: CloudObject, rule: Attributes): boolean {
  const ports = portsOf(rule);
  const [first = "", last = first] = ports === null ? [] : ports.split("-");
  const cidrs = Array.isArray(rule["cidr_list"]) ? rule["cidr_list"].join(",") : "";
  return (
    facts["protocol"] === textOf(rule["protocol"]) &&
    facts["source"] === cidrs &&
    (ports === null || (facts["fromPort"] === first && (facts["toPort"] || first) === last))
  );
}

function portsOf(rule: Attributes): string | null {
  const ports = rule["ports"];
  return Array.isArray(ports) && typeof ports[0] === "string" ? ports[0] : null;
}

function isKnown(state: StateDocument, { kind, id }: CloudObject): boolean {
  return [...(TYPES_OF[kind] ?? [])].some((type) => state.known.has(`${type} ${id}`));
}

const TYPES_OF: Partial<Record<CloudObject["kind"], readonly string[]>> = {};
for (const [type, { kind }] of [...Object.entries(ADOPTABLE), ...Object.entries(RULE_SETS)]) {
  TYPES_OF[kind] = [...(TYPES_OF[kind] ?? []), type];
}

function factOf(object: CloudObject, fact: string): string {
  return fact === "name" ? object.name : fact === "id" ? object.id : (object.facts[fact] ?? "");
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}

function providerOf({ type }: ConfiguredElement, { providers }: Configuration): string {
  const local = type.split("_")[0] ?? "";
  return providers.get(local) ?? `provider["registry.terraform.io/hashicorp/${local}"]`;
}
