import type { Readable } from "node:stream";
import * as z from "zod";
import type { OpenstackRegistration } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { HttpAnswer, HttpClient } from "../http/http-client.ts";
import { readAs, readJson } from "../http/read-json.ts";
import { findEndpoint, type ServiceName } from "./endpoints.ts";
import type { Identity, Session } from "./identity.ts";
import { openstackRefusal } from "./refusal.ts";

export interface OpenstackApi {
  get<T>(service: ServiceName, path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T>;
  /** All pages of a list; `key` is its name in the answer. `microversion` is Nova's; left out: the oldest. */
  list<T>(
    service: ServiceName,
    path: string,
    key: string,
    schema: z.ZodType<T>,
    signal?: AbortSignal,
    microversion?: string,
  ): Promise<readonly T[]>;
  /** A call that changes something; its answer's status. Refusals other than those in `expected` are thrown. */
  change(request: ChangeRequest, signal?: AbortSignal): Promise<number>;
  /** The bytes of an answer as text, such as of a very small image. */
  text(service: ServiceName, path: string, signal?: AbortSignal): Promise<string>;
  /** A call whose answer is needed, such as the address of a console. */
  ask<T>(request: ChangeRequest, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T>;
  endpoint(service: ServiceName, signal?: AbortSignal): Promise<string>;
  /** The project the token is for; list calls of an administrator answer for all projects unless it is named. */
  projectId(signal?: AbortSignal): Promise<string>;
}

export interface ChangeRequest {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly service: ServiceName;
  readonly path: string;
  /** Sent as JSON; `Content` as it is. */
  readonly body?: unknown;
  /** Left out: JSON. */
  readonly mediaType?: string;
  /** Statuses beside 2xx that are an answer, not a failure: 404 of what is gone already. */
  readonly expected?: readonly number[];
  /** Nova's, such as `2.6`; left out: the oldest. */
  readonly microversion?: string;
}

/** Bytes that go as they are; opened anew when a token has to be renewed. */
export class Content {
  readonly sizeBytes: number;
  readonly open: () => Readable;

  constructor(sizeBytes: number, open: () => Readable) {
    this.sizeBytes = sizeBytes;
    this.open = open;
  }
}

type Call = Pick<ChangeRequest, "service" | "path" | "body" | "microversion" | "mediaType"> & {
  readonly method: "GET" | ChangeRequest["method"];
};

const MOST_PAGES = 200;
/** A slow line carries 40 GiB in that time at 1 MiB/s. */
const CONTENT_PATIENCE_MS = 12 * 3_600_000;

/** Authenticated calls to the services of one region. A refused token is renewed once per call. */
export function makeOpenstackApi(
  http: HttpClient,
  identity: Identity,
  registration: OpenstackRegistration,
): OpenstackApi {
  async function fetchJson(
    service: ServiceName,
    path: string,
    signal: AbortSignal | undefined,
    microversion?: string,
  ): Promise<unknown> {
    const what = `${service} ${path.split("?")[0]}`;
    const { session, answer } = await sendSignedIn(
      { method: "GET", service, path, ...(microversion !== undefined && { microversion }) },
      what,
      signal,
    );
    if (answer.status !== 200 && answer.status !== 203) throw openstackRefusal(answer, what, redactToken(session));
    return readJson(answer, what);
  }

  async function sendSignedIn(call: Call, what: string, signal: AbortSignal | undefined) {
    let session = await identity.session(signal);
    let answer = await send(session, call, what, signal);
    if (answer.status === 401) {
      identity.forget(session);
      session = await identity.session(signal);
      answer = await send(session, call, what, signal);
    }
    return { session, answer };
  }

  function send(session: Session, call: Call, what: string, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    const { method, service, path, body, microversion, mediaType = "application/json" } = call;
    const base = findEndpoint(session.catalog, service, registration.region);
    return http.send({
      method,
      url: path.startsWith("/") ? `${base}${path}` : path,
      headers: {
        "x-auth-token": session.token,
        "cache-control": "no-cache",
        ...(body !== undefined && { "content-type": mediaType }),
        ...(body instanceof Content && { "content-length": String(body.sizeBytes) }),
        // The second name is for clouds older than the first.
        ...(microversion !== undefined && {
          "openstack-api-version": `compute ${microversion}`,
          "x-openstack-nova-api-version": microversion,
        }),
      },
      ...(body !== undefined && { body: body instanceof Content ? body.open() : JSON.stringify(body) }),
      ...(body instanceof Content && { timeoutMs: CONTENT_PATIENCE_MS }),
      signal,
      what,
    });
  }

  function redactToken(session: Session): (text: string) => string {
    return (text) => http.redact(text).replaceAll(session.token, "…");
  }

  return {
    async get(service, path, schema, signal) {
      return readAs(schema, await fetchJson(service, path, signal), `${service} ${path.split("?")[0]}`);
    },

    async list(service, path, key, schema, signal, microversion) {
      const what = `${service} ${path.split("?")[0]}`;
      const items = [];
      let query: string | null = path.split("?")[1] ?? "";
      const seen = new Set<string>();
      while (query !== null) {
        if (seen.has(query) || seen.size >= MOST_PAGES) throw endlessPages(what);
        seen.add(query);
        const page = `${path.split("?")[0]}${query === "" ? "" : `?${query}`}`;
        const body = await fetchJson(service, page, signal, microversion);
        items.push(...(readAs(z.object({ [key]: z.array(schema) }), body, what)[key] ?? []));
        query = nextQuery(body, key);
      }
      return items;
    },

    async change(request, signal) {
      const what = `${request.service} ${request.method} ${request.path.split("?")[0]}`;
      const { session, answer } = await sendSignedIn(request, what, signal);
      const { status } = answer;
      if ((status >= 200 && status < 300) || request.expected?.includes(status) === true) return status;
      throw openstackRefusal(answer, what, redactToken(session));
    },

    async text(service, path, signal) {
      const what = `${service} ${path.split("?")[0]}`;
      const { session, answer } = await sendSignedIn({ method: "GET", service, path }, what, signal);
      if (answer.status < 200 || answer.status >= 300) throw openstackRefusal(answer, what, redactToken(session));
      return answer.text;
    },

    async ask(request, schema, signal) {
      const what = `${request.service} ${request.method} ${request.path.split("?")[0]}`;
      const { session, answer } = await sendSignedIn(request, what, signal);
      if (answer.status < 200 || answer.status >= 300) throw openstackRefusal(answer, what, redactToken(session));
      return readAs(schema, readJson(answer, what), what);
    },

    async projectId(signal) {
      return (await identity.session(signal)).project?.id ?? "";
    },

    async endpoint(service, signal) {
      return findEndpoint((await identity.session(signal)).catalog, service, registration.region);
    },
  };
}

const NextLink = z.object({ rel: z.string(), href: z.string() });

/** Only the query of the next link is used: behind a proxy its host is often an internal one, and a token goes nowhere else. */
function nextQuery(body: unknown, key: string): string | null {
  if (typeof body !== "object" || body === null) return null;
  const fields: Readonly<Record<string, unknown>> = { ...body };
  const links = z.array(NextLink).safeParse(fields[`${key}_links`] ?? fields[`${key.replace(/s$/, "")}_links`]);
  const href = links.data?.find((link) => link.rel === "next")?.href ?? fields["next"];
  return typeof href === "string" ? (href.split("?")[1] ?? null) : null;
}

function endlessPages(what: string): AppError {
  return new AppError("cloud-refused", `${what}: the list does not end; its pages repeat.`, { reason: "paging" });
}
