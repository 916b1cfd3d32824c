import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Principal } from "../../src/account/ports.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { AccountServices } from "../services.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Whom the request acts for; set on every route below /api/v1. */
    principal: Principal | null;
  }
}

/** Lets nobody in without an API token. */
export function useAuthentication(app: FastifyInstance, accounts: AccountServices): void {
  app.decorateRequest("principal", null);
  app.addHook("onRequest", async (request) => {
    const token = bearerToken(request);
    if (token === null) throw new AppError("not-authenticated", "Send your API token as `Authorization: Bearer …`.");
    request.principal = await accounts.authenticate(token);
    if (request.principal === null) throw new AppError("not-authenticated", "The API token is not known.");
  });
}

export function bearerToken(request: FastifyRequest): string | null {
  return /^Bearer ([\w.~+/=-]{1,512})$/i.exec(request.headers.authorization ?? "")?.[1] ?? null;
}

/** The principal of a route below /api/v1. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new AppError("not-authenticated", "Send your API token.");
  return request.principal;
}
