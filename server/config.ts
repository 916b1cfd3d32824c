import { resolve } from "node:path";
import * as z from "zod";
import type { Issue } from "../src/contract/index.ts";
import { AppError } from "../src/kernel/app-error.ts";
import { BUCKET_SETTINGS, type BucketConfig, bucketConfig } from "./bucket-config.ts";
import { IMAGE_SETTINGS, type ImageConfig, imageConfig } from "./image-config.ts";
import { missingBesides, PEOPLE_SETTINGS, type PeopleConfig, peopleConfig } from "./people-config.ts";
import { networks, REMOTE_SETTINGS, type RemoteConfig, remoteConfig } from "./remote-config.ts";

const wholeNumber = (low: number, high: number) => z.coerce.number().int().min(low).max(high);
const optional = <T extends z.ZodType>(schema: T) =>
  // An empty variable is how many shells and container files say "not set".
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

const secretKey = z.base64().refine((text) => Buffer.from(text, "base64").length === 32);

/** Every setting, by the name of its environment variable. */
const Settings = z.object({
  TWINSTACK_HOST: z.string().default("127.0.0.1"),
  TWINSTACK_PORT: wholeNumber(0, 65_535).default(4680),
  TWINSTACK_PUBLIC_URL: optional(z.url({ protocol: /^https?$/ })),
  TWINSTACK_ALLOWED_HOSTS: z.string().default(""),
  TWINSTACK_DATA: z.string().default(".twinstack"),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
  TWINSTACK_OLD_POSTGRES_BIN: optional(z.string()),
  TWINSTACK_WEB: z.string().default("web/dist"),
  TWINSTACK_WORKER: z.enum(["on", "off"]).default("on"),
  TWINSTACK_URL: optional(z.url({ protocol: /^https?$/ })),
  TWINSTACK_CONCURRENCY: wholeNumber(1, 64).default(4),
  TWINSTACK_LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  TWINSTACK_LOG: z.enum(["file", "stdout"]).default("file"),
  TWINSTACK_SANDBOX: z.enum(["auto", "on", "off"]).default("auto"),
  TWINSTACK_SANDBOX_OPENSTACK_PORT: wholeNumber(0, 65_535).default(0),
  TWINSTACK_SANDBOX_CLOUDSTACK_PORT: wholeNumber(0, 65_535).default(0),
  TWINSTACK_SANDBOX_LATENCY: z.enum(["instant", "recorded"]).default("recorded"),
  TWINSTACK_DRIFT_MINUTES: wholeNumber(0, 44_640).default(60),
  TWINSTACK_ENGINE_SANDBOX: z.enum(["auto", "required", "off"]).default("auto"),
  TWINSTACK_KEEP_PLANS_DAYS: z.coerce.number().min(0).max(36_500).default(30),
  TWINSTACK_WEBHOOK_NETWORKS: networks,
  TWINSTACK_METRICS_TOKEN: optional(z.string().min(16)),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(z.url({ protocol: /^https?$/ })),
  TWINSTACK_SECRET_KEY: optional(secretKey),
  TWINSTACK_SECRET_KEY_OLD: optional(secretKey),
  ...PEOPLE_SETTINGS,
  ...REMOTE_SETTINGS,
  ...IMAGE_SETTINGS,
  ...BUCKET_SETTINGS,
});

