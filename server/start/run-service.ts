import { createHash, randomUUID } from "node:crypto";
import type { FastifyServerOptions } from "fastify";
import { type App, buildApp } from "../app.ts";
import { type Composition, composeService } from "../composition/compose-service.ts";
import { openDatabase } from "../composition/open-database.ts";
import { openSecrets } from "../composition/open-secrets.ts";
import type { Config } from "../config.ts";
import { readToolchain } from "../toolchain.ts";
import { makeTracing } from "../tracing.ts";
import { readWebPage } from "../web-page.ts";
import type { DataFolder } from "./data-folder.ts";
import { openLogFile } from "./log-file.ts";
import { readHost } from "./read-host.ts";
import { readVersion } from "./read-version.ts";
import { registerSandbox } from "./register-sandbox.ts";
import { type SandboxClouds, startSandboxClouds, wasUsedBefore } from "./sandbox-clouds.ts";
import { makeSandboxFaults } from "./sandbox-faults.ts";

const HEARTBEAT_MS = 15_000;

export interface RunningService {
  /** Where people reach it. */
  readonly url: string;
  /** Where programs on this machine reach it. */
  readonly localUrl: string;
  readonly version: string;
  readonly apiToken: string;
  /** Opens the page in a browser, signed in; works once. Null where there is no page. */
  readonly signInUrl: string | null;
  readonly sandbox: boolean;
  /** Lets applies finish, then stops everything that was started, in reverse order. */
  close(): Promise<void>;
  /** Interrupts what `close` waits for; states are saved all the same. */
  hurry(): void;
}

