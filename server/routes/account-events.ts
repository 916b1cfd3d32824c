import * as z from "zod";
import { AccountEvents } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import { mayGoOn } from "../plugins/authorization.ts";
import type { SessionCookie } from "../plugins/session-cookie.ts";
import type { Services } from "../services.ts";
import { streamAccountEvents } from "../stream-account-events.ts";
import { refusals, withToken } from "./shared.ts";

/** More tabs than a person looks at; a program that opens more has lost count. */
const STREAMS_PER_PERSON = 20;
const Place = z.string().max(100);

/** What changes in the account acted for: as server-sent events, or what came since a place that is known. */
export function accountEventRoutes(
  app: App,
  services: Pick<Services, "accountEvents" | "accounts" | "people" | "access">,
  { heartbeatMs, cookie }: { readonly heartbeatMs: number; readonly cookie: SessionCookie },
): void {
  const closing = new AbortController();
  app.addHook("preClose", async () => closing.abort());
  const open = new Map<string, number>();

  app.route({
    method: "GET",
    url: "/events",
    config: { access: { who: "account", needs: "view" } },
    schema: {
      operationId: "readAccountEvents",
      tags: ["instances"],
      produces: ["application/json", "text/event-stream"],
      summary: "What changes in your account; with `Accept: text/event-stream` as it happens",
      description:
        "Runs that move, workspaces that change, machines that are seen differently. `Last-Event-ID` (or `after`) goes on " +
        "from there; after a `ready` or `reset` event read the lists again.",
      ...withToken,
      querystring: z.strictObject({ after: Place.optional() }),
      response: { 200: AccountEvents, ...refusals },
    },
    handler: async (request, reply) => {
      const { accountId, userId } = principalOf(request);
      const header = Place.safeParse([request.headers["last-event-id"]].flat()[0]);
      const after = request.query.after ?? header.data ?? null;
      if (!request.headers.accept?.includes("text/event-stream")) {
        const listening = services.accountEvents.listen(accountId, () => undefined);
        const { items, last, reset } = listening.since(after);
        listening.stop();
        return { items, last, reset };
      }
      const streams = open.get(userId) ?? 0;
      if (streams >= STREAMS_PER_PERSON) {
        throw new AppError("too-many-requests", `You have ${streams} streams of events open; close some.`, {
          retryAfterSeconds: 10,
        });
      }
      open.set(userId, streams + 1);
      try {
        await streamAccountEvents({
          ...{ hub: services.accountEvents, accountId, after, heartbeatMs, request, reply, closing: closing.signal },
          mayGoOn: () => mayGoOn(request, { ...services, cookie }, services.access),
        });
      } finally {
        const left = (open.get(userId) ?? 1) - 1;
        if (left === 0) open.delete(userId);
        else open.set(userId, left);
      }
      return reply;
    },
  });
}
