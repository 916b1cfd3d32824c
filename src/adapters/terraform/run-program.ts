import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { effect } from "../../kernel/effect.ts";
import { type EngineRecord, recordOf, signalAll, signalEngine, signalOne, writeRecord } from "./engine-record.ts";
import { errorCode } from "./error-code.ts";
import { followFile } from "./follow-file.ts";
import { splitLines } from "./split-lines.ts";
import { keepEngine, tether } from "./tether.ts";

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
  readonly enclosure?: Enclosure | null;
}

/** What a program that may outlive its service wrote, in its working directory. */
export const OUTPUT_FILE = "engine.out";

/** A jail around a program: what starts instead of it, and what is done to its first process before it begins. */
export interface Enclosure {
  readonly file: string;
  /** Arguments before the program's own; the jail reports on `INFO_FD` and waits on `BLOCK_FD`. */
  readonly args: readonly string[];
  /** Bounds the first process, and so everything it will start. */
  readonly bound: (pid: number) => Promise<void>;
  /** After the end of everything in the jail. */
  readonly release: () => Promise<void>;
}

export const INFO_FD = 3;
export const BLOCK_FD = 4;
/** A third of the weight of whoever is nice to nobody. */
const NICENESS = 5;
/** A shell's and bubblewrap's way to say that a program was ended by a signal. */
const SIGNAL_EXIT = 128;

export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The program could not be started: the system's error code, such as ENOENT. */
  readonly spawnError: string | null;
  readonly stopped: "no" | "gently" | "forced";
}

/**
 * Runs a program in a process group of its own, or in a jail, and leaves nobody of it behind, however it ends: providers
 * and whatever they started die with it.
 */
export async function runProgram(request: ProgramRequest): Promise<ProgramEnd> {
  const out = splitLines(request.lineLimit, request.onStdout);
  const err = splitLines(request.lineLimit, request.onStderr);
  const files = request.outlives === true ? await openOutputFiles(request.cwd) : null;
  return effect(`engine: ${request.args[0] ?? "start"}`, () => runToEnd(request, files, out, err));
}

async function runToEnd(
  request: ProgramRequest,
  files: OutputFiles | null,
  out: Lines,
  err: Lines,
): Promise<ProgramEnd> {
  const child = start(request, files);
  if (child.pid !== undefined) giveWay(child.pid);
  const ended = endOf(child);
  child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
  // A grandchild may hold the pipes open for ever; once the program itself has gone, its group goes too.
  child.on("exit", () => child.pid !== undefined && signalOne(-child.pid, "SIGKILL"));
  const record = await begin(child, request).catch(async (error: unknown) => {
    await ended;
    await Promise.all([files?.close(), request.enclosure?.release()]);
    throw error;
  });
  const stop = stopGroup(record, request);
  const letGo = record !== null && request.outlives === true ? keepEngine(request.cwd) : () => undefined;
  const followers = await Promise.all(files === null ? [] : [files.follow(out.push), files.followErrors(err.push)]);
  const end = await ended;
  letGo();
  for (const follower of followers) await follower.end();
  await files?.close();
  await request.enclosure?.release();
  out.end();
  err.end();
  stop.settle();
  return { ...(request.enclosure ? unwrapped(end) : end), stopped: stop.stopped() };
}

function start(request: ProgramRequest, files: OutputFiles | null): ChildProcess {
  const { enclosure } = request;
  const [out, err] = files === null ? ["pipe" as const, "pipe" as const] : [files.stdout.fd, files.stderr.fd];
  return spawn(
    enclosure?.file ?? request.file,
    enclosure ? [...enclosure.args, request.file, ...request.args] : request.args,
    {
      cwd: request.cwd,
      env: { ...request.env },
      detached: true,
      stdio: ["ignore", out, err, ...(enclosure ? ["pipe" as const, "pipe" as const] : [])],
    },
  );
}

/**
 * People who look at their machines go before engines, which take all processors there are for seconds. Linux shares
 * processors between sessions first, where it groups them, and only then between processes.
 */
function giveWay(pid: number): void {
  try {
    setPriority(pid, NICENESS);
    writeFileSync(`/proc/${pid}/autogroup`, String(NICENESS));
  } catch {
    // It has ended already, or the system does not know of such groups.
  }
}

