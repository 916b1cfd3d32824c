import type { FastifyInstance, FastifyRequest } from "fastify";
import { Refusal } from "./refusal.ts";
import type { World } from "./world.ts";

/** Who asks, as their token says. */
export interface Caller {
  readonly userId: string;
  readonly projectId: string;
  readonly userName: string;
  readonly projectName: string;
  readonly roleNames: readonly string[];
  readonly isAdmin: boolean;
}

const callers = new WeakMap<FastifyRequest, Caller>();

/** The caller of a route behind {@link requireToken}. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw unauthorized();
  return caller;
}

/** Refuses every request of this service that carries no valid token scoped to a project; `open` paths excepted. */
export function requireToken(app: FastifyInstance, world: World, open: readonly string[] = []): void {
  app.addHook("onRequest", async (request) => {
    if (open.includes(request.routeOptions.url ?? "")) return;
    callers.set(request, callerOfToken(world, String(request.headers["x-auth-token"] ?? "")));
  });
}

/** Whom a token belongs to; throws the refusal every service gives when it is unknown or expired. */
export function callerOfToken(world: World, tokenId: string): Caller {
  const { tokens, users, projects, roles } = world.state.identity;
  const token = tokens[tokenId];
  if (token === undefined || token.expiresAt <= world.clock.now().getTime()) throw unauthorized();
  const user = users[token.userId];
  if (user === undefined || !user.enabled) throw unauthorized();
  const roleNames = token.roleIds.map((id) => roles[id] ?? id);
  return {
    userId: user.id,
    userName: user.name,
    projectId: token.projectId ?? "",
    projectName: projects[token.projectId ?? ""]?.name ?? "",
    roleNames,
    isAdmin: roleNames.includes("admin"),
  };
}

export function unauthorized(): Refusal {
  const error = { code: 401, title: "Unauthorized", message: "The request you have made requires authentication." };
  return new Refusal(401, { error }, { "www-authenticate": "Keystone uri=/identity/v3" });
}
