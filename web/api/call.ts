import type { ProblemDetails } from "../../src/contract/index.ts";
import { ProblemError, UnreachableError } from "./problem-error.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface CallOptions {
  /** Sent as JSON, as YAML where it is text, and as it is where it is a piece of a file. */
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface StreamOptions extends CallOptions {
  /** GET unless said otherwise. */
  readonly method?: Method;
}

const ACTING = "twinstack.acting-for";

/** The account that is acted for; none is the person's own. */
let actingAccount: string | null = globalThis.sessionStorage?.getItem(ACTING) ?? null;
let onSignedOut = (): void => undefined;

export function actsFor(): string | null {
  return actingAccount;
}

/** Kept for this tab only: two tabs may act for two accounts. */
export function actFor(account: string | null): void {
  actingAccount = account;
  if (account === null) sessionStorage.removeItem(ACTING);
  else sessionStorage.setItem(ACTING, account);
}

/** Hears of every answer that says that the session is over. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/**
 * One request to the public API, with the session's cookie.
 *
 * @param path below `/api/v1`
 * @throws ProblemError what the service refused; UnreachableError when it was not reached
 */
export async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  const response = await send(method, path, options);
  if (response.status === 204) return undefined as T;
  const answer = await readJson(response);
  if (response.ok) return answer as T;
  if (!isProblem(answer)) throw new UnreachableError(new Error(`${response.status} without problem details`));
  if (answer.code === "not-authenticated") onSignedOut();
  throw new ProblemError(answer);
}

/** A page of a list; `nextCursor` is null on the last one, and missing where a list has only one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string | null;
}

/** The entries of a list, or of its first page. */
export async function listOf<T>(
  path: string,
  options: Pick<CallOptions, "query" | "signal"> = {},
): Promise<readonly T[]> {
  return (await call<Page<T>>("GET", path, options)).items;
}

/**
 * One request whose answer is read as it comes, such as the log of a run.
 *
 * @throws ProblemError what the service refused; UnreachableError when it was not reached
 */
export async function openStream(path: string, options: StreamOptions = {}): Promise<Response> {
  const response = await send(options.method ?? "GET", path, options);
  if (response.ok) return response;
  const answer = await readJson(response);
  if (!isProblem(answer)) throw new UnreachableError(new Error(`${response.status} without problem details`));
  if (answer.code === "not-authenticated") onSignedOut();
  throw new ProblemError(answer);
}

async function send(method: Method, path: string, options: CallOptions): Promise<Response> {
  const { body } = options;
  const headers = new Headers({ accept: "application/json", ...options.headers });
  const isPiece = body instanceof Blob;
  if (body !== undefined && !isPiece)
    headers.set("content-type", typeof body === "string" ? "application/yaml" : "application/json");
  if (actingAccount !== null) headers.set("twinstack-account", actingAccount);
  try {
    return await fetch(addressOf(path, options.query), {
      method,
      headers,
      credentials: "same-origin",
      redirect: "error",
      ...(body !== undefined && { body: typeof body === "string" || isPiece ? body : JSON.stringify(body) }),
      ...(options.signal !== undefined && { signal: options.signal }),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new UnreachableError(error);
  }
}

export function addressOf(path: string, query: CallOptions["query"] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value));
  const text = parameters.toString();
  return `/api/v1${path}${text === "" ? "" : `?${text}`}`;
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    throw new UnreachableError(error);
  }
}

function isProblem(answer: unknown): answer is ProblemDetails {
  return typeof answer === "object" && answer !== null && "code" in answer && "remedy" in answer;
}
