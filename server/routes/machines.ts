import { BootstrapAnswer, BootstrapRequest, HeartbeatAnswer, HeartbeatRequest } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { App } from "../app.ts";
import { bearerToken } from "../plugins/bearer-token.ts";
import type { Services } from "../services.ts";
import { refusals } from "./shared.ts";

const withMachineToken = { security: [{ machineToken: [] }] };

/** What a machine asks: its secrets once at first boot, then whether it may serve. */
export function machineRoutes(app: App, { machines }: Pick<Services, "machines">): void {
  app.route({
    method: "POST",
    url: "/machine/v1/bootstrap",
    config: { access: { who: "anyone" } },
    schema: {
      operationId: "bootstrapMachine",
      tags: ["machines"],
      summary: "Trade the one-time bootstrap token for secret files and the machine's own token",
      ...withMachineToken,
      body: BootstrapRequest,
      response: { 200: BootstrapAnswer, ...refusals },
    },
    handler: (request) => machines.bootstrap(required(bearerToken(request)), request.body),
  });

  app.route({
    method: "POST",
    url: "/machine/v1/heartbeat",
    config: { access: { who: "anyone" } },
    schema: {
      operationId: "machineHeartbeat",
      tags: ["machines"],
      summary: "Report in; the answer says whether the declared services may run",
      ...withMachineToken,
      body: HeartbeatRequest,
      response: { 200: HeartbeatAnswer, ...refusals },
    },
    handler: (request) => machines.heartbeat(required(bearerToken(request)), request.body),
  });
}

function required(token: string | null): string {
  if (token === null) throw new AppError("not-authenticated", "Send the machine's token as `Authorization: Bearer …`.");
  return token;
}
