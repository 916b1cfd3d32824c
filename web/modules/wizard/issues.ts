import type { Issue, RequirementRequest } from "../../../src/contract/index.ts";
import { RequirementRequest as Contract } from "./contract.ts";

/** One thing that is wrong, before it is put into words. */
export interface LocalIssue {
  readonly pointer: string;
  readonly code:
    | "too-small"
    | "too-big"
    | "wrong-step"
    | "missing"
    | "wrong-format"
    | "unknown-field"
    | "name-taken"
    | "secret-empty";
  /** The bound that was missed. */
  readonly limit?: number;
  /** What the limit counts. */
  readonly counts?: "characters" | "entries";
  /** The contract's own sentence. */
  readonly said?: string;
}

/** Something wrong in words, as it stands at its field and in the summary. */
export interface ShownIssue {
  readonly pointer: string;
  readonly text: string;
}

interface ZodIssueLike {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly divisor?: unknown;
  readonly origin?: unknown;
  readonly errors?: readonly (readonly ZodIssueLike[])[];
}

/** What the contract alone says of a request, without asking the service. */
export function contractIssues(request: RequirementRequest | unknown): readonly LocalIssue[] {
  const judged = Contract.safeParse(request);
  if (judged.success) return [];
  return judged.error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return [described(issue)];
    return issue.keys.map((key): LocalIssue => ({ pointer: pointerTo([...issue.path, key]), code: "unknown-field" }));
  });
}

/** The service's issues where the contract has nothing to say of the same value: it says it in the reader's language. */
export function merged(local: readonly ShownIssue[], remote: readonly ShownIssue[]): readonly ShownIssue[] {
  const told = new Set(local.map(({ pointer }) => pointer));
  return [...local, ...remote.filter(({ pointer }) => !told.has(pointer))];
}

export function pointerOf(name: string): string {
  return name === "" ? "" : `/${name.split(".").map(escaped).join("/")}`;
}

/** `/hardware/volumes/0/name` → `hardware.volumes.0.name`. */
export function nameOf(pointer: string): string {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .join(".");
}

/** What belongs at a field: what points at it and, where it has no fields of its own, what points below it. */
export function issuesAt<T extends Pick<Issue, "pointer">>(
  all: readonly T[],
  name: string,
  below: boolean,
): readonly T[] {
  const pointer = pointerOf(name);
  return all.filter((issue) => issue.pointer === pointer || (below && issue.pointer.startsWith(`${pointer}/`)));
}

function described(issue: ZodIssueLike): LocalIssue {
  const pointer = pointerTo(issue.path);
  const counts: "characters" | "entries" | null =
    issue.origin === "string" ? "characters" : issue.origin === "array" ? "entries" : null;
  const told: Pick<LocalIssue, "pointer" | "counts"> = counts === null ? { pointer } : { pointer, counts };
  switch (issue.code) {
    case "too_small":
      return { ...told, code: "too-small", limit: Number(issue.minimum) };
    case "too_big":
      return { ...told, code: "too-big", limit: Number(issue.maximum) };
    case "not_multiple_of":
      return { ...told, code: "wrong-step", limit: Number(issue.divisor) };
    case "invalid_type":
      return { pointer, code: "missing" };
    default: {
      const inner = issue.errors?.flat().find(({ code }) => code === "invalid_format") ?? issue;
      return { pointer, code: "wrong-format", ...(!inner.message.startsWith("Invalid") && { said: inner.message }) };
    }
  }
}

function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${escaped(String(part))}`).join("");
}

function escaped(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1");
}
