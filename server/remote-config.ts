import * as z from "zod";

const MINUTE_MS = 60_000;
const minutes = (byDefault: number) => z.coerce.number().positive().max(10_080).default(byDefault);
const count = (byDefault: number) => z.coerce.number().int().min(1).max(10_000).default(byDefault);

/** CIDR networks, separated by commas or spaces. */
export const networks = z
  .string()
  .default("")
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ""))
  .pipe(
    z.array(z.union([z.cidrv4(), z.cidrv6()], { error: "must be networks such as 10.1.0.0/16, separated by commas" })),
  );

/** Variables about terminals and consoles. */
export const REMOTE_SETTINGS = {
  TWINSTACK_TERMINAL_NETWORKS: networks,
  TWINSTACK_TERMINAL_SOURCES: networks,
  TWINSTACK_TERMINAL_PORT: z.coerce.number().int().min(1).max(65_535).default(22),
  TWINSTACK_TERMINAL_IDLE_MINUTES: minutes(15),
  TWINSTACK_TERMINAL_MAX_MINUTES: minutes(240),
  TWINSTACK_TERMINAL_PER_PERSON: count(4),
  TWINSTACK_TERMINAL_IN_ALL: count(64),
} as const;

/** How people reach machines through the service. */
export interface RemoteConfig {
  /** Networks besides the public ones in which machines and consoles may be, in CIDR form. */
  readonly networks: readonly string[];
  /** From where machines see the service; empty: from anywhere. */
  readonly sourceAddresses: readonly string[];
  /** On which machines' SSH servers listen. */
  readonly port: number;
  readonly limits: {
    readonly idleMs: number;
    readonly longestMs: number;
    readonly perPerson: number;
    readonly inAll: number;
  };
}

export function remoteConfig(settings: z.infer<z.ZodObject<typeof REMOTE_SETTINGS>>): RemoteConfig {
  return {
    networks: settings.TWINSTACK_TERMINAL_NETWORKS,
    sourceAddresses: settings.TWINSTACK_TERMINAL_SOURCES,
    port: settings.TWINSTACK_TERMINAL_PORT,
    limits: {
      idleMs: settings.TWINSTACK_TERMINAL_IDLE_MINUTES * MINUTE_MS,
      longestMs: settings.TWINSTACK_TERMINAL_MAX_MINUTES * MINUTE_MS,
      perPerson: settings.TWINSTACK_TERMINAL_PER_PERSON,
      inAll: settings.TWINSTACK_TERMINAL_IN_ALL,
    },
  };
}

/** As without any setting. */
export const DEFAULT_REMOTE: RemoteConfig = remoteConfig(z.object(REMOTE_SETTINGS).parse({}));
