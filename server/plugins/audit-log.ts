import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AuditEntry, AuditIntents, NoteAudit, Principal } from "../../src/account/ports.ts";
import { describeObject } from "./audit-object.ts";
import { makeSureToNote } from "./sure-note.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

export interface AuditParts {
  readonly noteAudit: NoteAudit;
  readonly auditIntents: AuditIntents;
}

/**
 * Notes every unsafe request of a signed-in person, refused ones too, before its answer leaves: whoever reads "done" can
 * rely on the entry. One that is let in is noted as an intent before its route begins, so that no act goes without its
 * line whatever dies, and none has two. Requests of nobody are left to the routes that sign people in, or strangers could fill the log.
 * Bodies are never looked at, for they hold passwords and keys.
 */
export function useAuditLog(api: FastifyInstance, { noteAudit, auditIntents }: AuditParts): void {
  const begun = new WeakMap<FastifyRequest, string>();
  const intentOf = new WeakMap<AuditEntry, string>();
  const surely = makeSureToNote((entry) => {
    const id = intentOf.get(entry);
    return id === undefined ? noteAudit(entry) : auditIntents.end(id, entry);
  }, api.log);
  api.addHook("onClose", () => surely.close());

  api.addHook("preHandler", async (request, reply) => {
    const { principal } = request;
    if (principal === null || changesNothing(request)) return;
    const id = randomUUID();
    await auditIntents.begin(id, entryFor(request, reply, principal, ""));
    begun.set(request, id);
  });

  api.addHook("onSend", async (request, reply, payload) => {
    const { principal } = request;
    if (principal === null || changesNothing(request)) return payload;
    const entry = entryFor(request, reply, principal, payload);
    const id = begun.get(request);
    if (id !== undefined) intentOf.set(entry, id);
    await surely.note(entry);
    return payload;
  });
}

function changesNothing({ method, routeOptions: { config } }: FastifyRequest): boolean {
  return SAFE.has(method) || config.changesNothing === true;
}

function entryFor(request: FastifyRequest, reply: FastifyReply, principal: Principal, payload: unknown): AuditEntry {
  const { statusCode } = reply;
  const answer = statusCode === 204 ? {} : readAnswer(payload);
  const { object, rest } = describeObject(request, reply, principal, statusCode < 400 ? answer : {});
  return {
    accountId: principal.accountId,
    userId: principal.userId,
    userName: principal.name,
    via: principal.via,
    origin: {
      remoteAddress: request.ip,
      requestId: request.id,
      userAgent: (request.headers["user-agent"] ?? "").slice(0, 256),
    },
    action: operationId(request),
    object,
    outcome: statusCode < 400 ? "done" : statusCode < 500 ? "refused" : "failed",
    detail: {
      ...rest,
      status: statusCode,
      ...(statusCode >= 400 && typeof answer["code"] === "string" && { problem: answer["code"] }),
    },
  };
}

function operationId(request: FastifyRequest): string {
  const { schema, method, url } = request.routeOptions;
  const named = schema !== undefined && "operationId" in schema ? schema.operationId : undefined;
  return typeof named === "string" ? named : `${[method].flat().join(" ")} ${url}`;
}

function readAnswer(payload: unknown): Readonly<Record<string, unknown>> {
  if (typeof payload !== "string" || !payload.startsWith("{")) return {};
  return JSON.parse(payload) as Readonly<Record<string, unknown>>;
}
