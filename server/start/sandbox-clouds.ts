import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { AppError } from "../../src/kernel/app-error.ts";

const PROGRAM = fileURLToPath(new URL("../../sandbox/main.ts", import.meta.url));
const START_PATIENCE_MS = 30_000;
const STOP_PATIENCE_MS = 10_000;

/** What the sandbox prints when both clouds answer: how each is registered. */
const Ready = z.object({
  openstack: z.looseObject({ authUrl: z.url() }),
  cloudstack: z.looseObject({ apiUrl: z.url() }),
});
export type SandboxRegistrations = z.infer<typeof Ready>;

export interface SandboxOptions {
  /** Where the sandbox clouds keep their world between runs. */
  readonly folder: string;
  /** 0 takes the port of the last time, or a free one. */
  readonly openstackPort: number;
  readonly cloudstackPort: number;
  readonly latency: "instant" | "recorded";
}

export interface SandboxClouds {
  readonly registrations: SandboxRegistrations;
  /** Opens the fault switches. */
  readonly adminToken: string;
  stop(): Promise<void>;
}

/** Whether the sandbox was in use at the last start; then it is worth starting before anything else is known. */
export function wasUsedBefore(folder: string): boolean {
  return existsSync(join(folder, "ports.json"));
}

/**
 * Starts both sandbox clouds as one child process. Its standard input is a pipe of ours: when this process ends, even
 * by kill -9, the pipe closes and the sandbox ends too.
 */
export async function startSandboxClouds(options: SandboxOptions): Promise<SandboxClouds> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const ports = await rememberedPorts(options);
  // Tests know the token of theirs beforehand.
  const adminToken = process.env["SANDBOX_ADMIN_TOKEN"] || randomBytes(24).toString("base64url");
  const child = spawn(process.execPath, commandLine(options, ports), {
    stdio: ["pipe", "pipe", "pipe"],
    // Ctrl-C in the terminal must not reach it before the runs that need it have ended.
    detached: true,
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: options.folder,
      TZ: "UTC",
      SANDBOX_ADMIN_TOKEN: adminToken,
      ...passedOn(),
    },
  });
  try {
    const registrations = await firstAnswer(child);
    await remember(options.folder, registrations);
    return { registrations, adminToken, stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

/** What a test says about the sandbox, besides the cache of compiled code. */
const PASSED_ON = [
  "SANDBOX_EXTERNAL_PREFIX",
  "SANDBOX_PUBLIC_PREFIX",
  "SANDBOX_GUESTS",
  "SANDBOX_GUEST_IMAGE",
  "NODE_COMPILE_CACHE",
] as const;

function passedOn(): Record<string, string> {
  const given = PASSED_ON.map((name) => [name, process.env[name] ?? ""] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== ""));
}

function commandLine(options: SandboxOptions, ports: Ports): string[] {
  return [
    ...[...process.execArgv, PROGRAM, "--data", options.folder, "--latency", options.latency],
    ...["--openstack-port", String(ports.openstack), "--cloudstack-port", String(ports.cloudstack)],
  ];
}

async function firstAnswer(child: ChildProcess): Promise<SandboxRegistrations> {
  if (child.stdout === null || child.stderr === null) throw new AppError("internal", "The sandbox has no output.");
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-2_000);
  });
  const gone = once(child, "exit").then(() => null);
  const lines = createInterface({ input: child.stdout });
  const answer = once(lines, "line", { signal: AbortSignal.timeout(START_PATIENCE_MS) }).then(
    ([line]) => String(line),
    () => null,
  );
  const line = await Promise.race([answer, gone]);
  if (line !== null) return Ready.parse(JSON.parse(line));
  throw new AppError("internal", `The sandbox clouds do not start: ${said.trim() || "they said nothing"}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const kill = setTimeout(() => child.kill("SIGKILL"), STOP_PATIENCE_MS);
  await ended;
  clearTimeout(kill);
}

const Ports = z.object({ openstack: z.int(), cloudstack: z.int() });
type Ports = z.infer<typeof Ports>;

/** People's shells and scripts know the addresses, so they stay the same from start to start. */
async function rememberedPorts(options: SandboxOptions): Promise<Ports> {
  const known = await readFile(join(options.folder, "ports.json"), "utf8")
    .then((text) => Ports.parse(JSON.parse(text)))
    .catch(() => ({ openstack: 0, cloudstack: 0 }));
  return {
    openstack: options.openstackPort || known.openstack,
    cloudstack: options.cloudstackPort || known.cloudstack,
  };
}

async function remember(folder: string, { openstack, cloudstack }: SandboxRegistrations): Promise<void> {
  const ports: Ports = {
    openstack: Number(new URL(openstack.authUrl).port),
    cloudstack: Number(new URL(cloudstack.apiUrl).port),
  };
  await writeFile(join(folder, "ports.json"), JSON.stringify(ports));
}
