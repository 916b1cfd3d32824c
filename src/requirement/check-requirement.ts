import { type Issue, RequirementRequest } from "../contract/index.ts";
import { ok, type Result, refused } from "../kernel/result.ts";
import { describeIssue, type SchemaIssue } from "./describe-issue.ts";
import { jsonPointer } from "./json-pointer.ts";
import { measureInput } from "./measure-input.ts";
import { nearestName } from "./nearest-name.ts";
import type { ParseYaml } from "./ports.ts";
import { BASE_PROFILE, findProfile, PROFILES } from "./profiles.ts";
import { fillFromProfile, type ResolvedRequest } from "./resolved-request.ts";
import { checkRules } from "./rules/check-rules.ts";

export interface CheckDeps {
  readonly parseYaml: ParseYaml;
  /** Today, for dates that must lie ahead. */
  readonly now: Date;
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
  const said = parsed.success ? parsed.data : soundParts(input, schemaIssues);
  const profile = said.profile === undefined ? BASE_PROFILE : findProfile(said.profile);
  const request = fillFromProfile(said, profile ?? BASE_PROFILE);
  const issues = unique([
    ...schemaIssues.flatMap((issue) => describeIssue(issue, input)),
    ...(profile === undefined ? [unknownProfile(String(said.profile))] : []),
    ...checkRules(request, deps).filter((issue) => !hidesBehind(issue, schemaIssues)),
  ]);
  return issues.length === 0 ? ok(request) : refused(issues.slice(0, MAX_ISSUES));
}

/** A value of the wrong type also fails rules that were never about it; those say nothing to a person. */
function withoutEchoes(issues: readonly SchemaIssue[]): readonly SchemaIssue[] {
  const wrongTypes = new Set(issues.filter(({ code }) => code === "invalid_type").map(({ path }) => jsonPointer(path)));
  return issues.filter(({ code, path }) => code === "invalid_type" || !wrongTypes.has(jsonPointer(path)));
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

/** The categories without a schema issue, so that their rules still speak; unknown fields alone spoil nothing. */
function soundParts(input: unknown, issues: readonly SchemaIssue[]): RequirementRequest {
  const unnamed: RequirementRequest = { name: "unnamed" };
  if (typeof input !== "object" || input === null || Array.isArray(input)) return unnamed;
  const spoiled = new Set(issues.map((issue) => issue.path[0]));
  const sound = Object.entries(input).filter(
    ([key]) => Object.hasOwn(RequirementRequest.shape, key) && !spoiled.has(key),
  );
  const again = RequirementRequest.safeParse({ ...unnamed, ...Object.fromEntries(sound) });
  return again.success ? again.data : unnamed;
}

/** A rule that looks at a spoiled category would judge the profile's value instead of the person's. */
function hidesBehind(issue: Issue, schemaIssues: readonly SchemaIssue[]): boolean {
  return schemaIssues.some((found) => {
    const category = jsonPointer(found.path.slice(0, 1));
    return category !== "" && (issue.pointer === category || issue.pointer.startsWith(`${category}/`));
  });
}

function unique(issues: readonly Issue[]): readonly Issue[] {
  return [...new Map(issues.map((issue) => [`${issue.pointer}\n${issue.code}\n${issue.message}`, issue])).values()];
}
