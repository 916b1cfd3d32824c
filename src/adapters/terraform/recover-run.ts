import { readFile, readlink, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { keepErroredState } from "./keep-errored-state.ts";
import { PID_FILE, signalGroup, signalOne } from "./run-program.ts";

export interface RecoverRequest {
  readonly workRoot: string;
  readonly runId: string;
  /** A gentle wish to stop an engine that is still at work. */
  readonly signal: AbortSignal;
  readonly killSignal: AbortSignal;
  /** An engine that works on for so long is told to finish its calls and save its state. */
  readonly patienceMs: number;
  /** After that it may take this long before its group is killed. */
  readonly gracePeriodMs: number;
}

const LOOK_MS = 100;

/**
 * What became of an apply whose service died. Its engine outlives the service and finishes what was reviewed: it is
 * waited for, so that nobody plans beside it, and the state it could not hand over is brought back.
 *
 * @returns whether the apply ran on this machine, and the state nobody has taken yet; null when there is none
 */
export async function recoverRun(request: RecoverRequest): Promise<{ wasHere: boolean; state: Uint8Array | null }> {
  const folder = join(request.workRoot, "runs", `${request.runId}-apply`);
  const place = await realpath(folder).catch(() => null);
  if (place !== null) {
    await outwait(place, request);
    await keepErroredState(request.workRoot, folder, request.runId);
    await rm(folder, { recursive: true, force: true });
  }
  const state = await readFile(join(request.workRoot, "rescued", `${request.runId}.tfstate`)).catch(() => null);
  return { wasHere: place !== null || state !== null, state };
}

/** The group of an engine that still works in the folder; null when there is none. A number alone may be reused. */
export async function engineIn(place: string): Promise<number | null> {
  const pid = Number.parseInt(await readFile(join(place, PID_FILE), "utf8").catch(() => ""), 10);
  if (!Number.isInteger(pid) || pid <= 1) return null;
  if (process.platform === "linux") {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => "");
    return cwd === place ? pid : null;
  }
  try {
    process.kill(-pid, 0);
    return pid;
  } catch {
    return null;
  }
}

async function outwait(place: string, request: RecoverRequest): Promise<void> {
  const since = performance.now();
  let told: number | null = null;
  for (let pid = await engineIn(place); pid !== null; pid = await engineIn(place)) {
    const now = performance.now();
    if (told === null && (request.signal.aborted || now - since > request.patienceMs)) {
      signalOne(pid, "SIGINT");
      told = now;
    }
    if (request.killSignal.aborted || (told !== null && now - told > request.gracePeriodMs))
      signalGroup(pid, "SIGKILL");
    await sleep(LOOK_MS);
  }
}
