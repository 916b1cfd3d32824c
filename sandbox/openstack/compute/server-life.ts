import type { FastifyRequest } from "fastify";
import { callerOf } from "../core/caller.ts";
import { isoMicros, newUuid, type World } from "../core/world.ts";
import type { Server } from "./compute-state.ts";

/** Writes an action into the server's history. */
export function recordAction(world: World, request: FastifyRequest, server: Server, action: string): void {
  const userId = callerOf(request).userId;
  server.actions.push({ action, requestId: `req-${newUuid()}`, userId, startTime: isoMicros(world.clock) });
}

/** Starts a step: the status while it lasts, the task, and the status afterwards. */
export function startStep(
  world: World,
  server: Server,
  step: { readonly during?: string; readonly task: string; readonly to: string; readonly ms: number },
): void {
  if (step.during !== undefined) server.status = step.during;
  server.taskState = step.task;
  world.later(step.ms, "server.settled", server.id, { to: step.to });
}
