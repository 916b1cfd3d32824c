import type { FastifyError, FastifyInstance } from "fastify";
import { latencyOf, pause } from "../../shared/latency.ts";
import { requireToken } from "./caller.ts";
import { Refusal } from "./refusal.ts";
import type { World } from "./world.ts";

export interface ServiceOptions {
  readonly world: World;
  readonly prefix: string;
  /** Full route patterns that need no token. `"all"`: the routes look after themselves. */
  readonly open: readonly string[] | "all";
  /** Measured milliseconds of one request, by whether it changes anything. */
  readonly recordedMs: { readonly read: number; readonly write: number };
  /** This service's envelope for an error that no rule of ours refused: bad JSON, unknown path, our own bug. */
  readonly errorBody: (status: number, message: string) => unknown;
}

/** Registers one OpenStack service below its path prefix, with its own error envelope. */
export function addService(
  app: FastifyInstance,
  options: ServiceOptions,
  addRoutes: (service: FastifyInstance) => void,
): void {
  const { world, prefix, open, recordedMs, errorBody } = options;
  app.register(
    async (service) => {
      service.addHook("onRequest", async (request) => {
        const length = latencyOf(world.latency, request.method === "GET" ? recordedMs.read : recordedMs.write);
        if (length > 0) await pause(length);
      });
      if (open !== "all") requireToken(service, world, open);
      service.setErrorHandler<FastifyError | Refusal>((error, _request, reply) => {
        if (error instanceof Refusal) return reply.code(error.status).headers(error.headers).send(error.body);
        const status = error.statusCode ?? 500;
        if (status >= 500) process.stderr.write(`openstack sandbox: ${error.stack ?? error.message}\n`);
        return reply.code(status).send(errorBody(status, error.message));
      });
      service.setNotFoundHandler((_request, reply) =>
        reply.code(404).send(errorBody(404, "The resource could not be found.")),
      );
      addRoutes(service);
    },
    { prefix },
  );
}
