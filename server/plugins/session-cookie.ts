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
