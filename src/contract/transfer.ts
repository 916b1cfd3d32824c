import * as z from "zod";

/** To whom a workspace is offered. */
export const TransferRequest = z
  .strictObject({ to: z.string().min(1).max(64).meta({ description: "Handle or id of a person or an organisation" }) })
  .meta({ id: "TransferRequest" });
export type TransferRequest = z.infer<typeof TransferRequest>;

const Party = z.object({ id: z.string(), handle: z.string() });

/** A workspace that its owner offers to another account; it changes hands when that side accepts. */
export const Transfer = z
  .object({
    id: z.uuid(),
    workspaceId: z.uuid(),
    workspaceName: z.string(),
    from: Party,
    to: Party,
    offeredAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: "Transfer" });
export type Transfer = z.infer<typeof Transfer>;
