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
  /** All pages of a list; `key` is its name in the answer. */
  list<T>(
    service: ServiceName,
    path: string,
    key: string,
    schema: z.ZodType<T>,
    signal?: AbortSignal,
  ): Promise<readonly T[]>;
  endpoint(service: ServiceName, signal?: AbortSignal): Promise<string>;
}

const MOST_PAGES = 200;

/** Authenticated calls to the services of one region. A refused token is renewed once per call. */
export function makeOpenstackApi(
  http: HttpClient,
  identity: Identity,
  registration: OpenstackRegistration,
): OpenstackApi {
  async function fetchJson(service: ServiceName, path: string, signal: AbortSignal | undefined): Promise<unknown> {
    const what = `${service} ${path.split("?")[0]}`;
    let session = await identity.session(signal);
    let answer = await send(session, service, path, what, signal);
    if (answer.status === 401) {
      identity.forget(session);
      session = await identity.session(signal);
      answer = await send(session, service, path, what, signal);
    }
    if (answer.status !== 200 && answer.status !== 203) throw openstackRefusal(answer, what, redactToken(session));
    return readJson(answer, what);
  }

  function send(
    session: Session,
    service: ServiceName,
    path: string,
    what: string,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    const base = findEndpoint(session.catalog, service, registration.region);
    return http.send({
      method: "GET",
      url: path.startsWith("/") ? `${base}${path}` : path,
      headers: { "x-auth-token": session.token, "cache-control": "no-cache" },
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

    async list(service, path, key, schema, signal) {
      const what = `${service} ${path.split("?")[0]}`;
      const items = [];
      let query: string | null = path.split("?")[1] ?? "";
      const seen = new Set<string>();
      while (query !== null) {
        if (seen.has(query) || seen.size >= MOST_PAGES) throw endlessPages(what);
        seen.add(query);
        const body = await fetchJson(service, `${path.split("?")[0]}${query === "" ? "" : `?${query}`}`, signal);
        items.push(...(readAs(z.object({ [key]: z.array(schema) }), body, what)[key] ?? []));
        query = nextQuery(body, key);
      }
      return items;
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
