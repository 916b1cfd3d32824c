import * as z from "zod";
import type { CloudstackRegistration } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { HttpAnswer, HttpClient } from "../http/http-client.ts";
import { readAs, readJson } from "../http/read-json.ts";
import { cloudstackRefusal, ErrorBody } from "./refusal.ts";
import { expiresAt, type Parameters, signRequest } from "./sign-request.ts";

export interface CloudstackApi {
  /** One command; the value inside its envelope. Commands that only read go as GET and are retried, others as POST. */
  call<T>(command: string, parameters: Parameters, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T>;
  /** All pages of a list command; `key` is the list's name in the answer. */
  list<T extends { readonly id?: string }>(
    command: string,
    parameters: Parameters,
    key: string,
    schema: z.ZodType<T>,
    signal?: AbortSignal,
  ): Promise<readonly T[]>;
}

/** Less than the 15 minutes that a strict server allows, so that a clock here may be five minutes ahead (clouds.md C20). */
const VALID_FOR_MS = 10 * 60_000;
const PAGE_SIZE = 500;
const MOST_PAGES = 400;
const READS = /^(list|query|get|is|find)[A-Z]/;

/** Signed calls for one account, in its project when the registration names one. */
export function makeCloudstackApi(http: HttpClient, registration: CloudstackRegistration, clock: Clock): CloudstackApi {
  const { apiUrl, credentials } = registration;

  async function call<T>(
    command: string,
    parameters: Parameters,
    schema: z.ZodType<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const now = clock.now();
    const signed = signRequest(
      {
        ...parameters,
        command,
        apiKey: credentials.apiKey,
        response: "json",
        signatureVersion: "3",
        expires: expiresAt(now, VALID_FOR_MS),
      },
      credentials.secretKey,
    );
    const base = apiUrl.replace(/\?.*$/, "");
    const answer = READS.test(command)
      ? await http.send({ method: "GET", url: `${base}?${signed}`, signal, what: command })
      : await http.send({
          method: "POST",
          url: base,
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: signed,
          signal,
          what: command,
        });
    return readAs(schema, openEnvelope(answer, command, now, http), command);
  }

  return {
    call,
    async list(command, parameters, key, schema, signal) {
      const seen = new Set<string>();
      const items = [];
      let pageSize = PAGE_SIZE;
      for (let page = 1; page <= MOST_PAGES; page++) {
        const Page = z.object({ count: z.int().nullish(), [key]: z.array(schema).nullish() });
        const paging = { page: String(page), pagesize: String(pageSize) };
        let answer: z.infer<typeof Page>;
        try {
          answer = await call(command, { ...parameters, ...paging }, Page, signal);
        } catch (error) {
          const allowed = allowedPageSize(error);
          if (allowed === null || allowed >= pageSize) throw error;
          pageSize = allowed;
          page--;
          continue;
        }
        const found = z.array(schema).parse(answer[key] ?? []);
        items.push(...found);
        if (found.length < pageSize || items.length >= Number(answer["count"] ?? Number.POSITIVE_INFINITY))
          return items;
        const fresh = found.some((item) => item.id === undefined || !seen.has(item.id));
        if (!fresh) break;
        for (const { id } of found) if (id !== undefined) seen.add(id);
      }
      throw new AppError("cloud-refused", `${command}: the list does not end; its pages repeat.`, { reason: "paging" });
    },
  };
}

/** Every answer has exactly one key, `<command>response`; an unknown command answers `errorresponse`. */
function openEnvelope(answer: HttpAnswer, command: string, now: Date, http: HttpClient): unknown {
  const body = readJson(answer, command);
  const inner: unknown = typeof body === "object" && body !== null ? Object.values(body)[0] : undefined;
  const refusal = ErrorBody.safeParse(inner);
  if (refusal.success) {
    throw cloudstackRefusal({ command, body: refusal.data, clockSkewMs: skewOf(answer, now) }, http.redact);
  }
  if (answer.status !== 200 || inner === undefined) {
    throw new AppError("cloud-refused", `${command}: the answer (HTTP ${answer.status}) is not CloudStack's.`, {
      command,
      status: answer.status,
      remedy: "Check that the address ends with /client/api.",
    });
  }
  return inner;
}

function skewOf(answer: HttpAnswer, now: Date): number | null {
  const date = Date.parse(answer.headers["date"] ?? "");
  return Number.isNaN(date) ? null : date - now.getTime();
}

/** "Page size can't exceed max allowed page size value: 500": an administrator may have set a lower one. */
function allowedPageSize(error: unknown): number | null {
  if (!(error instanceof AppError) || error.facts["status"] !== 431) return null;
  const found = /max allowed page size value: (\d+)/.exec(String(error.facts["cloudMessage"]));
  return found?.[1] === undefined ? null : Number(found[1]);
}
