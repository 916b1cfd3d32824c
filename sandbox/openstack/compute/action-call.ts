import type { FastifyReply, FastifyRequest } from "fastify";
import type { Fields } from "../core/read.ts";
import type { World } from "../core/world.ts";
import type { Server } from "./compute-state.ts";

/** One action on one server, with what came beside the verb. */
export interface ActionCall {
  readonly world: World;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly server: Server;
  readonly facts: Fields;
}

export type ServerAction = (call: ActionCall) => FastifyReply | Promise<FastifyReply>;
