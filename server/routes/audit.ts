import { Readable } from "node:stream";
import * as z from "zod";
import { AuditEntry, AuditQuery } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { cutPage, numberIn, pageOf, paging } from "./paging.ts";
import { refusals, withToken } from "./shared.ts";

const MEDIA_TYPES = { ndjson: "application/x-ndjson; charset=utf-8", csv: "text/csv; charset=utf-8; header=present" };

/** The audit log: page by page, or as one file. */
export function auditRoutes(app: App, { auditLog }: Pick<Services, "auditLog">): void {
  const tags = ["audit"];
  const access = { who: "account", needs: "manage" } as const;

  app.route({
    method: "GET",
    url: "/audit",
    config: { access },
    schema: {
      operationId: "listAuditEntries",
      tags,
      summary: "Who did what in this account, the latest first",
      ...withToken,
      querystring: AuditQuery.extend(paging()),
      response: { 200: pageOf(AuditEntry), ...refusals },
    },
    async handler(request) {
      const { cursor, limit, ...query } = request.query;
      const before = numberIn("audit", cursor);
      const found = await auditLog.page(principalOf(request), query, limit + 1, before);
      return cutPage("audit", found, limit, ({ sequence }) => sequence);
    },
  });

  app.route({
    method: "GET",
    url: "/audit/export",
    config: { access },
    schema: {
      operationId: "exportAuditEntries",
      tags,
      summary: "The same as one file, streamed",
      ...withToken,
      produces: ["application/x-ndjson", "text/csv"],
      querystring: AuditQuery.extend({ format: z.enum(["ndjson", "csv"]).default("ndjson") }),
      response: { 200: z.string().meta({ description: "One entry per line" }), ...refusals },
    },
    handler: async (request, reply) => {
      const { format, ...query } = request.query;
      const lines = await begun(auditLog.export(principalOf(request), query, format));
      return reply
        .type(MEDIA_TYPES[format])
        .header("content-disposition", `attachment; filename="audit.${format}"`)
        .send(Readable.from(lines) as never);
    },
  });
}

/** Reads the first part at once: what is refused there can still be answered as a problem. */
async function begun<T>(parts: AsyncIterable<T>): Promise<AsyncIterable<T>> {
  const rest = parts[Symbol.asyncIterator]();
  const first = await rest.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => rest };
  })();
}
