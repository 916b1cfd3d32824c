import * as z from "zod";

/** How somebody proved who they are; `anonymous` when they did not. */
export const AuditVia = z.enum(["session", "token", "service", "anonymous"]);
/** `refused`: a rule said no (4xx); `failed`: it did not work (5xx); `unknown`: the service died before it was known. */
export const AuditOutcome = z.enum(["done", "refused", "failed", "unknown"]);

/** Who did what, from where, to which object. Entries are only ever added. */
export const AuditEntry = z
  .object({
    sequence: z.int().meta({ description: "Grows with every entry of the site; gaps are other accounts' entries" }),
    at: z.iso.datetime(),
    accountId: z.string().nullable().meta({ description: "The account acted for" }),
    userId: z.string().nullable(),
    userName: z.string().meta({ description: "The person's name at that time" }),
    via: AuditVia,
    remoteAddress: z.string().nullable(),
    requestId: z.string().nullable().meta({ description: "Also in the service's log" }),
    action: z.string().meta({ description: "The operationId of the API, or a word such as `session.login`" }),
    objectKind: z.string().nullable(),
    objectId: z.string().nullable(),
    objectName: z.string().nullable(),
    outcome: AuditOutcome,
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Which entries of the audit log. All conditions hold at once. */
export const AuditQuery = z.strictObject({
  scope: z
    .enum(["account", "site"])
    .default("account")
    .meta({ description: "site: of all accounts; only for administrators of the site" }),
  from: z.iso.datetime({ offset: true }).optional().meta({ description: "Not before this time" }),
  until: z.iso.datetime({ offset: true }).optional().meta({ description: "Before this time" }),
  user: z.string().max(200).optional().meta({ description: "Id or name of a person" }),
  action: z.string().max(200).optional(),
  object: z.string().max(200).optional().meta({ description: "Kind, id or name of what was acted on" }),
});
export type AuditQuery = z.infer<typeof AuditQuery>;
