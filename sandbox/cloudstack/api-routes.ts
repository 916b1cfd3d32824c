import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { halfAnswer } from "../shared/half-answer.ts";
import { pause } from "../shared/latency.ts";
import { sendWebPage } from "../shared/send-web-page.ts";
import { ApiError } from "./core/api-error.ts";
import type { CallLog } from "./core/call-log.ts";
import type { Surroundings } from "./core/command.ts";
import type { CommandFaults } from "./core/command-faults.ts";
import { type ApiAnswer, dispatch, refusal } from "./core/dispatch.ts";
import type { Jobs } from "./core/jobs.ts";
import type { Latency } from "./core/latency.ts";
import { expungeOverdue } from "./core/machine-state.ts";
import type { SentParameters } from "./core/signature.ts";

export interface ApiRoutes {
  surroundings: Surroundings;
  jobs: Jobs;
  latency: Latency;
  faults: CommandFaults;
  calls: CallLog;
}

/** The one address of the API: `/client/api`, by GET with a query or by POST with a form (or both). */
export function addApiRoutes(app: FastifyInstance, routes: ApiRoutes): void {
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
    done(null, body),
  );
  app.get("/client/api", (request, reply) => answer(routes, "GET", queryOf(request), reply));
  app.post("/client/api", (request, reply) => {
    const form = typeof request.body === "string" ? request.body : "";
    return answer(routes, "POST", [...queryOf(request), ...pairs(form)], reply);
  });
}

async function answer(routes: ApiRoutes, method: "GET" | "POST", sent: SentParameters, reply: FastifyReply) {
  const { surroundings, jobs, latency, faults, calls } = routes;
  const command = sent.find(([name]) => name === "command")?.[1] ?? "";
  await pause(latency.ofCall(command) + (faults.strike("delay", command)?.ms ?? 0));
  if (faults.strike("drop-before", command)) return hangUp(reply);
  const page = faults.strike("page", command);
  if (page) return sendWebPage(reply, page.status);
  expungeOverdue(surroundings.world, Date.now());

  if (faults.strike("repeat", command)) await dispatch({ surroundings, jobs }, method, sent);
  const fault = faults.strike("error", command);
  const answered: ApiAnswer = fault
    ? refusal(new ApiError(fault.status ?? 530, fault.text ?? "Sandbox fault"), `${command.toLowerCase()}response`)
    : await dispatch({ surroundings, jobs }, method, sent);
  calls.add(method, sent, answered.status);
  if (faults.strike("drop-after", command)) return hangUp(reply);

  if (answered.description !== undefined) reply.header("X-Description", headerSafe(answered.description));
  reply.code(answered.status).type("application/json;charset=UTF-8");
  return reply.send(faults.strike("half", command) ? halfAnswer(reply, JSON.stringify(answered.body)) : answered.body);
}

/** Closes the connection without an answer, as a cloud does that goes down. */
function hangUp(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.destroy();
  return reply;
}

function queryOf(request: FastifyRequest): SentParameters {
  return pairs(request.url.split("?")[1] ?? "");
}

function pairs(encoded: string): SentParameters {
  return [...new URLSearchParams(encoded)];
}

function headerSafe(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, " ");
}
