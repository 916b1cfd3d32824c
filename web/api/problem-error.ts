import type { ProblemDetails } from "../../src/contract/index.ts";

/** What the service refused, as it said it. */
export class ProblemError extends Error {
  readonly problem: ProblemDetails;

  constructor(problem: ProblemDetails) {
    super(problem.detail);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

/** The service was not reached, or something between answered in its place. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super("the service does not answer", { cause });
    this.name = "UnreachableError";
  }
}
