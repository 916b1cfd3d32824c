import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { SubmissionReceipt } from "../../src/contract/index.ts";

const CHECKOUT = resolve(import.meta.dirname, "../..");
const PATIENCE_MS = 180_000;

/** What set-up found; see tools/README.md. */
export interface BenchToolchain {
  readonly enginePath: string;
  readonly cliConfigFile: string;
}

export interface BenchService {
  readonly toolchain: BenchToolchain;
  readonly url: string;
  /** Of the service; its database and its sandbox clouds are processes of their own. */
  readonly pid: number;
  /** Of the database it started for itself. */
  readonly databaseUrl: string;
  /** Engine environment for the raw side: nothing of this process but the search path. */
  readonly engineEnvironment: Readonly<Record<string, string>>;
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** The requirement that `submit` sends, with changes. */
  requirement(name: string, changes?: object): object;
  submit(name: string, changes?: object): Promise<SubmissionReceipt>;
  close(): Promise<void>;
}

/**
 * Starts the real service with its sandbox clouds on a data folder of its own, as a child process.
 *
 * @param settings environment variables of the service besides the usual ones
 */
export async function startBenchService(
  latency: "instant" | "recorded",
  settings: Readonly<Record<string, string>> = {},
): Promise<BenchService> {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-bench-"));
  const toolchainFile = join(CHECKOUT, ".twinstack/toolchain.json");
  const toolchain = JSON.parse(await readFile(toolchainFile, "utf8")) as BenchToolchain;
  // A database of its own, in a folder that the unprivileged account of PostgreSQL can pass through.
  await writeFile(join(folder, "toolchain.json"), JSON.stringify({ ...toolchain, postgresDataFolder: null }));
  await chmod(folder, 0o711);
  const child = spawn(process.execPath, [join(CHECKOUT, "server/start.ts"), "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...{ ...process.env, TWINSTACK_DATA: folder, TWINSTACK_SANDBOX_LATENCY: latency, TWINSTACK_LOG_LEVEL: "warn" },
      ...settings,
    },
  });
  const ended = once(child, "exit");
  await untilUp(child.stdout, ended).catch(async (error: unknown) => {
    child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  });
  const said = async (file: string): Promise<string> => (await readFile(join(folder, file), "utf8")).trim();
  const [url, token] = [await said("url"), await said("token")];

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new TypeError(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text === "" ? "null" : text) as T;
  }

  return {
    toolchain,
    url,
    pid: child.pid ?? 0,
    databaseUrl: await said("database.url"),
    engineEnvironment: {
      PATH: process.env["PATH"] ?? "",
      HOME: folder,
      TF_CLI_CONFIG_FILE: toolchain.cliConfigFile,
      CHECKPOINT_DISABLE: "1",
    },
    call,
    requirement,
    submit: (name, changes) => call("POST", "/api/v1/workspaces", requirement(name, changes)),
    async close() {
      child.kill("SIGINT");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const REQUIREMENT = {
  profile: "small-web-server",
  access: { sshKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFEblbGxvZ9nG9D4M0Q5jTzq3Ddl4XhQ6V0wq3Z4bC3u bench"] },
  placement: { standby: { mode: "running" } },
};

function requirement(name: string, changes: object = {}): object {
  return { ...REQUIREMENT, name, ...changes };
}

async function untilUp(output: NodeJS.ReadableStream, ended: Promise<unknown>): Promise<void> {
  let said = "";
  const up = new Promise<void>((resolve) => {
    output.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
      if (said.includes("stays up")) resolve();
    });
  });
  const gone = ended.then(() => Promise.reject(new TypeError(`the service ended: ${said}`)));
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new TypeError(`the service does not start: ${said}`)), PATIENCE_MS).unref(),
  );
  await Promise.race([up, gone, late]);
}
