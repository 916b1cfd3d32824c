import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import { Agent, request as undiciRequest } from "undici";
import { AppError } from "../../kernel/app-error.ts";
import { effect } from "../../kernel/effect.ts";
import { explainFailure } from "./explain-failure.ts";
import { makeRedactor, type Redact } from "./make-redactor.ts";
import { pause } from "./pause.ts";
import { type Attempt, type RetryTools, retrySafely } from "./retry-safely.ts";

interface HttpRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream is sent as it comes and is never held as a whole. */
  readonly body?: string | Readable;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
  /** Names the request in errors instead of its URL, whose query may hold a key and a signature. */
  readonly what: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** An answer whose body is read as it comes, and must be read to its end or ended. */
export interface OpenAnswer extends Omit<HttpAnswer, "text"> {
  readonly body: Readable;
}

export interface HttpOptions {
  /** PEM bundle; replaces the built-in authorities, as it does in the Terraform provider. */
  readonly caCertificate?: string | undefined;
  /** Never let out in an error. */
  readonly secrets: readonly string[];
  readonly timeoutMs?: number;
  readonly tools?: RetryTools;
}

export interface HttpClient {
  /** Any status is an answer; no answer is AppError("cloud-unreachable") with `reason` among its facts. GET is retried. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Like `send`, once, for a body of any length; `timeoutMs` counts until its end. */
  open(request: HttpRequest): Promise<OpenAnswer>;
  readonly redact: Redact;
}

const DEFAULT_TIMEOUT_MS = 20_000;
const CONNECT_TIMEOUT_MS = 5_000;
const LARGEST_ANSWER = 64 * 1024 * 1024;
/** Ids in a description of a request; a boundary is a place in the program, not an object. */
const NUMBERS = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{32}|\d+/gi;
const WORTH_REPEATING = new Set(["cut-off", "refused"]);
const BUSY = new Set([429, 502, 503, 504]);

/** One connection pool for one cloud. Follows no redirects: they could carry a token to another host. */
export function makeHttpClient(options: HttpOptions): HttpClient {
  const ca = options.caCertificate;
  const agent = new Agent({
    connect: ca === undefined ? { timeout: CONNECT_TIMEOUT_MS } : { timeout: CONNECT_TIMEOUT_MS, ca },
  });
  const tools = options.tools ?? { pause, random: Math.random };
  const redact = makeRedactor(options.secrets);

  function ask(request: HttpRequest) {
    const limit = AbortSignal.timeout(request.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const signal = request.signal === undefined ? limit : AbortSignal.any([limit, request.signal]);
    return undiciRequest(request.url, {
      method: request.method,
      headers: { accept: "application/json", "user-agent": "twinstack", ...request.headers },
      body: request.body ?? null,
      dispatcher: agent,
      signal,
    });
  }

  async function sendOnce(request: HttpRequest): Promise<HttpAnswer> {
    return effect(boundaryOf(request), async () => {
      const answer = await ask(request);
      const text = await readText(answer.body, request.what);
      return { status: answer.statusCode, headers: flatten(answer.headers), text };
    });
  }

  async function attempt(request: HttpRequest): Promise<Attempt<HttpAnswer | AppError>> {
    try {
      const answer = await sendOnce(request);
      return { value: answer, again: BUSY.has(answer.status) ? { afterMs: retryAfterMs(answer) } : null };
    } catch (error) {
      const failure = unreachable(request, error);
      return { value: failure, again: WORTH_REPEATING.has(String(failure.facts["reason"])) ? { afterMs: null } : null };
    }
  }

  return {
    redact,
    async open(request) {
      try {
        const answer = await effect(boundaryOf(request), () => ask(request));
        return { status: answer.statusCode, headers: flatten(answer.headers), body: answer.body };
      } catch (error) {
        throw unreachable(request, error);
      }
    },
    async send(request) {
      const value =
        request.method === "GET"
          ? await retrySafely(() => attempt(request), tools, request.signal)
          : (await attempt(request)).value;
      if (value instanceof AppError) throw value;
      return value;
    },
  };
}

function boundaryOf({ method, what }: HttpRequest): string {
  return `cloud: ${method} ${what.replaceAll(NUMBERS, "…")}`;
}

function unreachable(request: HttpRequest, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const host = hostOf(request.url);
  const { reason, text, remedy } = explainFailure(request.signal?.aborted === true ? { name: "AbortError" } : error);
  return new AppError("cloud-unreachable", `${request.what}: ${text} (${host}). ${remedy}`, { host, reason, remedy });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "an address that cannot be read";
}

function flatten(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
}

async function readText(body: AsyncIterable<Uint8Array>, what: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > LARGEST_ANSWER) {
      throw new AppError(
        "cloud-refused",
        `${what}: the answer is larger than ${LARGEST_ANSWER} bytes and was not read`,
        {
          reason: "too-large",
        },
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function retryAfterMs(answer: HttpAnswer): number | null {
  const seconds = Number(answer.headers["retry-after"]);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}
