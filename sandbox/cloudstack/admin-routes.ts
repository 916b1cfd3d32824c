import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { CallLog } from "./core/call-log.ts";
import type { CommandFaultRequest, CommandFaults } from "./core/command-faults.ts";
import type { Jobs } from "./core/jobs.ts";

export interface AdminRoutes {
  adminToken: string | undefined;
  faults: CommandFaults;
  jobs: Jobs;
  calls: CallLog;
}

/**
 * Beside the fault switches every sandbox has: `GET|POST|DELETE /sandbox-admin/command-faults` and
 * `DELETE /sandbox-admin/command-faults/{id}` for faults per command, `DELETE /sandbox-admin/pending-jobs` to end jobs that
 * a fault made endless, and `GET|DELETE /sandbox-admin/calls` for what was called. Without a token there are none of them.
 */
export function addAdminRoutes(app: FastifyInstance, { adminToken, faults, jobs, calls }: AdminRoutes): void {
  if (adminToken === undefined) return;
  const preHandler = async (request: FastifyRequest, reply: FastifyReply) =>
    request.headers["x-sandbox-token"] === adminToken
      ? undefined
      : reply.code(403).send({ error: "wrong X-Sandbox-Token" });

  app.get("/sandbox-admin/command-faults", { preHandler }, async () => ({ faults: faults.list() }));
  app.post("/sandbox-admin/command-faults", { preHandler }, async (request, reply) =>
    reply.code(201).send(faults.add(request.body as CommandFaultRequest)),
  );
  app.delete("/sandbox-admin/command-faults", { preHandler }, async (_request, reply) => {
    faults.remove();
    return reply.code(204).send();
  });
  app.delete("/sandbox-admin/command-faults/:id", { preHandler }, async (request, reply) => {
    faults.remove((request.params as { id: string }).id);
    return reply.code(204).send();
  });
  app.delete("/sandbox-admin/pending-jobs", { preHandler }, async (_request, reply) => {
    jobs.hurry();
    return reply.code(204).send();
  });
  app.get("/sandbox-admin/calls", { preHandler }, async () => ({ calls: calls.list() }));
  app.delete("/sandbox-admin/calls", { preHandler }, async (_request, reply) => {
    calls.clear();
    return reply.code(204).send();
  });
}
