import type { FastifyInstance } from "fastify";
import { faultRefusal } from "../core/fault.ts";
import { isFields } from "../core/read.ts";
import type { World } from "../core/world.ts";
import type { ActionCall, ServerAction } from "./action-call.ts";
import { createImage } from "./create-image.ts";
import { LOOK_ACTIONS } from "./look-actions.ts";
import { STATE_ACTIONS } from "./power-actions.ts";
import { wrongState } from "./refusals.ts";
import { RESHAPE_ACTIONS } from "./reshape-actions.ts";
import { recordAction, startStep } from "./server-life.ts";
import { refuseLocked, seenServer, touchServer } from "./servers.ts";

const OTHERS: Readonly<Record<string, ServerAction>> = { ...RESHAPE_ACTIONS, ...LOOK_ACTIONS, createImage };

/** What a locked server still does for its owner. */
const UNLOCKED_ACTIONS = new Set(["lock", "unlock", "createImage", "os-getConsoleOutput"]);

/** `POST /servers/{id}/action`: the first key of the body is the verb. */
export function addActionRoutes(service: FastifyInstance, world: World): void {
  service.post("/v2.1/servers/:id/action", async (request, reply) => {
    const server = seenServer(world, request);
    const body = isFields(request.body) ? request.body : {};
    const name = Object.keys(body)[0] ?? "";
    const facts = isFields(body[name]) ? body[name] : {};
    const state = STATE_ACTIONS[name];
    const other = OTHERS[name];
    if (state === undefined && other === undefined) throw faultRefusal(400, `There is no such action: ${name}`);
    if (!UNLOCKED_ACTIONS.has(name)) refuseLocked(request, server);
    const call: ActionCall = { world, request, reply, server, facts };
    if (other !== undefined) return other(call);
    const step = state?.(facts);
    if (step === undefined || server.taskState !== null || !step.from.includes(server.status)) {
      throw wrongState(server, step?.verb ?? name);
    }
    recordAction(world, request, server, step.verb);
    startStep(world, server, step);
    touchServer(world, server);
    return reply.code(202).send();
  });
}
