import type { FastifyRequest } from "fastify";
import { type Caller, callerOfToken } from "../core/caller.ts";
import { baseUrl } from "../core/read.ts";
import { Refusal } from "../core/refusal.ts";
import type { World } from "../core/world.ts";
import { loginRefused } from "./refusals.ts";

/** Keystone's own check: its 401 says the same but in its own key order and header. */
export function identityCaller(world: World, request: FastifyRequest): Caller {
  try {
    return callerOfToken(world, String(request.headers["x-auth-token"] ?? ""));
  } catch (error) {
    if (error instanceof Refusal) throw loginRefused(baseUrl(request));
    throw error;
  }
}
