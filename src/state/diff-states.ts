import type { StateAttributeChange, StateDiff } from "../contract/index.ts";
import { fieldsOf, parseState } from "./read-state.ts";

type Change = "added" | "removed" | "changed";
type ObjectChange = StateDiff["objects"][number];

/** One object of a state: its leaf attributes by path, and the attributes nobody may see. */
interface StateObject {
  readonly leaves: ReadonlyMap<string, string>;
  readonly sensitive: ReadonlySet<string>;
}

/** Providers do not mark everything that is one: a name that sounds like a secret is treated as one. */
const SECRET_NAME = /pass|secret|token|private|credential|key|user_?data|certificate|seed/i;
const LONGEST_VALUE = 200;

/** What two versions of a state say differently, by Terraform address. Data sources are left out. */
export function diffStates(from: Uint8Array, to: Uint8Array): Pick<StateDiff, "objects" | "outputs"> {
  const [before, after] = [objectsOf(from), objectsOf(to)];
  const addresses = [...new Set([...before.keys(), ...after.keys()])].sort();
  return {
    objects: addresses.flatMap((address) => diffObject(address, before.get(address), after.get(address))),
    outputs: diffOutputs(outputsOf(from), outputsOf(to)),
  };
}

function diffObject(
  address: string,
  before: StateObject | undefined,
  after: StateObject | undefined,
): readonly ObjectChange[] {
  if (before === undefined) return [{ address, change: "added", attributes: [] }];
  if (after === undefined) return [{ address, change: "removed", attributes: [] }];
  const names = [...new Set([...before.leaves.keys(), ...after.leaves.keys()])].sort();
  const attributes = names
    .filter((name) => before.leaves.get(name) !== after.leaves.get(name))
    .map((name) => describe(name, before, after));
  return attributes.length === 0 ? [] : [{ address, change: "changed", attributes }];
}

function describe(name: string, before: StateObject, after: StateObject): StateAttributeChange {
  const values = [before.leaves.get(name) ?? null, after.leaves.get(name) ?? null] as const;
  const top = name.split(".")[0] ?? name;
  const hidden =
    SECRET_NAME.test(name) ||
    before.sensitive.has(top) ||
    after.sensitive.has(top) ||
    values.some((value) => (value?.length ?? 0) > LONGEST_VALUE);
  return { name, before: hidden ? null : values[0], after: hidden ? null : values[1], hidden };
}

function diffOutputs(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): StateDiff["outputs"] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => ({ name, change: changeOf(before.has(name), after.has(name)) }));
}

function changeOf(was: boolean, is: boolean): Change {
  if (!was) return "added";
  return is ? "changed" : "removed";
}

function outputsOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  const outputs = fieldsOf(parseState(bytes)?.["outputs"]) ?? {};
  return new Map(Object.entries(outputs).map(([name, output]) => [name, JSON.stringify(output)]));
}

function objectsOf(bytes: Uint8Array): ReadonlyMap<string, StateObject> {
  const found = new Map<string, StateObject>();
  for (const entry of listOf(parseState(bytes)?.["resources"])) {
    const declared = fieldsOf(entry);
    if (declared?.["mode"] !== "managed") continue;
    for (const instance of listOf(declared["instances"])) {
      const fields = fieldsOf(instance) ?? {};
      found.set(addressOf(declared, fields), readObject(fields));
    }
  }
  return found;
}

function addressOf(declared: Readonly<Record<string, unknown>>, instance: Readonly<Record<string, unknown>>): string {
  const module = typeof declared["module"] === "string" ? `${declared["module"]}.` : "";
  const index = instance["index_key"] === undefined ? "" : `[${JSON.stringify(instance["index_key"])}]`;
  const deposed = typeof instance["deposed"] === "string" ? ` (deposed ${instance["deposed"]})` : "";
  return `${module}${String(declared["type"])}.${String(declared["name"])}${index}${deposed}`;
}

function readObject(instance: Readonly<Record<string, unknown>>): StateObject {
  const leaves = new Map<string, string>();
  collect(instance["attributes"] ?? instance["attributes_flat"], "", leaves);
  return { leaves, sensitive: new Set(listOf(instance["sensitive_attributes"]).flatMap(topName)) };
}

/** `[{"type":"get_attr","value":"password"}, …]`: everything below the first step counts as sensitive. */
function topName(path: unknown): readonly string[] {
  const value = fieldsOf(listOf(path)[0])?.["value"];
  return typeof value === "string" ? [value] : [];
}

function collect(value: unknown, path: string, into: Map<string, string>): void {
  if (typeof value === "object" && value !== null) {
    for (const [name, part] of Object.entries(value)) collect(part, path === "" ? name : `${path}.${name}`, into);
  } else if (value !== undefined) into.set(path, typeof value === "string" ? value : JSON.stringify(value));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
