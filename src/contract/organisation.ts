import * as z from "zod";

/** What a member may do with an organisation's things: read, also change, also manage. */
export const MemberRole = z.enum(["owner", "member", "viewer"]);
export type MemberRole = z.infer<typeof MemberRole>;

const UUID_LIKE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The unique short name of a person or an organisation. One that looks like an id is refused: an account may be named by
 * either, and nobody shall be able to stand in for another.
 */
export const Handle = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,37}[a-z0-9])?$/,
    "use 1 to 39 lower-case letters, digits and dashes, with no dash at either end",
  )
  .refine((text) => !UUID_LIKE.test(text), "choose one that does not look like an id")
  .meta({ title: "Handle" });

/** A name for people to read. */
export const DisplayName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]*$/u, "leave out control characters");

export const Organisation = z
  .object({
    id: z.string(),
    handle: z.string(),
    name: z.string(),
    createdAt: z.iso.datetime(),
    role: MemberRole.meta({ description: "Your own role in it" }),
  })
  .meta({ id: "Organisation" });
export type Organisation = z.infer<typeof Organisation>;

export const OrganisationRequest = z
  .strictObject({ handle: Handle, name: DisplayName.optional().meta({ description: "Else the handle" }) })
  .meta({ id: "OrganisationRequest" });
export type OrganisationRequest = z.infer<typeof OrganisationRequest>;

export const OrganisationChange = z
  .strictObject({ handle: Handle.optional(), name: DisplayName.optional() })
  .refine((change) => change.handle !== undefined || change.name !== undefined, "say a new handle or a new name")
  .meta({ id: "OrganisationChange" });
export type OrganisationChange = z.infer<typeof OrganisationChange>;

export const Member = z
  .object({
    userId: z.string(),
    handle: z.string(),
    name: z.string(),
    role: MemberRole,
    suspended: z.boolean(),
    since: z.iso.datetime(),
  })
  .meta({ id: "Member" });
export type Member = z.infer<typeof Member>;

export const InvitationRequest = z
  .strictObject({
    email: z
      .email()
      .max(254)
      .optional()
      .meta({ description: "Where the link is sent, when the service can send mail" }),
    role: MemberRole.default("member"),
    expiresInDays: z.int().min(1).max(30).default(7),
  })
  .meta({ id: "InvitationRequest" });
export type InvitationRequest = z.infer<typeof InvitationRequest>;

/** A link that works once. It leads into an organisation, or only to an account when `organisationId` is null. */
export const Invitation = z
  .object({
    id: z.uuid(),
    organisationId: z.string().nullable(),
    organisationName: z.string().nullable(),
    role: MemberRole.nullable(),
    email: z.string().nullable(),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: "Invitation" });
export type Invitation = z.infer<typeof Invitation>;

/** `link` and `token` are shown once, here. */
export const InvitationReceipt = z
  .object({
    invitation: Invitation,
    link: z.string(),
    token: z.string(),
    mailed: z.boolean().meta({ description: "The link was also sent by mail" }),
  })
  .meta({ id: "InvitationReceipt" });
export type InvitationReceipt = z.infer<typeof InvitationReceipt>;

/** The secret part of an invitation's link, sent in a body so that no log sees it. */
export const InvitationToken = z
  .strictObject({ token: z.string().regex(/^[\w-]{20,128}$/, "use the part of the link behind token=") })
  .meta({ id: "InvitationToken" });
export type InvitationToken = z.infer<typeof InvitationToken>;

export const RoleChange = z.strictObject({ role: MemberRole }).meta({ id: "RoleChange" });
export type RoleChange = z.infer<typeof RoleChange>;
