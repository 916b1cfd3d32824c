import { PROBLEMS, type ProblemCode } from "../../src/contract/index.ts";
import type { FuzzRequest } from "./api-requests.ts";

export interface FuzzAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

export interface Forbidden {
  /** Text of the other tenants that nobody else may read. */
  readonly marks: readonly string[];
  /** Text that stands in no answer at all. */
  readonly secrets: readonly string[];
  /** The same, of the callers' own things: tokens of {@link TOKEN_LENGTH}; they grow while the fuzz goes on. */
  readonly ownSecrets: ReadonlySet<string>;
  /** Operations whose thing is judged before anything else of the request. */
  readonly guarded: ReadonlySet<string>;
}

const TRACE =
  /\bat (?:async )?[\w.<>]+ \(?(?:file:|node:|\/)|node_modules|\.ts:\d+|invalid input syntax|violates .* constraint/;
/** 32 random bytes as the product writes them. */
export const TOKEN_LENGTH = 43;
const TOKEN_LIKE = new RegExp(`[\\w-]{${TOKEN_LENGTH},}`, "g");
/** Exports are full of them, and no random token has such digits alone. */
const HASH = /^[0-9a-f]+$/;
/** Busy with passwords, or a cloud that is away: nothing of ours is broken. */
const SAID: readonly string[] = ["overloaded"];

/** What is wrong with the answer; empty when nothing is. */
export function judge(request: FuzzRequest, answer: FuzzAnswer, forbidden: Forbidden): readonly string[] {
  const { statusCode: status, body } = answer;
  const wrong: string[] = [];
  const problem = status >= 400 && !isProtocol(request) ? readProblem(answer) : null;
  if (typeof problem === "string") wrong.push(problem);
  if (status >= 500 && !isForeseen(problem)) wrong.push(`the service failed with ${status}`);
  if (status < 200) wrong.push(`${status} is no answer`);
  if (!looksAcross(request) && forbidden.marks.some((mark) => body.includes(mark)))
    wrong.push("the answer shows the other tenant's thing");
  if (forbidden.secrets.some((secret) => body.includes(secret)) || shows(body, forbidden.ownSecrets))
    wrong.push("the answer shows a secret");
  const headers = JSON.stringify(answer.headers);
  if ([...forbidden.marks, ...forbidden.secrets].some((text) => headers.includes(text)))
    wrong.push("a header shows what is not the caller's");
  if ("x-injected" in answer.headers) wrong.push("a header was injected");
  if (status >= 400 && TRACE.test(body)) wrong.push("the answer shows the inside of the service");
  if (request.foreign.length > 0 && status < 400 && request.method !== "OPTIONS")
    wrong.push(`a foreign thing was answered with ${status}`);
  if (isStrict(request, forbidden) && ![401, 403, 404].includes(status))
    wrong.push(`a foreign thing was refused with ${status}`);
  return wrong;
}

/**
 * Whether one of the tokens stands in the text. They become hundreds and the largest answers megabytes: looking for one
 * after the other took half of the fuzz's time.
 */
function shows(text: string, tokens: ReadonlySet<string>): boolean {
  for (const [run] of text.matchAll(TOKEN_LIKE)) {
    if (HASH.test(run)) continue;
    for (let start = 0; start + TOKEN_LENGTH <= run.length; start += 1)
      if (tokens.has(run.slice(start, start + TOKEN_LENGTH))) return true;
  }
  return false;
}

/** The request would have reached the foreign thing had it been the caller's. */
function isStrict({ foreignObject, operation, method }: FuzzRequest, { guarded }: Forbidden): boolean {
  return foreignObject && method === operation.method && guarded.has(operation.key);
}

/** Administrators of the site see the names of everybody's things, and nobody else does. */
function looksAcross({ operation, caller }: FuzzRequest): boolean {
  return operation.path.startsWith("/api/v1/admin/") && caller.name.startsWith("root");
}

/** Terraform's protocol has refusals of its own. */
function isProtocol({ operation }: FuzzRequest): boolean {
  return operation.path.startsWith("/state/");
}

function readProblem({ statusCode, headers, body }: FuzzAnswer): { readonly code: string } | string {
  if (!String(headers["content-type"]).startsWith("application/problem+json"))
    return "a refusal is no problem document";
  try {
    const { code, requestId, status } = JSON.parse(body) as Readonly<Record<string, unknown>>;
    if (typeof code !== "string" || !(code in PROBLEMS)) return "a refusal has no code";
    if (typeof requestId !== "string" || requestId === "") return "a refusal has no request id";
    if (status !== statusCode) return `a refusal says ${status} and comes as ${statusCode}`;
    return { code };
  } catch {
    return "a refusal is no JSON";
  }
}

function isForeseen(problem: { readonly code: string } | string | null): boolean {
  if (problem === null || typeof problem === "string") return false;
  return SAID.includes(problem.code) || PROBLEMS[problem.code as ProblemCode].fault === "cloud";
}
