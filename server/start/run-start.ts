import { parseArgs } from "node:util";
import { makeApiClient } from "../../src/cli/api-client.ts";
import { CliError } from "../../src/cli/cli-error.ts";
import { processTerminal } from "../../src/cli/terminal.ts";
import { type Config, readConfig } from "../config.ts";
import { claimDataFolder } from "./claim-data-folder.ts";
import { type DataFolder, openDataFolder } from "./data-folder.ts";
import { onStopSignal } from "./on-stop-signal.ts";
import { openPage } from "./open-page.ts";
import { opensBrowser } from "./opens-browser.ts";
import { type RunningService, runService } from "./run-service.ts";
import { explainStartFailure } from "./start-failure.ts";
import { tryFile } from "./try-file.ts";

/** Starts the service, takes a file all the way to running machines when there is one, and stays up. */
export async function runStart(checkout: string): Promise<void> {
  try {
    await start(checkout);
  } catch (error) {
    const failure = explainStartFailure(error);
    if (failure === null) throw error;
    const words = `\nTwinStack cannot start.\n  why:        ${failure.what}\n  what to do: ${failure.remedy}\n`;
    process.stderr.write(words, () => process.exit(1));
  }
}

async function start(checkout: string): Promise<void> {
  const { file, config, noOpen } = readCommand(checkout);
  const folder = await openDataFolder(config.dataFolder);
  const claim = await claimDataFolder(folder.path);
  if (claim.kind === "taken") {
    say(`TwinStack is already running on this data folder: ${claim.url}`);
    if (file !== undefined) process.exitCode = await take(file, claim.url, await folder.apiToken());
    return;
  }
  // Whatever way this process ends by itself, the folder is free again.
  process.on("exit", () => claim.release());
  const starting = runService(config, folder, say);
  let stopping = false;
  onStopSignal({
    async stop() {
      stopping = true;
      say("\nStopping: applies that are under way may finish; press Ctrl-C again to interrupt them.");
      await folder.withdrawUrl();
      await (await starting.catch(() => null))?.close();
      say("Stopped.");
    },
    hurry: () => void starting.then((service) => service.hurry()).catch(() => undefined),
  });
  const service = await starting;
  if (stopping) return;
  await claim.publish(service.localUrl);
  await folder.publishUrl(service.localUrl);
  say(banner(service, folder, config));
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (
    service.signInUrl !== null &&
    opensBrowser({ platform: process.platform, env: process.env, terminal, refused: noOpen })
  ) {
    await openPage(service.signInUrl, folder.path);
  }
  if (file !== undefined) await take(file, service.localUrl, service.apiToken);
  say(`\nTwinStack is at ${service.url} and stays up. Press Ctrl-C to stop.`);
}

interface StartCommand {
  readonly file: string | undefined;
  readonly config: Config;
  readonly noOpen: boolean;
}

function readCommand(checkout: string): StartCommand {
  const options = { port: { type: "string" }, "no-open": { type: "boolean" } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const env = values.port === undefined ? process.env : { ...process.env, TWINSTACK_PORT: values.port };
  return { file: positionals[0], config: readConfig(env, checkout), noOpen: values["no-open"] ?? false };
}

/** Submits the file; its failure is told and leaves the service up. Answers an exit code. */
async function take(file: string, url: string, token: string): Promise<number> {
  const api = makeApiClient({ url, token, urlSource: "this start", tokenSource: "the data folder" });
  const terminal = { ...processTerminal(), err: say };
  try {
    say("");
    await tryFile({ api, terminal, json: false }, file);
    return 0;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    say(error.message);
    for (const issue of error.issues) say(`  ${issue.pointer || "/"}: ${issue.message}\n    ${issue.remedy}`);
    say(`What to do: ${error.remedy}`);
    return error.exitCode;
  }
}

function banner(service: RunningService, folder: DataFolder, config: Config): string {
  return [
    `TwinStack ${service.version}`,
    `  address  ${service.url}`,
    ...(service.url === service.localUrl ? [] : [`  listens  ${service.localUrl}`]),
    ...(service.signInUrl === null ? [] : [`  open     ${service.signInUrl} (signs you in, once, within an hour)`]),
    `  API      ${service.url}/api/openapi.json`,
    `  token    ${folder.tokenFile} (for this user alone)`,
    `  clouds   ${service.sandbox ? "sandbox: the built-in try-out, no real machine is made" : "as registered"}`,
    `  log      ${config.logTo === "file" ? folder.logFile : "standard output"}`,
  ].join("\n");
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
