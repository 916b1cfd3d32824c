import * as z from "zod";
import { DisplayName, Handle } from "./organisation.ts";

/** Compared without regard to case. */
export const Email = z.email().max(254).toLowerCase();
/** Judged by the core, which says what is wrong with it; longer ones are never hashed. */
const Password = z.string().max(1024);
const Locale = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "use a BCP 47 language tag such as en or de-AT");
/** What a link carries behind its `#`. */
const LinkToken = z.string().regex(/^[\w-]{20,128}$/, "use the part of the link behind token=");
/** Six digits of the authenticator app, or one of the recovery codes. */
const Code = z.string().max(40);

/** Who may make an account: anybody with a mailbox, whoever holds an invitation, or nobody but an administrator. */
export const SignUpPolicy = z.enum(["open", "invitation", "admin"]);
export type SignUpPolicy = z.infer<typeof SignUpPolicy>;

export const SignUpRequest = z
  .strictObject({
    email: Email,
    handle: Handle,
    name: DisplayName,
    password: Password,
    locale: Locale.default("en"),
    invitation: LinkToken.optional(),
  })
  .meta({ id: "SignUpRequest" });
export type SignUpRequest = z.infer<typeof SignUpRequest>;

export const SignUpAnswer = z
  .object({
    next: z
      .enum(["log-in", "open-mail"])
      .meta({ description: "open-mail: a link was sent that makes the account; the same for a known address" }),
  })
  .meta({ id: "SignUpAnswer" });
export type SignUpAnswer = z.infer<typeof SignUpAnswer>;

export const ConfirmSignUpRequest = z
  .strictObject({ token: LinkToken, handle: Handle.optional() })
  .meta({ id: "ConfirmSignUpRequest" });
export type ConfirmSignUpRequest = z.infer<typeof ConfirmSignUpRequest>;

export const LoginRequest = z.strictObject({ email: Email, password: Password }).meta({ id: "LoginRequest" });
export type LoginRequest = z.infer<typeof LoginRequest>;

export const LoginAnswer = z
  .object({
    next: z
      .enum(["done", "second-factor"])
      .meta({ description: "second-factor: the cookie opens nothing yet; send a code to /auth/login/second-factor" }),
  })
  .meta({ id: "LoginAnswer" });
export type LoginAnswer = z.infer<typeof LoginAnswer>;

export const SignInLinkRequest = z.strictObject({ token: LinkToken }).meta({ id: "SignInLinkRequest" });
export const SecondFactorRequest = z.strictObject({ code: Code }).meta({ id: "SecondFactorRequest" });
export const PasswordProof = z
  .strictObject({ password: Password.optional().meta({ description: "Needed unless the account has none" }) })
  .meta({ id: "PasswordProof" });
export const SecondFactorProof = z
  .strictObject({ password: Password.optional(), code: Code })
  .meta({ id: "SecondFactorProof" });

export const SecondFactorOffer = z
  .object({
    secret: z.string().meta({ description: "Base32; for an app that cannot read the address" }),
    uri: z.string().meta({ description: "otpauth:// address, usually shown as a QR code" }),
  })
  .meta({ id: "SecondFactorOffer" });
export type SecondFactorOffer = z.infer<typeof SecondFactorOffer>;

export const RecoveryCodes = z
  .object({ recoveryCodes: z.array(z.string()).meta({ description: "Each works once; they are never shown again" }) })
  .meta({ id: "RecoveryCodes" });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

/** One place where a person is signed in. */
export const Session = z
  .object({
    id: z.uuid(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    endsAt: z.iso.datetime().meta({ description: "At the latest; earlier when it is not used" }),
    remoteAddress: z.string(),
    userAgent: z.string(),
    current: z.boolean().meta({ description: "The one this request came with" }),
  })
  .meta({ id: "Session" });
export type Session = z.infer<typeof Session>;

export const ExternalIdentity = z
  .object({ id: z.uuid(), issuer: z.string(), name: z.string(), createdAt: z.iso.datetime() })
  .meta({ id: "ExternalIdentity" });
export type ExternalIdentity = z.infer<typeof ExternalIdentity>;

/** A person about themselves. */
export const Me = z
  .object({
    id: z.string(),
    handle: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    emailConfirmed: z.boolean(),
    locale: z.string(),
    siteAdmin: z.boolean(),
    hasPassword: z.boolean(),
    secondFactor: z.boolean(),
    recoveryCodesLeft: z.int(),
    via: z.enum(["session", "token", "service"]).meta({ description: "How this request proved who it comes from" }),
    scope: z.enum(["view", "change", "manage"]),
  })
  .meta({ id: "Me" });
export type Me = z.infer<typeof Me>;

export const MeChangeRequest = z
  .strictObject({
    name: DisplayName.optional(),
    locale: Locale.optional(),
    email: Email.optional().meta({ description: "Counts when the link sent there is followed" }),
    password: Password.optional().meta({ description: "Needed to change the e-mail address" }),
  })
  .meta({ id: "MeChangeRequest" });
export type MeChangeRequest = z.infer<typeof MeChangeRequest>;

export const PasswordChangeRequest = z
  .strictObject({
    oldPassword: Password.optional().meta({ description: "Needed unless the account has none" }),
    newPassword: Password,
  })
  .meta({ id: "PasswordChangeRequest" });
export type PasswordChangeRequest = z.infer<typeof PasswordChangeRequest>;

export const ForgottenPasswordRequest = z.strictObject({ email: Email }).meta({ id: "ForgottenPasswordRequest" });
export const PasswordResetRequest = z
  .strictObject({ token: LinkToken, newPassword: Password })
  .meta({ id: "PasswordResetRequest" });
export type PasswordResetRequest = z.infer<typeof PasswordResetRequest>;
export const EmailConfirmationRequest = z.strictObject({ token: LinkToken }).meta({ id: "EmailConfirmationRequest" });

/** A link that works once and is handed to its reader by whoever asked for it. */
export const HandedLink = z.object({ url: z.url(), expiresAt: z.iso.datetime() }).meta({ id: "HandedLink" });
export type HandedLink = z.infer<typeof HandedLink>;

/** What somebody who is not signed in has to know to sign in. */
export const SignInOptions = z
  .object({
    signUp: SignUpPolicy,
    mail: z.boolean().meta({ description: "false: an administrator hands out links" }),
    openid: z.object({ name: z.string(), startUrl: z.string() }).nullable(),
  })
  .meta({ id: "SignInOptions" });
export type SignInOptions = z.infer<typeof SignInOptions>;

/** What a site's administrator chooses. */
export const SiteSettings = z.object({ signUp: SignUpPolicy }).meta({ id: "SiteSettings" });
export type SiteSettings = z.infer<typeof SiteSettings>;
export const SiteSettingsChangeRequest = z
  .strictObject({ signUp: SignUpPolicy.optional() })
  .meta({ id: "SiteSettingsChangeRequest" });
export type SiteSettingsChangeRequest = z.infer<typeof SiteSettingsChangeRequest>;
