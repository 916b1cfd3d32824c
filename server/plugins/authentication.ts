import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Principal } from "../../src/account/ports.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { PeopleServices } from "../services/people-services.ts";
import type { AccountServices } from "../services.ts";
import { bearerToken } from "./bearer-token.ts";
import type { SessionCookie } from "./session-cookie.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Whom the request acts for; set on every route below /api/v1 that is not open to anyone. */
    principal: Principal | null;
  }
}

export interface AuthenticationParts {
  readonly accounts: AccountServices;
  readonly people: Pick<PeopleServices, "authenticateSession">;
  readonly cookie: SessionCookie;
}

/** Says who calls, by API token or session cookie; lets nobody else in except where a route is open to anyone. */
export function useAuthentication(app: FastifyInstance, parts: AuthenticationParts): void {
  app.decorateRequest("principal", null);
  app.addHook("onRequest", async (request) => {
    if (request.routeOptions.config?.access?.who === "anyone") return;
    request.principal = await identify(request, parts);
  });
}

/** Throws AppError("not-authenticated"). */
export async function identify(
  request: FastifyRequest,
  { accounts, people, cookie }: AuthenticationParts,
): Promise<Principal> {
  const token = bearerToken(request);
  if (token !== null) {
    const principal = await accounts.authenticate(token);
    if (principal === null) throw new AppError("not-authenticated", "The API token is not known, or has ended.");
    return principal;
  }
  const sessionId = cookie.read(request);
  if (sessionId === null) {
    throw new AppError("not-authenticated", "Sign in, or send your API token as `Authorization: Bearer …`.");
  }
  const principal = await people.authenticateSession(sessionId);
  if (principal === null) throw new AppError("not-authenticated", "Your session has ended; sign in again.");
  return principal;
}

/** The principal of a route below /api/v1. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new AppError("not-authenticated", "Sign in, or send your API token.");
  return request.principal;
}