/** The service's settings; every one has a default, none of them a secret. */
export interface Config extends PeopleConfig {
  readonly host: string;
  /** 0 lets the operating system choose. */
  readonly port: number;
  readonly publicUrl: string | undefined;
  readonly allowedHosts: readonly string[];
  readonly dataFolder: string;
  /** The built web page; when there is none, the service has its API only. */
  readonly pageFolder: string;
  readonly databaseUrl: string | undefined;
  /** Programs of the major version that made the embedded database, when none were kept beside it. */
  readonly oldPostgresBinDir: string | undefined;
  /** Whether the service works on runs itself; without it other processes do. */
  readonly worker: boolean;
  /** For a worker in a process of its own: where the service that keeps the states is. */
  readonly serviceUrl: string | undefined;
  /** Runs worked on at once. */
  readonly concurrency: number;
  /** Between two looks at a site for drift; 0: only when somebody asks. */
  readonly driftMinutes: number;
  readonly logLevel: z.infer<typeof Settings>["TWINSTACK_LOG_LEVEL"];
  /** file: logs/service.log in the data folder. */
  readonly logTo: "file" | "stdout";
  readonly sandbox: {
    /** auto: when no real cloud is registered. */
    readonly mode: "auto" | "on" | "off";
    readonly openstackPort: number;
    readonly cloudstackPort: number;
    readonly latency: "instant" | "recorded";
  };
  /** auto: required for a service for many, else taken when it works. off: an administrator does without it knowingly. */
  readonly engineSandbox: "auto" | "required" | "off";
  /** How long what a plan said stays to be read after its run's end; the plan itself goes at once. */
  readonly keepPlansDays: number;
  /** Networks inside the operator's own that webhooks may reach; empty: public addresses only. */
  readonly webhookNetworks: readonly string[];
  /** Terminals and consoles. */
  readonly remote: RemoteConfig;
  readonly images: ImageConfig;
  readonly buckets: BucketConfig;
  /** What a collector sends to read /metrics; without it only administrators of the site may. */
  readonly metricsToken: string | undefined;
  /** OpenTelemetry collector; without it nothing is traced. */
  readonly traceEndpoint: string | undefined;
  /** Base64 of 32 bytes; made in the data folder when it is not given. */
  readonly secretKey: string | undefined;
  /** The key before it, only while a rotation is under way. */
  readonly oldSecretKey: string | undefined;
}

/**
 * Reads the settings from the environment.
 *
 * @throws AppError `validation-failed` naming every wrong variable at once
 */
export function readConfig(env: NodeJS.ProcessEnv, checkout: string): Config {
  const parsed = Settings.safeParse(env);
  const missing = missingBesides(env).map(({ name, besides }) => issueOf(name, `is needed beside ${besides}`));
  const wrong = (parsed.error?.issues ?? []).map(({ path, message }) => issueOf(path.join("/"), message));
  if (!parsed.success || missing.length > 0) throw refusal([...wrong, ...missing]);
  const settings = parsed.data;
  const dataFolder = resolve(checkout, settings.TWINSTACK_DATA || ".twinstack");
  return {
    host: settings.TWINSTACK_HOST,
    port: settings.TWINSTACK_PORT,
    publicUrl: settings.TWINSTACK_PUBLIC_URL?.replace(/\/+$/, ""),
    allowedHosts: settings.TWINSTACK_ALLOWED_HOSTS.split(/[\s,]+/).filter((host) => host !== ""),
    dataFolder,
    pageFolder: resolve(checkout, settings.TWINSTACK_WEB || "web/dist"),
    databaseUrl: settings.DATABASE_URL,
    oldPostgresBinDir: settings.TWINSTACK_OLD_POSTGRES_BIN,
    worker: settings.TWINSTACK_WORKER === "on",
    serviceUrl: settings.TWINSTACK_URL?.replace(/\/+$/, ""),
    concurrency: settings.TWINSTACK_CONCURRENCY,
    driftMinutes: settings.TWINSTACK_DRIFT_MINUTES,
    logLevel: settings.TWINSTACK_LOG_LEVEL,
    logTo: settings.TWINSTACK_LOG,
    sandbox: {
      mode: settings.TWINSTACK_SANDBOX,
      openstackPort: settings.TWINSTACK_SANDBOX_OPENSTACK_PORT,
      cloudstackPort: settings.TWINSTACK_SANDBOX_CLOUDSTACK_PORT,
      latency: settings.TWINSTACK_SANDBOX_LATENCY,
    },
    engineSandbox: settings.TWINSTACK_ENGINE_SANDBOX,
    keepPlansDays: settings.TWINSTACK_KEEP_PLANS_DAYS,
    webhookNetworks: settings.TWINSTACK_WEBHOOK_NETWORKS,
    remote: remoteConfig(settings),
    images: imageConfig(settings, dataFolder),
    buckets: bucketConfig(settings),
    metricsToken: settings.TWINSTACK_METRICS_TOKEN,
    traceEndpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
    secretKey: settings.TWINSTACK_SECRET_KEY,
    oldSecretKey: settings.TWINSTACK_SECRET_KEY_OLD,
    ...peopleConfig(settings),
  };
}

function issueOf(name: string, message: string): Issue {
  return {
    pointer: `/${name}`,
    code: "wrong-setting",
    message: `${name}: ${message}`,
    remedy: "Correct the environment variable, or leave it out.",
  };
}

function refusal(issues: readonly Issue[]): AppError {
  return new AppError("validation-failed", `Wrong settings: ${issues.map(({ message }) => message).join("; ")}`, {
    issues,
  });
}
