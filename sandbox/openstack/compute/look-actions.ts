import type { FastifyReply } from "fastify";
import { callerOf } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { minorOf } from "../core/microversion.ts";
import type { ActionCall, ServerAction } from "./action-call.ts";
import { invalidField, wrongState } from "./refusals.ts";
import { recordAction } from "./server-life.ts";
import { startDelete, touchServer } from "./servers.ts";

const LOCK_REASON_MINOR = 73;

/** Verbs that leave the machine itself as it is. */
export const LOOK_ACTIONS: Readonly<Record<string, ServerAction>> = {
  lock,
  unlock,
  changePassword,
  "os-getConsoleOutput": consoleOutput,
  addSecurityGroup,
  removeSecurityGroup,
  forceDelete,
  "os-resetState": resetState,
};

function lock({ world, request, reply, server, facts }: ActionCall): FastifyReply {
  server.locked = true;
  const reason = minorOf(request) >= LOCK_REASON_MINOR ? facts["locked_reason"] : undefined;
  server.lockedReason = typeof reason === "string" ? reason : null;
  recordAction(world, request, server, "lock");
  touchServer(world, server);
  return reply.code(202).send();
}

function unlock({ world, request, reply, server }: ActionCall): FastifyReply {
  server.locked = false;
  server.lockedReason = null;
  recordAction(world, request, server, "unlock");
  touchServer(world, server);
  return reply.code(202).send();
}

function changePassword({ world, request, reply, server, facts }: ActionCall): FastifyReply {
  if (typeof facts["adminPass"] !== "string") {
    throw invalidField("changePassword", facts, "'adminPass' is a required property");
  }
  if (server.status !== "ACTIVE") throw wrongState(server, "changePassword");
  recordAction(world, request, server, "changePassword");
  touchServer(world, server);
  return reply.code(202).send();
}

function consoleOutput({ world, reply, server, facts }: ActionCall): FastifyReply {
  const guest = world.guests.keeper?.find(server.id);
  if (guest) {
    const length = Number(facts["length"] ?? 0);
    const lines = guest.console().split("\n");
    return reply.code(200).send({ output: (length > 0 ? lines.slice(-length) : lines).join("\n") });
  }
  const number = server.number.toString(16).padStart(8, "0");
  const output = `[    0.000000] openstack sandbox: there is no guest behind instance-${number} (${server.id})\n${server.hostname} login: `;
  return reply.code(200).send({ output });
}

function addSecurityGroup(call: ActionCall): FastifyReply {
  return changeGroups(call, (groups, id) => [...new Set([...groups, id])]);
}

function removeSecurityGroup(call: ActionCall): FastifyReply {
  return changeGroups(call, (groups, id) => groups.filter((one) => one !== id));
}

function changeGroups(
  { world, request, reply, server, facts }: ActionCall,
  change: (groups: readonly string[], id: string) => string[],
): FastifyReply {
  const caller = callerOf(request);
  const name = String(facts["name"] ?? "");
  const own = Object.values(world.state.network.groups).filter((one) => one.tenant_id === caller.projectId);
  const id = own.find((one) => one.name === name || one.id === name)?.id;
  if (id === undefined) throw faultRefusal(404, `Security group ${name} is not found for project ${caller.projectId}`);
  for (const port of server.portIds.flatMap((portId) => world.state.network.ports[portId] ?? [])) {
    port.security_groups = change(port.security_groups, id);
  }
  touchServer(world, server);
  return reply.code(202).send();
}

function forceDelete({ world, request, reply, server }: ActionCall): FastifyReply {
  startDelete(world, request, server);
  return reply.code(202).send();
}

function resetState({ world, request, reply, server, facts }: ActionCall): FastifyReply {
  if (!callerOf(request).isAdmin) {
    throw faultRefusal(403, "Policy doesn't allow os_compute_api:os-admin-actions:reset_state to be performed.");
  }
  server.status = facts["state"] === "active" ? "ACTIVE" : "ERROR";
  server.taskState = null;
  touchServer(world, server);
  return reply.code(202).send();
}
