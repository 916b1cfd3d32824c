import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { effect } from "../../kernel/effect.ts";
import type { EngineRecord } from "./engine-record.ts";

/** In the folder of an apply: a text that changes as long as somebody looks after the engine. */
const SIGN_FILE = "engine.kept";

export interface TetherTimes {
  /** How often the text is changed. */
  readonly signMs: number;
  /** How often the tether looks, in seconds. */
  readonly lookSeconds: number;
  /** Looks without a change after which the engine is told to finish its calls and save, and after which it is killed. */
  readonly stopAfter: number;
  readonly killAfter: number;
}

/** Told to stop after 150 s alone, killed after 210: ENGINE_ENDS_SECONDS in src/run/ports.ts counts on it. */
export const TETHER_TIMES: TetherTimes = { signMs: 10_000, lookSeconds: 5, stopAfter: 30, killAfter: 42 };

/**
 * Counted, not timed: no clock that jumps makes it act. It names the engine by number and birth, as engine-record.ts
 * does, and ends with it. Arguments: file, pid, birth, jailed (1 or 0), seconds between looks, looks until SIGINT, looks
 * until SIGKILL.
 */
const SCRIPT = `
file=$1 pid=$2 born=$3 jailed=$4 pause=$5 stop=$6 kill=$7
alive() {
  stat=$(cat "/proc/$pid/stat" 2>/dev/null) || return 1
  set -- \${stat##*) }
  [ "$1" != Z ] && [ "\${20}" = "$born" ]
}
tell() {
  if [ "$jailed" = 0 ]; then kill -INT "$pid"; return; fi
  for entry in /proc/[0-9]*/stat; do
    stat=$(cat "$entry" 2>/dev/null) || continue
    set -- \${stat##*) }
    if [ "$2" = "$pid" ]; then child=\${entry#/proc/}; kill -INT "\${child%/stat}"; fi
  done
}
end() {
  if [ "$jailed" = 0 ]; then kill -KILL "-$pid"; else kill -KILL "$pid"; fi
}
last= alone=0
while alive; do
  now=$(cat "$file" 2>/dev/null)
  if [ -n "$now" ] && [ "$now" != "$last" ]; then last=$now alone=0; else alone=$((alone + 1)); fi
  [ "$alone" -eq "$stop" ] && tell
  [ "$alone" -ge "$kill" ] && end
  sleep "$pause"
done
`;

/**
 * A process of its own that ends an engine nobody looks after any more: its worker was killed or hangs, and no other one
 * on this machine took over. So a worker elsewhere can be certain of the engine's end without seeing it. Needs /proc.
 */
export function tether(folder: string, record: EngineRecord, times = TETHER_TIMES): void {
  if (record.born === null) return;
  const facts = [join(folder, SIGN_FILE), String(record.pid), record.born, record.jailed ? "1" : "0"];
  const counts = [times.lookSeconds, times.stopAfter, times.killAfter].map(String);
  const child = spawn("/bin/sh", ["-c", SCRIPT, "twinstack-tether", ...facts, ...counts], {
    cwd: "/",
    detached: true,
    env: { PATH: "/usr/bin:/bin" },
    stdio: "ignore",
  });
  child.on("error", () => undefined);
  child.unref();
}

/** Shows that somebody looks after the engine in the folder, until the answer is called. */
export function keepEngine(folder: string, times = TETHER_TIMES): () => void {
  const sign = (): void => {
    effect("file: engine is kept", () => write(folder)).catch(() => undefined);
  };
  sign();
  const timer = setInterval(sign, times.signMs);
  return () => clearInterval(timer);
}

/** A keeper that takes over goes on from where the last one stopped. */
async function write(folder: string): Promise<void> {
  const file = join(folder, SIGN_FILE);
  const count = Number.parseInt(await readFile(file, "utf8").catch(() => "0"), 10);
  await writeFile(file, `${(Number.isNaN(count) ? 0 : count) + 1}\n`, { mode: 0o600 });
}
