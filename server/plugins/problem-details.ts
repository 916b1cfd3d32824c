import { hasZodFastifySchemaValidationErrors } from "@fastify/type-provider-zod";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Issue, PROBLEMS, type ProblemCode, type ProblemDetails } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";

/** What Fastify itself refuses, in our words. */
const FASTIFY_PROBLEMS: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "body-too-large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported-media-type",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "malformed-body",
  FST_ERR_CTP_EMPTY_JSON_BODY: "malformed-body",
  FST_ERR_CTP_INVALID_JSON_BODY: "malformed-body",
  FST_ERR_BAD_URL: "not-found",
  FST_ERR_MAX_PARAM_LENGTH: "not-found",
};

export interface ProblemDetailsOptions {
  /** Recognizes failures of what lies below, such as a database that is away. */
  readonly translate: (error: unknown) => AppError | null;
}

/** Answers every failure as RFC 9457 problem details. */
export function useProblemDetails(app: FastifyInstance, options: ProblemDetailsOptions): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = asAppError(error, options.translate);
    logProblem(request, problem);
    return sendProblem(request, reply, problem);
  });
}

/** Three branches, forever: ours, a schema's, and what nobody foresaw. */
function asAppError(error: FastifyError, translate: ProblemDetailsOptions["translate"]): AppError {
  if (error instanceof AppError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return schemaRefusal(error);
  return translate(error) ?? foreseen(error) ?? unforeseen(error);
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: AppError): FastifyReply {
  const { issues, ...facts } = problem.facts;
  const { title, remedy, status } = PROBLEMS[problem.code];
  const details: ProblemDetails = {
    type: `/problems/${problem.code}`,
    title,
    status,
    detail: problem.message,
    code: problem.code,
    remedy,
    instance: request.url.split("?")[0] ?? request.url,
    requestId: request.id,
    ...(issues && { issues: [...issues] }),
    ...(Object.keys(facts).length > 0 && { facts }),
  };
  const { retryAfterSeconds } = facts as { readonly retryAfterSeconds?: unknown };
  if (typeof retryAfterSeconds === "number") reply.header("retry-after", String(retryAfterSeconds));
  if (problem.code === "not-authenticated") reply.header("www-authenticate", 'Bearer realm="twinstack"');
  return reply
    .code(status)
    .type("application/problem+json; charset=utf-8")
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(details);
}

interface SchemaError {
  readonly validation: readonly { instancePath: string; keyword: string; message?: string; params: object }[];
  readonly validationContext?: string | undefined;
}

function schemaRefusal(error: SchemaError): AppError {
  if (error.validationContext === "params") return new AppError("not-found", "There is nothing at this address.");
  const issues = error.validation.flatMap(issuesOf);
  const where = error.validationContext === "querystring" ? "query parameter" : "field";
  return new AppError(
    "validation-failed",
    `${issues.length} ${where}${issues.length === 1 ? " is" : "s are"} invalid.`,
    {
      issues,
    },
  );
}

function issuesOf(found: SchemaError["validation"][number]): readonly Issue[] {
  const pointer = found.instancePath === "/" ? "" : found.instancePath;
  if (found.keyword === "unrecognized_keys" && "keys" in found.params && Array.isArray(found.params.keys)) {
    return found.params.keys.map((key) => ({
      pointer: `${pointer}/${String(key)}`,
      code: "unknown-field",
      message: `There is no field “${String(key)}” here.`,
      remedy: "Leave it out, or correct its name.",
    }));
  }
  const message = found.message ?? "The value is not valid.";
  return [{ pointer, code: found.keyword.replaceAll("_", "-"), message, remedy: "Correct the value." }];
}

function foreseen(error: FastifyError): AppError | null {
  const code = FASTIFY_PROBLEMS[error.code] ?? (error.statusCode === 400 ? "malformed-body" : undefined);
  return code === undefined ? null : new AppError(code, error.message, {}, { cause: error });
}

function unforeseen(error: FastifyError): AppError {
  return new AppError("internal", "The service failed; the request id is in its log.", {}, { cause: error });
}

function logProblem(request: FastifyRequest, problem: AppError): void {
  const { fault } = PROBLEMS[problem.code];
  const facts = { problem: problem.code, detail: problem.message };
  if (fault === "ours") request.log.error({ ...facts, err: problem }, "request failed");
  else request.log.info(facts, "request refused");
}