/** Starts the whole service: database, sandbox clouds when they are wanted, HTTP, worker. Undone again when a part fails. */
export async function runService(
  config: Config,
  folder: DataFolder,
  tell: (sentence: string) => void,
): Promise<RunningService> {
  const undo: (() => Promise<unknown>)[] = [];
  const ending = { begun: false };
  const close = async (): Promise<void> => {
    ending.begun = true;
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    return { ...(await startParts(config, folder, undo, ending, tell)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(
  config: Config,
  folder: DataFolder,
  undo: (() => Promise<unknown>)[],
  ending: { readonly begun: boolean },
  tell: (sentence: string) => void,
) {
  const toolchain = await readToolchain(config.dataFolder);
  const version = await readVersion();
  const late: { app?: App; localUrl: string; publicUrl: string } = {
    localUrl: "",
    publicUrl: config.publicUrl ?? "",
  };
  const sandboxEarly = startEarly(config, folder, undo);
  const tracing = makeTracing(config.traceEndpoint, version);
  undo.push(() => tracing.close());
  const database = await openDatabase({
    databaseUrl: config.databaseUrl,
    toolchain,
    dataFolder: config.dataFolder,
    oldPostgresBinDir: config.oldPostgresBinDir,
    tell,
    onIdleError: (error) => late.app?.log.warn({ err: error }, "a database connection broke"),
  });
  undo.push(() => database.close());

  const composition = composeService({
    pool: database.pool,
    tenantPool: database.tenantPool,
    databaseUrl: database.url,
    workHost: await readHost(folder.workRoot),
    toolchain,
    version,
    keyring: await openSecrets(database.pool, {
      current: await folder.secretKey(config.secretKey),
      old: config.oldSecretKey === undefined ? undefined : Buffer.from(config.oldSecretKey, "base64"),
    }),
    workRoot: folder.workRoot,
    concurrency: config.concurrency,
    driftMinutes: config.driftMinutes,
    engineSandbox: config.engineSandbox,
    keepPlansDays: config.keepPlansDays,
    host: config.host,
    webhookNetworks: config.webhookNetworks,
    remote: config.remote,
    images: config.images,
    buckets: config.buckets,
    tracing,
    publicUrl: () => late.publicUrl,
    localUrl: () => late.localUrl,
    smtp: config.smtp,
    openid: config.openid,
    sessionLimits: config.sessionLimits,
    onBackgroundError: (error, what) => late.app?.log.error({ err: error }, what),
    onWorkerError: (error, runId) => late.app?.log.error({ err: error, runId }, "the worker met an unexpected error"),
  });
  undo.push(() => composition.close());
  await composition.open();
  const apiToken = await letUserIn(composition, folder);

  const sandbox = await wantedSandbox(config, composition, sandboxEarly);

  const page = await readWebPage(config.pageFolder);
  const faults = sandbox === null ? null : makeSandboxFaults(sandbox);
  const app = await buildApp(
    { ...composition.services, sandbox: faults },
    {
      version,
      hostNames: hostNames(config),
      logger: loggerFor(config, folder),
      parseYaml: composition.parseYaml,
      translate: composition.translate,
      heartbeatMs: HEARTBEAT_MS,
      tracing,
      metricsToken: config.metricsToken,
      publicUrl: () => late.publicUrl,
      trustedProxies: config.trustedProxies,
      isStopping: () => ending.begun,
      page,
    },
  );
  late.app = app;
  undo.push(() => app.close());
  // Before the connections are cut, so that everybody at a machine hears why.
  undo.push(() => composition.remote.close());
  await app.listen({ host: config.host, port: config.port });
  late.localUrl = localUrl(config.host, app);
  late.publicUrl = config.publicUrl ?? late.localUrl;
  if (sandbox !== null) await registerSandbox(composition, sandbox.registrations);

  for (const path of await composition.removeLeftovers()) {
    app.log.warn({ path }, "a state that Terraform could not hand over was kept");
  }
  composition.webhookSender.start();
  undo.push(() => composition.webhookSender.stop());
  composition.imageWorker.start();
  undo.push(() => composition.imageWorker.stop());
  const { state, reason, gaps } = (await composition.services.status()).engineSandbox;
  if (state !== "on")
    app.log.warn({ state, reason, gaps }, "engines run without a sandbox of their own, or not at all");
  if (config.databaseUrl === undefined) await folder.publishDatabase(database.url);
  undo.push(() => folder.withdrawDatabase());
  if (config.worker) composition.worker.start();
  // Stopped first: an apply that is finishing still writes its state through the routes.
  undo.push(() => composition.worker.stop());
  const hurry = (): void => void composition.worker.stop();
  const signInUrl =
    page === null || config.logTo === "stdout"
      ? null
      : (await composition.services.people.signInLink.make("local")).url;
  return {
    url: late.publicUrl,
    localUrl: late.localUrl,
    version,
    apiToken,
    signInUrl,
    sandbox: sandbox !== null,
    hurry,
  };
}

async function letUserIn({ accounts }: Composition, folder: DataFolder): Promise<string> {
  const token = await folder.apiToken();
  await accounts.ensureAccount({ accountId: "local", name: "Local user" });
  await accounts.ensureToken({
    id: randomUUID(),
    accountId: "local",
    name: "made at the first start",
    tokenHash: createHash("sha256").update(token).digest("hex"),
  });
  return token;
}

/** The sandbox takes as long to start as the database, so one that was used before starts beside it. */
function startEarly(
  config: Config,
  folder: DataFolder,
  undo: (() => Promise<unknown>)[],
): () => Promise<SandboxClouds> {
  let started: Promise<SandboxClouds> | undefined;
  const start = (): Promise<SandboxClouds> => {
    started ??= startSandboxClouds({ ...config.sandbox, folder: folder.sandboxFolder });
    return started;
  };
  undo.push(async () => (await started?.catch(() => null))?.stop());
  if (config.sandbox.mode !== "off" && wasUsedBefore(folder.sandboxFolder)) start().catch(() => undefined);
  return start;
}

/** In automatic mode the sandbox runs until a real cloud is registered, and as long as machines may be left on it. */
async function wantedSandbox(
  config: Config,
  composition: Composition,
  start: () => Promise<SandboxClouds>,
): Promise<SandboxClouds | null> {
  const { mode } = config.sandbox;
  if (mode === "off") return null;
  const clouds = await composition.clouds.list();
  return mode === "on" || clouds.length === 0 || clouds.some((cloud) => cloud.sandbox) ? start() : null;
}

function loggerFor(config: Config, folder: DataFolder): Exclude<FastifyServerOptions["logger"], undefined> {
  return {
    level: config.logLevel,
    redact: ["req.headers.authorization", "req.headers.cookie", "*.password", "*.token", "*.secretKey"],
    ...(config.logTo === "file" && { stream: openLogFile(folder.logFile) }),
  };
}

function hostNames(config: Config): readonly string[] {
  const configured = config.publicUrl === undefined ? [] : [new URL(config.publicUrl).hostname];
  return [...configured, ...config.allowedHosts, ...(config.host.startsWith("0.") ? [] : [config.host])];
}

/** An address of this machine on which the engine reaches the state routes. */
function localUrl(host: string, app: App): string {
  const address = app.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const everywhere = host === "0.0.0.0" || host === "::" || host === "localhost";
  const name = everywhere ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
