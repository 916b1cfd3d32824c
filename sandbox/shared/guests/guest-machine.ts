import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { askSocket } from "./ask-socket.ts";
import { type GuestFiles, type QemuParts, qemuArguments } from "./qemu-arguments.ts";

/** One running QEMU. It dies with this process, whatever way that ends. */
export interface GuestMachine {
  readonly pid: number;
  isRunning(): boolean;
  /** What QEMU itself said on its standard error. */
  complaints(): string;
  /** A command of QEMU's monitor (QMP). */
  tell(execute: string, facts?: object): Promise<unknown>;
  /** A command of the older, textual monitor; its answer is text, empty when all went well. */
  tellInWords(line: string): Promise<string>;
  /** Presses the power button and waits; ends the process where the system does not go down in time. */
  shutDown(patienceMs: number): Promise<void>;
  kill(): Promise<void>;
}

const MONITOR_MS = 20_000;

/** Starts one guest and waits until its monitor answers. */
export async function startGuestMachine(parts: QemuParts): Promise<GuestMachine> {
  await writeFile(parts.files.console, "");
  // The kernel ends it when this process goes, by kill -9 too.
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", "qemu-system-x86_64", ...qemuArguments(parts)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-4_000);
  });
  child.on("error", (error) => {
    said += error.message;
  });
  const machine = machineOf(child, parts.files, () => said.trim());
  await monitorAnswers(machine);
  return machine;
}

function machineOf(child: ChildProcess, { monitor }: GuestFiles, complaints: () => string): GuestMachine {
  const gone = once(child, "exit").catch(() => undefined);
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;

  function tell(execute: string, facts: object = {}): Promise<unknown> {
    const commands = [{ execute: "qmp_capabilities" }, { execute, arguments: facts }];
    return askSocket({ path: monitor, commands, patienceMs: MONITOR_MS });
  }

  async function kill(): Promise<void> {
    if (!isRunning()) return;
    child.kill("SIGKILL");
    await gone;
  }

  return {
    pid: child.pid ?? 0,
    isRunning,
    complaints,
    tell,
    kill,
    tellInWords: async (line) => String(await tell("human-monitor-command", { "command-line": line })).trim(),
    async shutDown(patienceMs) {
      const until = Date.now() + patienceMs;
      // A system that is still starting does not hear the button, so it is pressed again.
      while (isRunning() && Date.now() < until) {
        await tell("system_powerdown").catch(() => undefined);
        await Promise.race([gone, pause(5_000, undefined, { ref: false })]);
      }
      await kill();
    },
  };
}

async function monitorAnswers(machine: GuestMachine): Promise<void> {
  const until = Date.now() + MONITOR_MS;
  for (;;) {
    const answered = await machine.tell("query-status").then(
      () => true,
      () => false,
    );
    if (answered) return;
    if (!machine.isRunning() || Date.now() > until) {
      await machine.kill();
      throw new Error(`the guest does not start: ${machine.complaints() || "QEMU said nothing"}`);
    }
    await pause(100);
  }
}
