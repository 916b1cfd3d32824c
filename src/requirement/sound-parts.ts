import { type Issue, RequirementRequest } from "../contract/index.ts";
import type { SchemaIssue } from "./describe-issue.ts";
import { jsonPointer, valueAt } from "./json-pointer.ts";

type Path = readonly PropertyKey[];

/** What is left of a document after its misshapen parts are cut out, so that the rules still judge all the rest. */
export interface SoundParts {
  readonly request: RequirementRequest;
  /** A rule's issue with its place in the whole document; null where it would judge what was cut out. */
  readonly place: (issue: Issue) => Issue | null;
}

interface Pruned {
  readonly value: unknown;
  /** Pointer of each shortened list → the places its entries had before. */
  readonly kept: ReadonlyMap<string, readonly number[]>;
}

const UNNAMED: RequirementRequest = { name: "unnamed" };
/** Rules that read more than the place they point at. */
const ALSO_READS: Readonly<Record<string, readonly string[]>> = {
  "runtime-version-unavailable": ["/software/os"],
  "package-of-another-system": ["/software/os", "/software/services"],
  "probe-port-closed": ["/network/openPorts", "/protection/probe"],
  "protection-without-standby": ["/placement/standby"],
  "same-cloud-twice": ["/placement"],
  "no-way-in": ["/access", "/software/cloudInit"],
};

/** Cuts out as little as possible: an entry of a list, a value, and only when that is not enough what it is in. */
export function soundParts(input: unknown, issues: readonly SchemaIssue[]): SoundParts {
  const smallest = issues.flatMap((issue) => smallestCuts(input, issue));
  const attempts: readonly (readonly Path[])[] = [
    smallest,
    smallest.map((path) => path.slice(0, typeof path[2] === "number" ? 3 : 2)),
    issues.map(({ path }) => path.slice(0, 1)),
  ];
  for (const cuts of attempts) {
    const pruned = prune(input, new Set(cuts.map(jsonPointer)));
    const again = RequirementRequest.safeParse(
      isGroup(pruned.value) ? { ...UNNAMED, ...withoutUnknown(pruned.value) } : UNNAMED,
    );
    if (again.success) return { request: again.data, place: placing(cuts.map(jsonPointer), pruned.kept) };
  }
  return { request: UNNAMED, place: () => null };
}

function smallestCuts(document: unknown, { code, path, keys }: SchemaIssue): readonly Path[] {
  if (code === "unrecognized_keys") return (keys ?? []).map((key) => [...path, key]);
  const entry = path.findIndex((part) => typeof part === "number");
  if (entry !== -1) return [path.slice(0, entry + 1)];
  const missing = path.length > 1 && valueAt(document, path) === undefined;
  return [missing ? path.slice(0, -1) : path];
}

function prune(input: unknown, cuts: ReadonlySet<string>): Pruned {
  const kept = new Map<string, readonly number[]>();
  return { value: walk(input, []), kept };

  function walk(value: unknown, path: Path): unknown {
    const stays = (part: PropertyKey) => !cuts.has(jsonPointer([...path, part]));
    if (Array.isArray(value)) {
      const places = [...value.keys()].filter(stays);
      if (places.length < value.length) kept.set(jsonPointer(path), places);
      return places.map((index) => walk(value[index], [...path, index]));
    }
    if (!isGroup(value)) return value;
    const entries = Object.entries(value).filter(([key]) => stays(key));
    return Object.fromEntries(entries.map(([key, inner]) => [key, walk(inner, [...path, key])]));
  }
}

function placing(cuts: readonly string[], kept: Pruned["kept"]): SoundParts["place"] {
  return (found) => {
    const issue = { ...found, pointer: originalPointer(found.pointer, kept) };
    const reads = [issue.pointer, ...(ALSO_READS[issue.code] ?? [])];
    return reads.some((read) => cuts.some((cut) => within(read, cut) || within(cut, read))) ? null : issue;
  };
}

function originalPointer(pointer: string, kept: Pruned["kept"]): string {
  for (const [list, places] of kept) {
    if (!pointer.startsWith(`${list}/`)) continue;
    const [index = "", ...rest] = pointer.slice(list.length + 1).split("/");
    return [list, String(places[Number(index)] ?? index), ...rest].join("/");
  }
  return pointer;
}

function within(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}

function withoutUnknown(group: object): object {
  return Object.fromEntries(Object.entries(group).filter(([key]) => Object.hasOwn(RequirementRequest.shape, key)));
}

function isGroup(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
