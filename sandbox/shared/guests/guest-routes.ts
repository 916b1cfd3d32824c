import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { GuestKeeper } from "./guest-keeper.ts";

/**
 * What only the owner of the sandbox may see of its guests: `GET /sandbox-admin/guests` with the doors of each,
 * `GET /sandbox-admin/guests/{id}/console`, and `POST /sandbox-admin/guests/{id}/agent`, whose body the guest agent gets.
 */
export function addGuestRoutes(app: FastifyInstance, keeper: GuestKeeper, adminToken: string | undefined): void {
  if (adminToken === undefined) return;
  const preHandler = async (request: FastifyRequest, reply: FastifyReply) =>
    request.headers["x-sandbox-token"] === adminToken
      ? undefined
      : reply.code(403).send({ error: "wrong X-Sandbox-Token" });
  const found = (request: FastifyRequest) => keeper.find((request.params as { id: string }).id);
  const missing = (reply: FastifyReply) => reply.code(404).send({ error: "there is no such guest" });

  app.get("/sandbox-admin/guests", { preHandler }, async () => ({
    acceleration: keeper.acceleration,
    guests: keeper.list(),
  }));
  app.get("/sandbox-admin/guests/:id/console", { preHandler }, async (request, reply) => {
    const guest = found(request);
    return guest === null ? missing(reply) : reply.type("text/plain").send(guest.console());
  });
  app.post("/sandbox-admin/guests/:id/agent", { preHandler }, async (request, reply) => {
    const guest = found(request);
    if (guest === null) return missing(reply);
    try {
      return { return: await guest.askAgent(request.body as object) };
    } catch (error) {
      return reply.code(504).send({ error: error instanceof Error ? error.message : String(error) });
    }
  });
}