type End = Omit<ProgramEnd, "stopped">;
type Lines = ReturnType<typeof splitLines>;
type OutputFiles = Awaited<ReturnType<typeof openOutputFiles>>;

function endOf(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once("error", (error) => {
      if (child.pid === undefined) resolve({ exitCode: null, signal: null, spawnError: errorCode(error) || "UNKNOWN" });
    });
    child.once("close", (exitCode, signal) => resolve({ exitCode, signal, spawnError: null }));
  });
}

/**
 * Notes which process it is, for a service that comes after this one. A jailed program waits until that is done; an
 * unjailed one has been running for a moment.
 */
async function begin(child: ChildProcess, request: ProgramRequest): Promise<EngineRecord | null> {
  const { enclosure } = request;
  const gate = enclosure ? child.stdio[BLOCK_FD] : null;
  // A jail that could not be built has no gate any more.
  gate?.on("error", () => undefined);
  const pid = enclosure ? await jailedPid(child) : child.pid;
  if (pid === undefined) return null;
  giveWay(pid);
  const record = recordOf(pid, Boolean(enclosure));
  try {
    if (request.outlives === true) {
      await writeRecord(request.cwd, record);
      tether(request.cwd, record);
    }
    await enclosure?.bound(pid);
  } catch (error) {
    // Unbounded or unknown to whoever comes after us it must not begin.
    signalAll(record, "SIGKILL");
    throw error;
  }
  if (gate && "end" in gate) gate.end("1");
  return record;
}

/** The jail's first process, by its number outside; undefined when the jail could not be built. */
async function jailedPid(child: ChildProcess): Promise<number | undefined> {
  const stream = child.stdio[INFO_FD];
  if (child.pid === undefined || !stream || !("read" in stream)) return undefined;
  let text = "";
  stream.on("error", () => undefined);
  try {
    for await (const chunk of stream) {
      text += String(chunk);
      const pid = /"child-pid"\s*:\s*(\d+)/.exec(text)?.[1];
      if (pid !== undefined && text.trimEnd().endsWith("}")) return Number(pid);
    }
  } catch {
    // The pipe broke: the jail ended.
  }
  return undefined;
}

function unwrapped(end: End): End {
  const number = end.exitCode === null ? 0 : end.exitCode - SIGNAL_EXIT;
  const name = Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
  return name === undefined ? end : { ...end, exitCode: null, signal: name };
}

async function openOutputFiles(folder: string) {
  const paths = [join(folder, OUTPUT_FILE), join(folder, "engine.err")] as const;
  const [stdout, stderr] = await Promise.all([open(paths[0], "w", 0o600), open(paths[1], "w", 0o600)]);
  return {
    stdout,
    stderr,
    follow: (onChunk: (chunk: Buffer) => void) => followFile(paths[0], onChunk),
    followErrors: (onChunk: (chunk: Buffer) => void) => followFile(paths[1], onChunk),
    close: () => Promise.all([stdout.close(), stderr.close()]),
  };
}

function stopGroup(record: EngineRecord | null, request: ProgramRequest) {
  let stopped: ProgramEnd["stopped"] = "no";
  const timers: NodeJS.Timeout[] = [];
  const later = (ms: number, act: () => void) => timers.push(setTimeout(act, ms));

  function gently(): void {
    if (stopped !== "no") return;
    stopped = "gently";
    if (record !== null) signalEngine(record, "SIGINT");
    later(request.gracePeriodMs, forced);
  }

  /** The second signal makes Terraform give up at once, yet still write what it knows; then nothing is left to wait for. */
  function forced(): void {
    if (stopped === "forced") return;
    stopped = "forced";
    if (record !== null) signalAll(record, "SIGTERM");
    later(request.killAfterMs, () => record !== null && signalAll(record, "SIGKILL"));
  }

  listen(request.signal, gently);
  listen(request.killSignal, forced);
  // A service that is made to end while the engine works lets it finish its calls; its state is found at the next start.
  const onExit = () => record !== null && signalEngine(record, "SIGINT");
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
