import type { RequirementRequest } from "../../../src/contract/index.ts";
import { contractIssues, type LocalIssue, merged, type ShownIssue } from "./issues.ts";
import type { Check } from "./use-check.ts";
import { useWords } from "./use-words.ts";
import type { Values } from "./values.ts";

export interface ToJudge {
  readonly values: Values;
  readonly request: RequirementRequest;
  readonly check: Check;
  /** Names that are not free. */
  readonly taken: readonly string[];
  /** Paths of secret files that the machine has: their content stays when none is written. */
  readonly keptSecrets: readonly string[];
}

/** Everything that is wrong now: at once what the contract says, and a moment later what the service adds. */
export function useShownIssues({ values, request, check, taken, keptSecrets }: ToJudge): readonly ShownIssue[] {
  const { issueText, ruleText } = useWords();
  const own: readonly LocalIssue[] = [
    ...contractIssues(request),
    ...nameTaken(values, taken),
    ...emptySecrets(values, keptSecrets),
  ];
  const local = own.map((issue) => ({ pointer: issue.pointer, text: issueText(issue) }));
  const remote = (check.report?.issues ?? []).map((issue) => ({ pointer: issue.pointer, text: ruleText(issue) }));
  return merged(local, remote);
}

function nameTaken({ name }: Values, taken: readonly string[]): readonly LocalIssue[] {
  return taken.includes(name) ? [{ pointer: "/name", code: "name-taken" }] : [];
}

function emptySecrets({ software }: Values, kept: readonly string[]): readonly LocalIssue[] {
  return software.files.flatMap((file, index): readonly LocalIssue[] =>
    file.secret && !file.content && !kept.includes(file.path)
      ? [{ pointer: `/software/files/${index}/content`, code: "secret-empty" }]
      : [],
  );
}
