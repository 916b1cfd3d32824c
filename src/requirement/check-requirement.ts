import { type Issue, type Requirement, RequirementRequest } from "../contract/index.ts";
import { ok, type Result, refused } from "../kernel/result.ts";
import { describeIssue, type SchemaIssue } from "./describe-issue.ts";
import { jsonPointer } from "./json-pointer.ts";
import { measureInput } from "./measure-input.ts";
import { nearestName } from "./nearest-name.ts";
import type { ParseYaml } from "./ports.ts";
import { BASE_PROFILE, findProfile, PROFILES } from "./profiles.ts";
import { fillFromProfile, type ResolvedRequest } from "./resolved-request.ts";
import { checkRules } from "./rules/check-rules.ts";
import { soundParts } from "./sound-parts.ts";

export interface CheckDeps {
  readonly parseYaml: ParseYaml;
  /** Today, for dates that must lie ahead. */
  readonly now: Date;
  /** What is changed: its password and its secret files stay where the request does not name others. */
  readonly previous?: Requirement | null;
}

const MAX_ISSUES = 100;

/**
 * Judges what a person sent: the request with its profile laid under it, or everything that is wrong with it at once.
 * Never throws, whatever the input.
 */
export function checkRequirement(input: unknown, deps: CheckDeps): Result<ResolvedRequest, readonly Issue[]> {
  const tooLarge = measureInput(input);
  if (tooLarge !== null) return refused([tooLarge]);
  const parsed = RequirementRequest.safeParse(input);
  const schemaIssues: readonly SchemaIssue[] = parsed.success ? [] : withoutEchoes(parsed.error.issues);
  const { request: said, place } = parsed.success
    ? { request: parsed.data, place: (issue: Issue) => issue }
    : soundParts(input, schemaIssues);
  const profile = said.profile === undefined ? BASE_PROFILE : findProfile(said.profile);
  const request = fillFromProfile(said, profile ?? BASE_PROFILE, deps.previous ?? null);
  const issues = unique([
    ...schemaIssues.flatMap((issue) => describeIssue(issue, input)),
    ...(profile === undefined ? [unknownProfile(String(said.profile))] : []),
    ...checkRules(request, deps).flatMap((issue) => place(issue) ?? []),
  ]);
  return issues.length === 0 ? ok(request) : refused(issues.slice(0, MAX_ISSUES));
}

/** One value, one mistake: a wrong type or size also fails rules that were never about it and say nothing to a person. */
function withoutEchoes(issues: readonly SchemaIssue[]): readonly SchemaIssue[] {
  const told = new Map<string, number>();
  for (const { code, path } of issues) {
    const pointer = jsonPointer(path);
    told.set(pointer, Math.max(told.get(pointer) ?? 0, weightOf(code)));
  }
  return issues.filter(({ code, path }) => weightOf(code) === told.get(jsonPointer(path)));
}

function weightOf(code: string | undefined): number {
  if (code === "invalid_type") return 3;
  // An unknown field stands beside whatever else is wrong with its group.
  if (code === "unrecognized_keys") return 3;
  return code === "too_small" || code === "too_big" ? 2 : 1;
}

function unknownProfile(id: string): Issue {
  const names = PROFILES.map((profile) => profile.id);
  const meant = nearestName(id, names);
  return {
    pointer: "/profile",
    code: "unknown-profile",
    message: `There is no profile “${id.slice(0, 60)}”.`,
    remedy: `${meant === null ? "" : `Did you mean “${meant}”? `}Known profiles: ${names.join(", ")}.`,
  };
}

function unique(issues: readonly Issue[]): readonly Issue[] {
  return [...new Map(issues.map((issue) => [`${issue.pointer}\n${issue.code}\n${issue.message}`, issue])).values()];
}
