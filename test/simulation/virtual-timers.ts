import type { Timers } from "../../src/kernel/timers.ts";
import type { VirtualProcess } from "./virtual-process.ts";

/** A program's own timers: they ring late when it sleeps and never when it is dead. */
export function timersOf(process: VirtualProcess): Timers {
  return {
    after: process.after,
    every: process.every,
    pause: (ms) => new Promise((resolve) => void process.after(ms, resolve)),
  };
}

/** As composed for the service. */
const INSPECTION_MS = 60_000;

export function limitOf(process: VirtualProcess): AbortSignal {
  const limit = new AbortController();
  process.after(INSPECTION_MS, () => limit.abort());
  return limit.signal;
}
