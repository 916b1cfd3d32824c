import type { LatencyMode } from "../../shared/latency.ts";

/** How long calls and jobs take; `recorded` is what a real 4.22 with its simulator was measured to take. */
export interface Latency {
  /** Milliseconds before a call is answered. */
  ofCall(command: string): number;
  /** Milliseconds until an async job is finished. */
  ofJob(command: string): number;
}

type Range = readonly [least: number, most: number];

const CALLS: Record<string, number> = {
  queryAsyncJobResult: 7,
  listVirtualMachines: 19,
  createNetwork: 60,
  deployVirtualMachine: 144,
};
const USUAL_CALL = 11;

const JOBS: Record<string, Range> = {
  deployVirtualMachine: [1300, 2400],
  startVirtualMachine: [1000, 2000],
  stopVirtualMachine: [1000, 2000],
  rebootVirtualMachine: [1000, 2000],
  restoreVirtualMachine: [2000, 4000],
  destroyVirtualMachine: [5000, 8000],
  expungeVirtualMachine: [5000, 8000],
  attachVolume: [600, 2000],
  detachVolume: [600, 2000],
  createSnapshot: [1700, 2200],
  createTemplate: [600, 800],
  extractSnapshot: [600, 1500],
  resizeVolume: [200, 600],
  deleteNetwork: [300, 1000],
};
const USUAL_JOB: Range = [50, 300];
const INSTANT_JOB_MS = 1;

export function makeLatency(mode: LatencyMode): Latency {
  if (mode === "instant") return { ofCall: () => 0, ofJob: () => INSTANT_JOB_MS };
  return {
    ofCall: (command) => CALLS[command] ?? USUAL_CALL,
    ofJob: (command) => between(JOBS[command] ?? USUAL_JOB),
  };
}

function between([least, most]: Range): number {
  return Math.round(least + Math.random() * (most - least));
}
