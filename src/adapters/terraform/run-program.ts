import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { followFile } from "./follow-file.ts";
import { splitLines } from "./split-lines.ts";

export interface ProgramRequest {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** First request to stop: SIGINT, so that Terraform finishes its calls and saves its state. */
  readonly signal: AbortSignal;
  /** Second request: the whole group must go. */
  readonly killSignal: AbortSignal;
  /** How long after SIGINT the group is told to end, and how long after that it is killed. */
  readonly gracePeriodMs: number;
  readonly killAfterMs: number;
  readonly onStdout: (line: string) => void;
  readonly onStderr: (line: string) => void;
  /** Longest line kept, in characters. */
  readonly lineLimit: number;
  /**
   * Lets the program outlive this process: its output goes to files in its folder, because a Go program dies of a pipe
   * that nobody reads any more, and its number is noted there.
   */
  readonly outlives?: boolean;
}

/** In the working directory of a program that may outlive its service: its process number. */
export const PID_FILE = "engine.pid";

export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The program could not be started: the system's error code, such as ENOENT. */
  readonly spawnError: string | null;
  readonly stopped: "no" | "gently" | "forced";
}

/**
 * Runs a program in a process group of its own and leaves nobody of that group behind, however it ends: providers and
 * whatever they started die with it.
 */
export async function runProgram(request: ProgramRequest): Promise<ProgramEnd> {
  const out = splitLines(request.lineLimit, request.onStdout);
  const err = splitLines(request.lineLimit, request.onStderr);
  const files = request.outlives === true ? await openOutputFiles(request.cwd) : null;
  const child = execa(request.file, [...request.args], {
    cwd: request.cwd,
    env: { ...request.env },
    extendEnv: false,
    detached: true,
    cleanup: false,
    reject: false,
    buffer: false,
    stdin: "ignore",
    stdout: files === null ? ("pipe" as const) : (files.stdout.fd as 3),
    stderr: files === null ? ("pipe" as const) : (files.stderr.fd as 3),
  });
  const stop = stopGroup(child.pid, request);
  child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
  // A grandchild may hold the pipes open for ever; once the program itself has gone, its group goes too.
  child.nodeChildProcess.on("exit", () => signalGroup(child.pid, "SIGKILL"));
  if (files !== null && child.pid !== undefined) await writeFile(join(request.cwd, PID_FILE), String(child.pid));
  const followers = await Promise.all(files === null ? [] : [files.follow(out.push), files.followErrors(err.push)]);
  const result = await child;
  for (const follower of followers) await follower.end();
  await files?.close();
  out.end();
  err.end();
  stop.settle();
  return {
    exitCode: result.exitCode ?? null,
    signal: result.signal ?? null,
    spawnError: child.pid === undefined ? (result.code ?? "UNKNOWN") : null,
    stopped: stop.stopped(),
  };
}

async function openOutputFiles(folder: string) {
  const paths = [join(folder, "engine.out"), join(folder, "engine.err")] as const;
  const [stdout, stderr] = await Promise.all([open(paths[0], "w", 0o600), open(paths[1], "w", 0o600)]);
  return {
    stdout,
    stderr,
    follow: (onChunk: (chunk: Buffer) => void) => followFile(paths[0], onChunk),
    followErrors: (onChunk: (chunk: Buffer) => void) => followFile(paths[1], onChunk),
    close: () => Promise.all([stdout.close(), stderr.close()]),
  };
}

function stopGroup(pid: number | undefined, request: ProgramRequest) {
  let stopped: ProgramEnd["stopped"] = "no";
  const timers: NodeJS.Timeout[] = [];
  const later = (ms: number, act: () => void) => timers.push(setTimeout(act, ms));

  function gently(): void {
    if (stopped !== "no") return;
    stopped = "gently";
    if (pid !== undefined) signalOne(pid, "SIGINT");
    later(request.gracePeriodMs, forced);
  }

  /** The second signal makes Terraform give up at once, yet still write what it knows; then nothing is left to wait for. */
  function forced(): void {
    if (stopped === "forced") return;
    stopped = "forced";
    signalGroup(pid, "SIGTERM");
    later(request.killAfterMs, () => signalGroup(pid, "SIGKILL"));
  }

  listen(request.signal, gently);
  listen(request.killSignal, forced);
  // A service that is made to end while the engine works lets it finish its calls; its state is found at the next start.
  const onExit = () => pid !== undefined && signalOne(pid, "SIGINT");
  process.once("exit", onExit);
  return {
    stopped: () => stopped,
    settle() {
      for (const timer of timers) clearTimeout(timer);
      request.signal.removeEventListener("abort", gently);
      request.killSignal.removeEventListener("abort", forced);
      process.off("exit", onExit);
    },
  };
}

function listen(signal: AbortSignal, act: () => void): void {
  if (signal.aborted) act();
  else signal.addEventListener("abort", act, { once: true });
}

export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid !== undefined) signalOne(-pid, signal);
}

export function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has already gone.
  }
}
