import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "../../src/kernel/app-error.ts";
import { bearerToken } from "./bearer-token.ts";
import type { SessionCookie } from "./session-cookie.ts";

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses requests that another web site makes a visitor's browser send. Whatever may change something and comes without
 * an API token has to show where it comes from: every browser says so with `Origin` or `Sec-Fetch-Site`. A request with
 * a token needs none of it, for no foreign page can add one. A WebSocket may change something although it begins with a
 * GET, and every browser names its origin.
 */
export function useOriginGuard(api: FastifyInstance, cookie: SessionCookie, publicUrl: () => string): void {
  api.addHook("onRequest", async (request) => {
    const upgrades = request.headers.upgrade !== undefined;
    if ((SAFE_METHODS.includes(request.method) && !upgrades) || bearerToken(request) !== null) return;
    const origin = request.headers.origin;
    const site = [request.headers["sec-fetch-site"]].flat()[0];
    if (origin !== undefined && !isOurs(origin, request, publicUrl())) throw foreign(`from ${origin}`);
    if (site !== undefined && site !== "same-origin" && site !== "none") throw foreign(`${site} by Sec-Fetch-Site`);
    if (origin === undefined && site === undefined && cookie.read(request) !== null) {
      throw foreign("with a cookie and without Origin");
    }
  });
}

/** The address it is published under, or the one it was called by: the host guard let only known names pass. */
function isOurs(origin: string, request: FastifyRequest, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  if (URL.canParse(publicUrl) && origin === new URL(publicUrl).origin) return true;
  return /^https?:$/.test(protocol) && host === request.headers.host?.toLowerCase();
}

function foreign(how: string): AppError {
  return new AppError("foreign-origin", `The request came ${how}.`);
}
