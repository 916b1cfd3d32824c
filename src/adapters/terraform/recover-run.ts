import { access, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunObject } from "../../run/ports.ts";
import { engineIn, signalAll, signalEngine } from "./engine-record.ts";
import { keepErroredState } from "./keep-errored-state.ts";
import { keepReport, takeReport } from "./keep-report.ts";
import { readMessage } from "./read-message.ts";
import { keepEngine } from "./tether.ts";

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

interface RecoveredRun {
  readonly wasHere: boolean;
  readonly state: Uint8Array | null;
  readonly objects: readonly RunObject[];
}

const LOOK_MS = 100;

/**
 * What became of an apply whose service died. Its engine outlives the service and finishes what was reviewed: it is
 * waited for, so that nobody plans beside it, and the state it could not hand over is brought back.
 *
 * @returns whether the apply ran on this machine, and the state nobody has taken yet; null when there is none
 */
export async function recoverRun(request: RecoverRequest): Promise<RecoveredRun> {
  const folder = join(request.workRoot, "runs", `${request.runId}-apply`);
  const wasHere = await access(folder).then(
    () => true,
    () => false,
  );
  if (wasHere) {
    const letGo = keepEngine(folder);
    await outwait(folder, request).finally(letGo);
    await keepReport(request.workRoot, folder, request.runId);
    await keepErroredState(request.workRoot, folder, request.runId);
    await rm(folder, { recursive: true, force: true });
  }
  const state = await readFile(join(request.workRoot, "rescued", `${request.runId}.tfstate`)).catch(() => null);
  const report = await takeReport(request.workRoot, request.runId);
  return { wasHere: wasHere || state !== null || report !== null, state, objects: readObjects(report ?? "") };
}

/** What the engine said it began and finished, some of it after its service was gone. */
function readObjects(output: string): readonly RunObject[] {
  const now = () => new Date();
  return output.split("\n").flatMap((line) => {
    const progress = readMessage(line, "apply", (text) => text, now).event?.progress;
    if (progress === null || progress === undefined) return [];
    const { address, action, state, objectId } = progress;
    return [{ address, action, state, objectId }];
  });
}

async function outwait(place: string, request: RecoverRequest): Promise<void> {
  const since = performance.now();
  let told: number | null = null;
  for (let engine = await engineIn(place); engine !== null; engine = await engineIn(place)) {
    const now = performance.now();
    if (told === null && (request.signal.aborted || now - since > request.patienceMs)) {
      signalEngine(engine, "SIGINT");
      told = now;
    }
    if (request.killSignal.aborted || (told !== null && now - told > request.gracePeriodMs))
      signalAll(engine, "SIGKILL");
    await sleep(LOOK_MS);
  }
}
