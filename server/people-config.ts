import * as z from "zod";

type Environment = Readonly<Record<string, string | undefined>>;

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());
const hours = (byDefault: number) => z.coerce.number().positive().max(8_760).default(byDefault);
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** Variables about people and how they sign in. Messages never repeat a value: some hold a password. */
export const PEOPLE_SETTINGS = {
  TWINSTACK_SMTP_URL: optional(z.url({ protocol: /^smtps?$/, error: "must be like smtps://user:password@host:465" })),
  TWINSTACK_MAIL_FROM: optional(
    z
      .string()
      .max(320)
      .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, "must be an address, or a name and <address>"),
  ),
  TWINSTACK_OIDC_ISSUER: optional(
    z
      .url({ protocol: /^https?$/, error: "must be the issuer's https address" })
      .refine(isSafeIssuer, "must be https, except on this machine"),
  ),
  TWINSTACK_OIDC_CLIENT_ID: optional(z.string().max(256)),
  TWINSTACK_OIDC_CLIENT_SECRET: optional(z.string().max(1024)),
  TWINSTACK_OIDC_NAME: z.string().max(60).default("single sign-on"),
  TWINSTACK_OIDC_TRUST_EMAIL: z.stringbool().default(false),
  TWINSTACK_SESSION_IDLE_HOURS: hours(12),
  TWINSTACK_SESSION_MAX_HOURS: hours(24 * 7),
  TWINSTACK_TRUSTED_PROXIES: z
    .string()
    .default("")
    .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ""))
    .pipe(
      z.array(
        z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], { error: "must be addresses or networks, with commas" }),
      ),
    ),
} as const;

export interface OpenidSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** On the button. */
  readonly name: string;
  /** A verified address of this issuer links to the account that has it. */
  readonly trustEmail: boolean;
}

export interface PeopleConfig {
  readonly smtp: { readonly url: string; readonly from: string } | null;
  readonly openid: OpenidSettings | null;
  readonly sessionLimits: { readonly idleMs: number; readonly absoluteMs: number };
  /** Whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
}

const HOUR_MS = 3_600_000;
/** Settings that are nothing without each other. */
const TOGETHER = [
  ["TWINSTACK_SMTP_URL", "TWINSTACK_MAIL_FROM"],
  ["TWINSTACK_OIDC_ISSUER", "TWINSTACK_OIDC_CLIENT_ID", "TWINSTACK_OIDC_CLIENT_SECRET"],
] as const;

/** Names of variables that are missing beside one that is set. */
export function missingBesides(env: Environment): readonly { readonly name: string; readonly besides: string }[] {
  return TOGETHER.flatMap((names) => {
    const set = names.find((name) => env[name]);
    if (set === undefined) return [];
    return names.filter((name) => !env[name]).map((name) => ({ name, besides: set }));
  });
}

export function peopleConfig(settings: z.infer<z.ZodObject<typeof PEOPLE_SETTINGS>>): PeopleConfig {
  const { TWINSTACK_SMTP_URL: url, TWINSTACK_MAIL_FROM: from } = settings;
  const { TWINSTACK_OIDC_ISSUER: issuer, TWINSTACK_OIDC_CLIENT_ID: clientId } = settings;
  const clientSecret = settings.TWINSTACK_OIDC_CLIENT_SECRET;
  const name = settings.TWINSTACK_OIDC_NAME;
  const trustEmail = settings.TWINSTACK_OIDC_TRUST_EMAIL;
  const complete = issuer !== undefined && clientId !== undefined && clientSecret !== undefined;
  return {
    smtp: url !== undefined && from !== undefined ? { url, from } : null,
    openid: complete ? { issuer, clientId, clientSecret, name, trustEmail } : null,
    sessionLimits: {
      idleMs: settings.TWINSTACK_SESSION_IDLE_HOURS * HOUR_MS,
      absoluteMs: settings.TWINSTACK_SESSION_MAX_HOURS * HOUR_MS,
    },
    trustedProxies: settings.TWINSTACK_TRUSTED_PROXIES,
  };
}

function isSafeIssuer(issuer: string): boolean {
  const { protocol, hostname } = new URL(issuer);
  return protocol === "https:" || LOOPBACK.includes(hostname);
}
