import * as z from "zod";
import { DisplayName } from "./organisation.ts";

/** What a token may at most be used for: read, also change, also manage. It never goes beyond its person's own right. */
export const TokenScope = z.enum(["view", "change", "manage"]);
export type TokenScope = z.infer<typeof TokenScope>;

export const ApiTokenRequest = z
  .strictObject({
    name: DisplayName.meta({ description: "What it is for; shown in lists and logs" }),
    scope: TokenScope.default("change"),
    expiresInDays: z.int().min(1).max(365).default(90),
    organisationId: z
      .string()
      .max(64)
      .optional()
      .meta({ description: "Id or handle of one of your organisations; the token then acts for it and nothing else" }),
  })
  .meta({ id: "ApiTokenRequest" });
export type ApiTokenRequest = z.infer<typeof ApiTokenRequest>;

/** An API token without its secret. */
export const ApiToken = z
  .object({
    id: z.uuid(),
    name: z.string(),
    scope: TokenScope,
    organisationId: z.string().nullable().meta({ description: "Null: every account of the person" }),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable().meta({ description: "Null only for the token of the first start" }),
    lastUsedAt: z.iso.datetime().nullable().meta({ description: "To the minute" }),
  })
  .meta({ id: "ApiToken" });
export type ApiToken = z.infer<typeof ApiToken>;

/** `token` is shown once, here, and is stored nowhere. */
export const ApiTokenReceipt = z.object({ apiToken: ApiToken, token: z.string() }).meta({ id: "ApiTokenReceipt" });
export type ApiTokenReceipt = z.infer<typeof ApiTokenReceipt>;
