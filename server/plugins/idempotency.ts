import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { IdempotencyKey, IdempotencyStore } from "../../src/idempotency/ports.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { holdKey } from "./hold-key.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Set while this request is the first one of its Idempotency-Key. */
    idempotencyKey: IdempotencyKey | null;
    /** Stops saying that this request is at work. */
    letGoOfKey: () => void;
  }
}

const KEY = /^[\x21-\x7e]{1,255}$/;
/** Headers of an answer that belong to what was created. */
const KEPT_HEADERS = ["content-type", "location", "etag"] as const;

/**
 * Lets a caller repeat a creation whose answer was lost: the same `Idempotency-Key` with the same body gets the first
 * answer again, with another body it is refused. Only what succeeded is kept; a refusal created nothing.
 */
export function useIdempotency(api: FastifyInstance, store: IdempotencyStore): void {
  api.decorateRequest("idempotencyKey", null);
  api.decorateRequest("letGoOfKey", () => undefined);

  api.addHook("preHandler", async (request, reply) => {
    const key = keyOf(request);
    if (key === null) return;
    const beginning = await store.begin(key, fingerprintOf(request.body));
    switch (beginning.kind) {
      case "first":
        request.idempotencyKey = key;
        request.letGoOfKey = holdKey(store, key);
        return;
      case "answered":
        return replay(reply, beginning.answer);
      case "running":
        reply.header("retry-after", "1");
        throw new AppError("idempotency-key-busy", "The first request with this Idempotency-Key is still at work.");
      case "other-body":
        throw new AppError(
          "idempotency-key-reused",
          "This Idempotency-Key was used for another request; take a new one for a new request.",
        );
    }
  });

  api.addHook("onSend", async (request, reply, payload) => {
    const key = request.idempotencyKey;
    if (key === null) return payload;
    request.letGoOfKey();
    const succeeded = reply.statusCode < 300;
    try {
      if (succeeded && typeof payload === "string") {
        await store.finish(key, { status: reply.statusCode, headers: headersOf(reply), body: payload });
      } else await store.release(key);
    } catch (error) {
      // What was done is done and said; a repetition is told to wait until the key counts as a dead service's.
      request.log.error({ err: error }, "an answer could not be kept for its Idempotency-Key");
    }
    return payload;
  });
}

function keyOf(request: FastifyRequest): IdempotencyKey | null {
  const key = request.headers["idempotency-key"];
  const { principal } = request;
  if (key === undefined || request.method !== "POST" || principal === null) return null;
  if (typeof key === "string" && KEY.test(key)) {
    const path = request.url.split("?")[0] ?? request.url;
    return { accountId: principal.accountId, userId: principal.userId, route: `POST ${path}`, key };
  }
  throw new AppError("validation-failed", "The Idempotency-Key is not usable.", {
    issues: [
      {
        pointer: "",
        code: "wrong-header",
        message: "Idempotency-Key must be 1 to 255 visible ASCII characters, without spaces.",
        remedy: "Send a fresh UUID for every new request, and the same one when you repeat it.",
      },
    ],
  });
}

/** Digest of a body that does not depend on the order of its fields. */
function fingerprintOf(body: unknown): string {
  const text = JSON.stringify(body ?? null, (_name, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash("sha256").update(text).digest("hex");
}

function headersOf(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = reply.getHeader(name);
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
}

function replay(
  reply: FastifyReply,
  answer: { status: number; headers: Readonly<Record<string, string>>; body: string },
) {
  return reply
    .code(answer.status)
    .headers({ ...answer.headers, "idempotency-replayed": "true" })
    .serializer(String)
    .send(answer.body);
}
