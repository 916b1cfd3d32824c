/**
 * `cdktf` for operators (bin/cdktf): the CDKTF command on this checkout's stacks, with engine and providers as set-up
 * found them, and with the sandbox clouds when the environment names no cloud.
 */
import { readFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readCommandLine } from "./command-line.ts";
import { type OperatorSandbox, openOperatorSandbox } from "./operator-sandbox.ts";
import { runInherited } from "./run-inherited.ts";

const CHECKOUT = fileURLToPath(new URL("../..", import.meta.url));
const PROGRAM = join(CHECKOUT, "node_modules", "cdktf-cli", "bin", "cdktn");

/** Folders an operator names are meant from where the command was called; it runs where cdktf.json is. */
const FOLDERS = ["TWINSTACK_REQUIREMENTS", "TWINSTACK_PLANS", "TWINSTACK_OPERATOR_STATE"];

const commandLine = readCommandLine(process.argv.slice(2));
const sandbox = commandLine.readsStacks && !namesCloud(process.env) ? await openSandbox() : null;
try {
  const env = { ...process.env, ...absoluteFolders(), ...engineVariables(), ...sandbox?.environment };
  process.exitCode = commandLine.diffsAll ? await diffAll(env) : await cdktf(commandLine.args, env);
} finally {
  await sandbox?.close();
}

function namesCloud(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env["OS_AUTH_URL"] || env["CLOUDSTACK_API_URL"]);
}

function absoluteFolders(): Record<string, string> {
  return Object.fromEntries(
    FOLDERS.flatMap((name) => (process.env[name] ? [[name, resolve(process.env[name])] as const] : [])),
  );
}

async function openSandbox(): Promise<OperatorSandbox> {
  const found = await openOperatorSandbox(join(dataFolder(), "sandbox"));
  process.stderr.write(`No cloud is named by OS_AUTH_URL or CLOUDSTACK_API_URL: using ${found.origin}.\n`);
  return found;
}

function dataFolder(): string {
  return resolve(CHECKOUT, process.env["TWINSTACK_DATA"] || ".twinstack");
}

function engineVariables(): Record<string, string> {
  const file = join(dataFolder(), "toolchain.json");
  const { enginePath, providerMirror } = JSON.parse(readFileSync(file, "utf8")) as Toolchain;
  return {
    // cdktf.json starts the app with `node`.
    PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
    TERRAFORM_BINARY_NAME: enginePath,
    // The command caches providers by itself, which two stacks at once do not survive; the mirror is as fast.
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    // `providers lock` asks the public registry whatever the CLI configuration says.
    ...(providerMirror !== null && { TF_CLI_ARGS_providers_lock: `-fs-mirror=${providerMirror}` }),
  };
}

function cdktf(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return runInherited(process.execPath, [PROGRAM, ...args], { cwd: CHECKOUT, env });
}

/** Synthesizes once and shows the difference of every stack; the highest exit code wins. */
async function diffAll(env: NodeJS.ProcessEnv): Promise<number> {
  const synthesized = await cdktf(["synth"], env);
  if (synthesized !== 0) return synthesized;
  const manifest = JSON.parse(readFileSync(join(CHECKOUT, "cdktf.out", "manifest.json"), "utf8")) as Manifest;
  let worst = 0;
  for (const stack of Object.keys(manifest.stacks).sort()) {
    process.stdout.write(`\n${stack}\n`);
    worst = Math.max(worst, await cdktf([...commandLine.args, stack, "--skip-synth"], env));
  }
  return worst;
}

interface Toolchain {
  readonly enginePath: string;
  readonly providerMirror: string | null;
}
interface Manifest {
  readonly stacks: Readonly<Record<string, unknown>>;
}
