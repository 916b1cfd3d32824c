import type { Clock } from "../../src/kernel/clock.ts";
import type { Timers } from "../../src/kernel/timers.ts";

/** This machine's own time. */
export const systemClock: Clock = { now: () => new Date() };

/** Node's timers, as the slices ask for them. */
export const systemTimers: Timers = {
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  every(ms, call) {
    const timer = setInterval(call, ms);
    return () => clearInterval(timer);
  },
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
