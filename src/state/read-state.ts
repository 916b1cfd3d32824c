import { SiteOutputs } from "../contract/index.ts";
import { ok, type Result, refused } from "../kernel/result.ts";
import type { StateSummary } from "./ports.ts";

/** What identifies one version of a Terraform state. */
export interface StateIdentity {
  readonly serial: number;
  readonly lineage: string;
}

/** A state document that was read once, on its way in. */
export interface ReadState extends StateIdentity {
  readonly summary: StateSummary;
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads identity, shape and summary of a state document; refused with the reason when it is not one. */
export function readState(bytes: Uint8Array): Result<ReadState, string> {
  const state = parseState(bytes);
  if (state === null) return refused("The body is not a JSON document.");
  const { version, serial, lineage } = state;
  if (typeof version !== "number") return refused("The document is not a Terraform state: it has no version.");
  if (typeof serial !== "number" || !Number.isSafeInteger(serial) || serial < 0)
    return refused("The state has no valid serial.");
  if (typeof lineage !== "string" || lineage === "") return refused("The state has no lineage.");
  return ok({ serial, lineage, summary: summarize(state) });
}

/** Outputs a site stack publishes; null when the state has none or lacks one of them. */
export function readOutputs(bytes: Uint8Array): SiteOutputs | null {
  const outputs = fieldsOf(parseState(bytes)?.["outputs"]) ?? {};
  const values = Object.entries(outputs).map(([name, output]) => [name, fieldsOf(output)?.["value"]]);
  const parsed = SiteOutputs.safeParse(Object.fromEntries(values));
  return parsed.success ? parsed.data : null;
}

/** How many cloud objects the state manages; data sources do not count. */
export function managedCount(bytes: Uint8Array): number {
  return countManaged(parseState(bytes));
}

/** Addresses of the state's managed objects, each without its index. */
export function managedAddresses(bytes: Uint8Array): readonly string[] {
  const resources = parseState(bytes)?.["resources"];
  if (!Array.isArray(resources)) return [];
  return resources.map(fieldsOf).flatMap((entry) => {
    if (entry === null || instancesOf(entry) === 0) return [];
    return [entry["module"], entry["type"], entry["name"]].filter((part) => typeof part === "string").join(".");
  });
}

function summarize(state: Fields): StateSummary {
  const outputs = fieldsOf(state["outputs"]);
  const text = (name: string): string | null => {
    const value = fieldsOf(outputs?.[name])?.["value"];
    return typeof value === "string" ? value : null;
  };
  return {
    hasObjects: countManaged(state) > 0,
    instanceId: text("instance_id"),
    instanceName: text("instance_name"),
  };
}

function countManaged(state: Fields | null): number {
  const resources = state?.["resources"];
  if (!Array.isArray(resources)) return 0;
  return resources.map((entry: unknown) => instancesOf(fieldsOf(entry))).reduce((sum, count) => sum + count, 0);
}

function instancesOf(entry: Fields | null): number {
  const instances = entry?.["instances"];
  return entry?.["mode"] === "managed" && Array.isArray(instances) ? instances.length : 0;
}

/** The document's fields; null when it is no JSON object. */
export function parseState(bytes: Uint8Array): Fields | null {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return fieldsOf(parsed);
  } catch {
    return null;
  }
}

export function fieldsOf(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
}
