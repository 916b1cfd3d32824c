import { validatorCompiler } from "@fastify/type-provider-zod";
import * as z from "zod";
import { ProblemDetails } from "../../src/contract/index.ts";

/** Every list is an object, so that a list can grow paging later without breaking its readers. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item) });
}

export const ById = z.object({ id: z.uuid() });
export const Nothing = z.null().meta({ description: "No content" });
export const refusals = { "4xx": ProblemDetails, "5xx": ProblemDetails } as const;
export const withToken = { security: [{ apiToken: [] }] };

/** A document goes to the core as it came: judging it there reports all faults at once, in a person's words. */
export const bodyAsSent: typeof validatorCompiler = (part) =>
  part.httpPart === "body" ? (document) => ({ value: document }) : validatorCompiler(part);
