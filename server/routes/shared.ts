import { validatorCompiler } from "@fastify/type-provider-zod";
import type { FastifyRequest } from "fastify";
import type { FastifyRouteSchemaDef, FastifyValidationResult } from "fastify/types/schema.js";
import * as z from "zod";
import type { Principal } from "../../src/account/ports.ts";
import { ProblemDetails } from "../../src/contract/index.ts";
import { principalOf } from "../plugins/authentication.ts";

/** Every list is an object, so that a list can grow paging later without breaking its readers. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item) });
}

export const ById = z.object({ id: z.uuid() });
/** The id or the handle of an account. */
export const AccountId = z.string().regex(/^[\w-]{1,64}$/);
export const ByAccount = z.object({ id: AccountId });
export const Nothing = z.null().meta({ description: "No content" });
export const refusals = { "4xx": ProblemDetails, "5xx": ProblemDetails } as const;
/** Nobody has to be signed in. */
export const openToAnyone = { security: [{}] };
export const withToken = { security: [{ apiToken: [] }] };

/** Who calls, and the organisation that the address names by id or handle. */
export function inOrganisation(request: FastifyRequest): readonly [Principal, string] {
  const principal = principalOf(request);
  return [principal, principal.accountId];
}

/** A document goes to the core as it came: judging it there reports all faults at once, in a person's words. */
export function bodyAsSent(part: FastifyRouteSchemaDef<unknown>): FastifyValidationResult {
  if (part.httpPart === "body") return (document: unknown) => ({ value: document });
  return validatorCompiler(part as FastifyRouteSchemaDef<z.core.$ZodType>);
}
