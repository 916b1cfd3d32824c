import { Document, isNode, LineCounter, parseDocument } from "yaml";
import type { Profile, RequirementRequest } from "../../../src/contract/index.ts";
import { contractIssues, type LocalIssue } from "./issues.ts";
import { toRequest, type Values, withoutSecrets } from "./values.ts";

/** The requirement file of these values, as the command line takes it. What is secret is left out, and the file says so. */
export function writeFile(values: Values, profile: Profile, secretNote: string): string {
  const document = new Document(toRequest(withoutSecrets(values), profile));
  const secret = values.access.password !== null && values.access.password !== "";
  if (secret || values.software.files.some((file) => file.secret)) document.commentBefore = ` ${secretNote}`;
  return document.toString({ lineWidth: 100 });
}

/** Something wrong in a pasted file, with its place. */
export interface FileIssue {
  /** From 1; null when the place is not known. */
  readonly line: number | null;
  /** What YAML itself says; null when the contract has something to say. */
  readonly text: string | null;
  readonly issue: LocalIssue | null;
}

export type ReadFile =
  | { readonly ok: true; readonly request: RequirementRequest }
  | { readonly ok: false; readonly issues: readonly FileIssue[] };

/** Reads a requirement file, or says everything that is wrong with it. */
export function readFile(text: string): ReadFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    const issues = broken.map(({ pos, message }) => ({ line: lines.linePos(pos[0]).line, text: message, issue: null }));
    return { ok: false, issues };
  }
  let request: unknown;
  try {
    request = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return { ok: false, issues: [{ line: null, text: error instanceof Error ? error.message : "", issue: null }] };
  }
  const issues = contractIssues(request).map((issue) => ({ line: lineOf(issue.pointer), text: null, issue }));
  return issues.length === 0 ? { ok: true, request: request as RequirementRequest } : { ok: false, issues };

  /** The value's own line, or that of the nearest thing around it. */
  function lineOf(pointer: string): number | null {
    const path = pointer
      .split("/")
      .slice(1)
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range != null) return lines.linePos(node.range[0]).line;
    }
    return null;
  }
}
