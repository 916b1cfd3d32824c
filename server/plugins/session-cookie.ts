import type { FastifyReply, FastifyRequest } from "fastify";
import type { SessionTicket } from "../../src/account/index.ts";

/** The cookie that carries a session's id. */
export interface SessionCookie {
  /** Null when there is none that could be an id of ours. */
  read(request: FastifyRequest): string | null;
  write(reply: FastifyReply, ticket: SessionTicket): void;
  clear(reply: FastifyReply): void;
}

/**
 * No script reads the cookie, and no other site's form sends it. Under https it is `Secure` and carries the `__Host-`
 * prefix, so that no neighbouring host name can plant one.
 */
export function makeSessionCookie(publicUrl: () => string): SessionCookie {
  const secure = () => publicUrl().startsWith("https:");
  const name = () => (secure() ? "__Host-twinstack-session" : "twinstack-session");
  const flags = () => ({ path: "/", httpOnly: true, sameSite: "lax", secure: secure() }) as const;
  return {
    read(request) {
      const value = request.cookies[name()];
      return value !== undefined && /^[\w-]{20,128}$/.test(value) ? value : null;
    },
    write: (reply, { sessionId, until }) => void reply.setCookie(name(), sessionId, { ...flags(), expires: until }),
    clear: (reply) => void reply.clearCookie(name(), flags()),
  };
}

/** The cookie that ties a browser to the login it began at an OpenID issuer. */
export interface FlowCookie {
  read(request: FastifyRequest): string | null;
  write(reply: FastifyReply, flowId: string): void;
  clear(reply: FastifyReply): void;
}

const FLOW_PATH = "/api/v1/auth/openid";
const FLOW_SECONDS = 600;

export function makeFlowCookie(publicUrl: () => string): FlowCookie {
  const secure = () => publicUrl().startsWith("https:");
  const name = () => (secure() ? "__Secure-twinstack-openid" : "twinstack-openid");
  const flags = () => ({ path: FLOW_PATH, httpOnly: true, sameSite: "lax", secure: secure() }) as const;
  return {
    read: (request) => request.cookies[name()] ?? null,
    write: (reply, flowId) => void reply.setCookie(name(), flowId, { ...flags(), maxAge: FLOW_SECONDS }),
    clear: (reply) => void reply.clearCookie(name(), flags()),
  };
}
