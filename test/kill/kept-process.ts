import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 90_000;

export interface KeptProcess {
  readonly pid: number;
  /** How often it ended without being asked to. */
  deaths(): number;
  printed(): string;
  /** Fulfilled when it is up, be it for the second time. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

export interface KeptOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** What it prints when it is up. */
  readonly sign: RegExp;
}

/** A program that is started again whenever it ends, as systemd does. */
export async function keepProcess(options: KeptOptions): Promise<KeptProcess> {
  let [deaths, printed, stopping] = [0, "", false];
  let child = start();
  // An interrupted test run must not leave a service behind that nobody looks after.
  const last = (): void => void child.kill("SIGKILL");
  process.once("exit", last);

  function start(): ChildProcess {
    printed = "";
    const next = spawn(options.file, options.args, {
      cwd: options.cwd,
      env: { ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [next.stdout, next.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        printed = (printed + text).slice(-20_000);
      });
    }
    next.once("exit", () => {
      if (stopping) return;
      deaths += 1;
      setTimeout(() => {
        if (!stopping) child = start();
      }, 200);
    });
    return next;
  }

  async function ready(): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!options.sign.test(printed) || child.exitCode !== null || child.signalCode !== null) {
      if (Date.now() > deadline) throw new Error(`${options.args.at(-1)} does not come up:\n${printed}`);
      await sleep(100);
    }
  }

  return {
    get pid() {
      return child.pid ?? 0;
    },
    deaths: () => deaths,
    printed: () => printed,
    ready,
    async stop() {
      stopping = true;
      process.off("exit", last);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const hurry = setTimeout(() => child.kill("SIGKILL"), 15_000);
      await ended;
      clearTimeout(hurry);
    },
  };
}
