import { fieldsOf } from "./read-configuration.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A Terraform state (format 4) as far as repair reads and writes it. */
export interface StateDocument {
  /** Present objects by address, with their attributes. */
  readonly attributes: ReadonlyMap<string, Fields>;
  /** `<type> <id>` of everything it knows, deposed objects and single rules included. */
  readonly known: ReadonlySet<string>;
}

export interface NewEntry {
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  readonly attributes: Fields;
  readonly dependencies: readonly string[];
}

/** An older engine than any in use, so that none refuses a state it has not written itself. */
const FIRST_ENGINE = "1.9.0";

export function readState(bytes: Uint8Array | null): StateDocument {
  const attributes = new Map<string, Fields>();
  const known = new Set<string>();
  for (const entry of entriesOf(parse(bytes))) {
    const type = String(entry["type"]);
    for (const instance of listOf(entry["instances"])) {
      const values = fieldsOf(instance["attributes"]);
      known.add(`${type} ${String(values["id"])}`);
      for (const rule of ruleIds(values)) known.add(`${type} ${rule}`);
      if (instance["deposed"] === undefined) attributes.set(`${type}.${String(entry["name"])}`, values);
    }
  }
  return { attributes, known };
}

/** The same state with more objects in it, one serial later. `lineage` names a state that does not exist yet. */
export function writeState(bytes: Uint8Array | null, entries: readonly NewEntry[], lineage: string): Uint8Array {
  const before = parse(bytes);
  const serial = Number(before["serial"] ?? 0) + 1;
  const added = entries.map(({ type, name, provider, attributes, dependencies }) => ({
    mode: "managed",
    type,
    name,
    provider,
    instances: [{ schema_version: 0, attributes, sensitive_attributes: [], dependencies }],
  }));
  const document = {
    version: 4,
    terraform_version: FIRST_ENGINE,
    outputs: {},
    check_results: null,
    ...before,
    lineage: typeof before["lineage"] === "string" && before["lineage"] !== "" ? before["lineage"] : lineage,
    serial,
    resources: [...withoutEmpty(before, added), ...added],
  };
  return new TextEncoder().encode(JSON.stringify(document));
}

/** Terraform keeps an address whose objects are all gone; a second entry of one address would be refused. */
function withoutEmpty(before: Fields, added: readonly { readonly type: string; readonly name: string }[]): Fields[] {
  return listOf(before["resources"]).filter(
    (entry) => !added.some(({ type, name }) => entry["type"] === type && entry["name"] === name),
  );
}

function entriesOf(state: Fields): readonly Fields[] {
  return listOf(state["resources"]).filter((entry) => entry["mode"] === "managed");
}

/** CloudStack's rules: `rule[].uuids` maps ports to ids. */
function ruleIds(values: Fields): readonly string[] {
  return listOf(values["rule"]).flatMap((rule) => Object.values(fieldsOf(rule["uuids"])).map(String));
}

function parse(bytes: Uint8Array | null): Fields {
  return bytes === null ? {} : fieldsOf(JSON.parse(new TextDecoder().decode(bytes)));
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}
