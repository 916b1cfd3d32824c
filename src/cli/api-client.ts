import { ProblemDetails } from "../contract/index.ts";
import { CliError, EXIT, type ExitCode } from "./cli-error.ts";
import type { Settings } from "./settings.ts";

/** A body that is sent as it lies on disk; the service reads YAML and JSON itself. */
export interface RawBody {
  readonly contentType: "application/yaml" | "application/json";
  readonly text: string;
}

export interface ApiClient {
  readonly settings: Settings;
  get<T>(path: string): Promise<T>;
  /** Every entry of a paged list, page after page. `path` has no cursor. */
  getAll<T>(path: string): Promise<readonly T[]>;
  post<T>(path: string, body: unknown): Promise<T>;
  send<T>(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<T>;
  /** Headers of an answer that has no body: to HEAD, or to bytes that are sent. */
  headers(method: "HEAD" | "PATCH", path: string, bytes?: BytesBody): Promise<Headers>;
  /** Sends a whole file as it is read. */
  upload<T>(path: string, file: Blob, headers: Readonly<Record<string, string>>): Promise<T>;
  /** An open response for streaming; the caller reads its body. */
  stream(path: string, headers: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Response>;
}

/** A piece of a file. */
export interface BytesBody {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

export function rawBody(contentType: RawBody["contentType"], text: string): RawBody {
  return { contentType, text };
}

function isRawBody(body: unknown): body is RawBody {
  return typeof body === "object" && body !== null && "contentType" in body && "text" in body;
}

/**
 * Speaks HTTP with the service and turns every refusal into a CliError with the service's own words.
 *
 * @param account handle of the organisation to act for; left out: for oneself
 */
export function makeApiClient(settings: Settings, account?: string): ApiClient {
  async function request(
    method: string,
    path: string,
    init: { body?: unknown; headers?: Readonly<Record<string, string>>; signal?: AbortSignal | undefined },
  ): Promise<Response> {
    const headers: Record<string, string> = { accept: "application/json", ...init.headers };
    if (settings.token !== null) headers["authorization"] = `Bearer ${settings.token}`;
    if (account !== undefined) headers["twinstack-account"] = account;
    let payload: string | Uint8Array<ArrayBuffer> | Blob | null = null;
    if (init.body instanceof Blob) payload = init.body;
    else if (init.body instanceof Uint8Array) payload = Uint8Array.from(init.body);
    else if (isRawBody(init.body)) {
      headers["content-type"] = init.body.contentType;
      payload = init.body.text;
    } else if (init.body !== undefined) {
      headers["content-type"] = "application/json";
      payload = JSON.stringify(init.body);
    }
    let response: Response;
    try {
      response = await fetch(settings.url + path, {
        method,
        headers,
        body: payload,
        signal: init.signal ?? null,
        redirect: "error",
      });
    } catch (cause) {
      if (init.signal?.aborted === true) throw cause;
      throw unreachable(settings, cause);
    }
    if (!response.ok) throw await refusal(response, settings);
    return response;
  }

  async function send<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    const response = await request(method, path, { body, headers });
    const text = await response.text();
    if (text === "") return null as T;
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new CliError(
        "not-twinstack",
        `${settings.url} answered something that is not JSON`,
        "Is this the address of a TwinStack service?",
        EXIT.unreachable,
      );
    }
  }

  return {
    settings,
    get: (path) => send("GET", path),
    async getAll<T>(path: string) {
      const all: T[] = [];
      const joint = path.includes("?") ? "&" : "?";
      for (let cursor: string | null | undefined = ""; typeof cursor === "string"; ) {
        const next = cursor === "" ? "" : `${joint}cursor=${encodeURIComponent(cursor)}`;
        const page: { readonly items: readonly T[]; readonly nextCursor?: string | null } = await send(
          "GET",
          path + next,
        );
        all.push(...page.items);
        cursor = page.nextCursor;
      }
      return all;
    },
    post: (path, body) => send("POST", path, body),
    send,
    async headers(method, path, bytes) {
      const init = bytes === undefined ? {} : { body: bytes.bytes, headers: bytes.headers };
      return (await request(method, path, init)).headers;
    },
    async upload<T>(path: string, body: Blob, headers: Readonly<Record<string, string>>) {
      const sent = { body, headers: { "content-type": "application/octet-stream", ...headers } };
      return (await (await request("PUT", path, sent)).json()) as T;
    },
    stream: (path, headers, signal) => request("GET", path, { headers, signal }),
  };
}

/** A service that does not answer, in words. */
export function unreachable(settings: Settings, cause: unknown): CliError {
  const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
  return new CliError(
    "service-unreachable",
    `The service at ${settings.url} (from ${settings.urlSource}) does not answer: ${reason}`,
    "Start it with `npm start`, or set TWINSTACK_URL to where it runs.",
    EXIT.unreachable,
  );
}

/** A refusal in the service's own words. */
export async function refusal(response: Response, settings: Settings): Promise<CliError> {
  const text = await response.text();
  const parsed = ProblemDetails.safeParse(parseJson(text));
  if (!parsed.success) {
    return new CliError(
      "not-twinstack",
      `${settings.url} answered ${response.status} without problem details`,
      "Is this the address of a TwinStack service?",
      EXIT.unreachable,
    );
  }
  const problem = parsed.data;
  const detail = problem.detail === "" ? problem.title : `${problem.title}: ${problem.detail}`;
  return new CliError(problem.code, detail, problem.remedy, exitCodeOf(problem.status), problem.issues ?? []);
}

function exitCodeOf(status: number): ExitCode {
  if (status === 400 || status === 413 || status === 415 || status === 422) return EXIT.usage;
  return status >= 500 ? EXIT.failed : EXIT.refused;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
