import type { Readable } from "node:stream";
import type { OpenstackRegistration } from "../../../contract/index.ts";
import { AppError } from "../../../kernel/app-error.ts";
import type { HttpAnswer, HttpClient, OpenAnswer } from "../../http/http-client.ts";
import { findEndpoint } from "../endpoints.ts";
import type { Identity, Session } from "../identity.ts";
import { openstackRefusal } from "../refusal.ts";

export interface SwiftCall {
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** Of container and object, encoded, below the account; with its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses beside 2xx that are an answer. */
  readonly expected?: readonly number[];
}

/** Swift speaks of bytes and headers where the other services speak JSON. */
export interface SwiftApi {
  send(call: SwiftCall, signal?: AbortSignal): Promise<HttpAnswer>;
  /** The answer's body as it comes; of a refusal it has been read. */
  open(call: SwiftCall, signal?: AbortSignal): Promise<OpenAnswer>;
  /** Sends a body. Its token is fresh, because the bytes come only once. */
  upload(call: SwiftCall & { readonly body: Readable }, signal?: AbortSignal): Promise<HttpAnswer>;
  /** Base address of the project's account, without a trailing slash. */
  account(signal?: AbortSignal): Promise<string>;
  session(signal?: AbortSignal): Promise<Session>;
}

const TRANSFER_PATIENCE_MS = 12 * 3_600_000;

export function makeSwiftApi(http: HttpClient, identity: Identity, registration: OpenstackRegistration): SwiftApi {
  const baseOf = ({ catalog }: Session) => findEndpoint(catalog, "object storage", registration.region);

  function request(session: Session, { method, path, headers }: SwiftCall, signal: AbortSignal | undefined) {
    return {
      ...{ method, url: `${baseOf(session)}${path}`, signal, what: whatOf(method) },
      headers: { "x-auth-token": session.token, ...headers },
    };
  }

  async function signedIn<T extends { readonly status: number }>(
    act: (session: Session) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly session: Session; readonly answer: T }> {
    const session = await identity.session(signal);
    const answer = await act(session);
    if (answer.status !== 401) return { session, answer };
    identity.forget(session);
    const fresh = await identity.session(signal);
    return { session: fresh, answer: await act(fresh) };
  }

  function judged(call: SwiftCall, answer: HttpAnswer, session: Session): HttpAnswer {
    const { status } = answer;
    if ((status >= 200 && status < 300) || call.expected?.includes(status) === true) return answer;
    if (status === 413) throw new AppError("bucket-full", "The cloud says that the bucket's quota is used up.");
    const redact = (text: string) => http.redact(text).replaceAll(session.token, "…");
    throw openstackRefusal(asJson(answer), whatOf(call.method), redact);
  }

  async function send(call: SwiftCall, signal?: AbortSignal): Promise<HttpAnswer> {
    const { session, answer } = await signedIn((now) => http.send(request(now, call, signal)), signal);
    return judged(call, answer, session);
  }

  return {
    send,

    async open(call, signal) {
      const ask = (now: Session) => http.open({ ...request(now, call, signal), timeoutMs: TRANSFER_PATIENCE_MS });
      const { session, answer } = await signedIn(async (now) => {
        const opened = await ask(now);
        if (opened.status === 401) opened.body.resume();
        return opened;
      }, signal);
      if (answer.status >= 200 && answer.status < 300) return answer;
      answer.body.resume();
      judged(call, { status: answer.status, headers: answer.headers, text: "" }, session);
      return answer;
    },

    async upload({ body, ...call }, signal) {
      try {
        await send({ method: "HEAD", path: "" }, signal);
        const session = await identity.session(signal);
        const timeoutMs = TRANSFER_PATIENCE_MS;
        return judged(call, await http.send({ ...request(session, call, signal), body, timeoutMs }), session);
      } finally {
        body.destroy();
      }
    },

    account: async (signal) => baseOf(await identity.session(signal)),
    session: (signal) => identity.session(signal),
  };
}

function whatOf(method: string): string {
  return `object storage ${method}`;
}

/** Its refusals are HTML or plain text; HEAD has none. */
function asJson(answer: HttpAnswer): HttpAnswer {
  return { ...answer, text: JSON.stringify({ message: answer.text.slice(0, 1_000) || "no reason given" }) };
}
