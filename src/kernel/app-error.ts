import { type Issue, PROBLEMS, type ProblemCode } from "../contract/index.ts";

/** Facts about a failure: ids, names, numbers; never a secret. `issues` is shown as a list of its own. */
export type Facts = { readonly issues?: readonly Issue[] } & Readonly<Record<string, unknown>>;

/** The only error thrown on purpose. `detail` says what happened and what to do, with the real identifiers. */
export class AppError extends Error {
  readonly code: ProblemCode;
  readonly facts: Facts;

  constructor(code: ProblemCode, detail: string, facts: Facts = {}, options?: ErrorOptions) {
    super(detail, options);
    this.name = "AppError";
    this.code = code;
    this.facts = facts;
  }

  /** HTTP status of the problem table. */
  get status(): number {
    return PROBLEMS[this.code].status;
  }
}
