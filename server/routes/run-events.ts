import * as z from "zod";
import { RunEvent } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import { mayGoOn } from "../plugins/authorization.ts";
import type { SessionCookie } from "../plugins/session-cookie.ts";
import type { Services } from "../services.ts";
import { streamRunEvents } from "../stream-run-events.ts";
import { ById, listOf, refusals, withToken } from "./shared.ts";

const PAGE = 1_000;
/** Largest number that the log can have. */
const LAST = 2_147_483_647;

/** A run's log: as a list, or as server-sent events that go on until the run is finished. */
export function runEventRoutes(
  app: App,
  services: Pick<Services, "runs" | "accounts" | "people" | "access">,
  { heartbeatMs, cookie }: { readonly heartbeatMs: number; readonly cookie: SessionCookie },
): void {
  const closing = new AbortController();
  app.addHook("preClose", async () => closing.abort());

  app.route({
    method: "GET",
    url: "/runs/:id/events",
    config: { access: { who: "object", object: "run", param: "id", needs: "view" } },
    schema: {
      operationId: "readRunEvents",
      tags: ["runs"],
      produces: ["application/json", "text/event-stream"],
      summary: "The run's log; with `Accept: text/event-stream` as it grows, until the run is finished",
      description: "`Last-Event-ID` (or `after`) resumes behind that sequence. The stream ends with an `end` event.",
      ...withToken,
      params: ById,
      querystring: z.strictObject({ after: z.coerce.number().int().min(0).max(LAST).default(0) }),
      response: { 200: listOf(RunEvent), ...refusals },
    },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const { id } = request.params;
      await services.runs.find(principal, id);
      const after = Math.max(request.query.after, sequenceIn(request.headers["last-event-id"]));
      if (!request.headers.accept?.includes("text/event-stream")) {
        return { items: [...(await services.runs.events(id, after, PAGE))] };
      }
      await streamRunEvents({
        services,
        principal,
        runId: id,
        after,
        heartbeatMs,
        request,
        reply,
        mayGoOn: () => mayGoOn(request, { ...services, cookie }, services.access),
        closing: closing.signal,
      });
      return reply;
    },
  });
}

function sequenceIn(header: string | string[] | undefined): number {
  const sequence = Number([header].flat()[0] ?? 0);
  return Number.isInteger(sequence) && sequence > 0 ? Math.min(sequence, LAST) : 0;
}
