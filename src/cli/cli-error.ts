import type { Issue } from "../contract/index.ts";

/** Exit codes of the command line; documented in docs/cli.md. */
export const EXIT = { ok: 0, failed: 1, usage: 2, unreachable: 3, refused: 4, changes: 5 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A failure told to the person at the terminal: what happened, what to do next, and with which exit code to leave. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly remedy: string;
  readonly issues: readonly Issue[];
  readonly code: string;

  constructor(code: string, message: string, remedy: string, exitCode: ExitCode, issues: readonly Issue[] = []) {
    super(message);
    this.name = "CliError";
    this.code = code;
    this.remedy = remedy;
    this.exitCode = exitCode;
    this.issues = issues;
  }
}
