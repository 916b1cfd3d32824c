import * as z from "zod";
import { SandboxFault, SandboxFaultRequest } from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import type { Services } from "../services.ts";
import { listOf, Nothing, refusals, withToken } from "./shared.ts";

const tags = ["administration"];
const config = { access: { who: "site-admin" } } as const;
const ByFault = z.object({ id: z.string().max(100) });

/** The fault switches of the built-in sandbox clouds; where none runs, there are no such routes. */
export function sandboxFaultRoutes(app: App, { sandbox }: Pick<Services, "sandbox">): void {
  if (sandbox === null) return;

  app.route({
    method: "GET",
    url: "/admin/sandbox-faults",
    config,
    schema: {
      operationId: "listSandboxFaults",
      tags,
      summary: "How the built-in sandbox clouds are broken now; only where they run",
      ...withToken,
      response: { 200: listOf(SandboxFault), ...refusals },
    },
    handler: async () => ({ items: [...(await sandbox.faults())] }),
  });

  app.route({
    method: "POST",
    url: "/admin/sandbox-faults",
    config,
    schema: {
      operationId: "breakSandbox",
      tags,
      summary: "Break a sandbox cloud on purpose, for all calls or for some",
      ...withToken,
      body: SandboxFaultRequest,
      response: { 201: SandboxFault, ...refusals },
    },
    handler: async (request, reply) => {
      const fault = await sandbox.break(request.body);
      return reply.code(201).header("location", `/api/v1/admin/sandbox-faults/${fault.id}`).send(fault);
    },
  });

  app.route({
    method: "DELETE",
    url: "/admin/sandbox-faults/:id",
    config,
    schema: {
      operationId: "healSandboxFault",
      tags,
      summary: "Heal one fault; safe to repeat",
      ...withToken,
      params: ByFault,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await sandbox.heal(request.params.id);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: "DELETE",
    url: "/admin/sandbox-faults",
    config,
    schema: {
      operationId: "healSandbox",
      tags,
      summary: "Heal both sandbox clouds altogether",
      ...withToken,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (_request, reply) => {
      await sandbox.healAll();
      return reply.code(204).send(null);
    },
  });
}
