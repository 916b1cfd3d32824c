import { join } from "node:path";
import { AppError } from "../../src/kernel/app-error.ts";
import { composeWorkerProcess } from "../composition/compose-worker-process.ts";
import { openDatabase } from "../composition/open-database.ts";
import { openSecrets } from "../composition/open-secrets.ts";
import { type Config, readConfig } from "../config.ts";
import { readToolchain } from "../toolchain.ts";
import { makeTracing } from "../tracing.ts";
import { type DataFolder, openDataFolder } from "./data-folder.ts";
import { openLogFile } from "./log-file.ts";
import { onStopSignal } from "./on-stop-signal.ts";
import { readHost } from "./read-host.ts";
import { readVersion } from "./read-version.ts";
import { explainStartFailure } from "./start-failure.ts";

/** Starts a worker of its own: beside the service on the same data folder, or on another machine. */
export async function runWorkerProcess(checkout: string): Promise<void> {
  try {
    await start(readConfig(process.env, checkout));
  } catch (error) {
    const failure = explainStartFailure(error);
    if (failure === null) throw error;
    const words = `\nThe worker cannot start.\n  why:        ${failure.what}\n  what to do: ${failure.remedy}\n`;
    process.stderr.write(words, () => process.exit(1));
  }
}

async function start(config: Config): Promise<void> {
  const folder = await openDataFolder(config.dataFolder);
  const { databaseUrl, serviceUrl } = await findService(config, folder);
  const toolchain = await readToolchain(config.dataFolder);
  const version = await readVersion();
  const tracing = makeTracing(config.traceEndpoint, version);
  const note = logTo(config, folder);
  const database = await openDatabase({
    ...{ databaseUrl, toolchain, dataFolder: config.dataFolder },
    onIdleError: (error) => note(error, null),
  });
  const workHost = await readHost(folder.workRoot);
  const part = composeWorkerProcess({
    ...{ toolchain, version, tracing, workHost, serviceUrl, pool: database.pool, databaseUrl },
    workRoot: folder.workRoot,
    concurrency: config.concurrency,
    driftMinutes: config.driftMinutes,
    engineSandbox: config.engineSandbox,
    keyring: await openSecrets(database.pool, {
      current: await folder.secretKey(config.secretKey),
      old: config.oldSecretKey === undefined ? undefined : Buffer.from(config.oldSecretKey, "base64"),
    }),
    onWorkerError: note,
  });
  await part.open();
  part.worker.start();
  onStopSignal({
    async stop() {
      say("Stopping: plans are handed over and applies may finish; another signal interrupts them.");
      await part.worker.stop();
      await part.close();
      await database.close();
      await tracing.close();
      say("Stopped.");
    },
    hurry: () => void part.worker.stop(),
  });
  say(`TwinStack worker ${version} on ${workHost.name}: ${config.concurrency} runs at once, states at ${serviceUrl}`);
}

/** Settings first; beside a running service its data folder tells the rest. */
async function findService(config: Config, folder: DataFolder) {
  const published = await folder.published();
  const databaseUrl = config.databaseUrl ?? published.databaseUrl;
  const serviceUrl = config.serviceUrl ?? published.url;
  const missing = [
    ...(databaseUrl === undefined ? ["DATABASE_URL"] : []),
    ...(serviceUrl === undefined ? ["TWINSTACK_URL"] : []),
    ...(config.secretKey === undefined && !published.secretKey ? ["TWINSTACK_SECRET_KEY"] : []),
  ];
  if (databaseUrl === undefined || serviceUrl === undefined || missing.length > 0) {
    const message = `No service runs on ${folder.path}, and these settings are missing: ${missing.join(", ")}. Start the service first, or set them to the service's own.`;
    throw new AppError("validation-failed", message, { missing });
  }
  return { databaseUrl, serviceUrl };
}

function logTo(config: Config, folder: DataFolder): (error: unknown, runId: string | null) => void {
  const log = config.logTo === "file" ? openLogFile(join(folder.path, "logs", "worker.log")) : { write: writeOut };
  return (error, runId) => {
    const err = error instanceof Error ? { message: error.message, stack: error.stack } : { message: wordsOf(error) };
    const line = { time: new Date().toISOString(), level: "error", pid: process.pid, runId, err };
    log.write(`${JSON.stringify(line)}\n`);
  };
}

/** pg-boss tells of errors as plain objects. */
function wordsOf(error: unknown): string {
  return typeof error === "object" && error !== null && "message" in error ? String(error.message) : String(error);
}

function writeOut(text: string): void {
  process.stdout.write(text);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
