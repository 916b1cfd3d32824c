import type { Scheduler, Stop } from "./scheduler.ts";

/** A program on some machine. It can stop for a while without noticing, and it can end at any point. */
export interface VirtualProcess {
  readonly name: string;
  readonly machine: string;
  life(): "up" | "frozen" | "dead";
  /** Since when it has been running without a stop. */
  upSince(): number;
  /** Runs code of this program: later when it is frozen, never when it is dead. */
  deliver(action: () => void): void;
  after(ms: number, action: () => void): Stop;
  every(ms: number, action: () => void): Stop;
  /** What the machine's clock shows; it may be wrong. */
  clock: { now(): Date };
  setClockError(ms: number): void;
  freeze(): void;
  thaw(): void;
  kill(): void;
}

/** 2026-11-21T12:00:00Z, when every history begins. */
export const BEGIN = 1_795_262_400_000;

export function makeVirtualProcess(scheduler: Scheduler, name: string, machine: string): VirtualProcess {
  let life: "up" | "frozen" | "dead" = "up";
  let clockError = 0;
  let upSince = scheduler.now();
  let missed: (() => void)[] = [];

  function deliver(action: () => void): void {
    if (life === "up") action();
    else if (life === "frozen") missed.push(action);
  }

  return {
    name,
    machine,
    life: () => life,
    upSince: () => upSince,
    deliver,
    after: (ms, action) => scheduler.at(ms, () => deliver(action)),
    every(ms, action) {
      let stopped = false;
      let stop: Stop = () => undefined;
      const again = () => {
        stop = scheduler.at(ms, () =>
          deliver(() => {
            if (stopped) return;
            again();
            action();
          }),
        );
      };
      again();
      return () => {
        stopped = true;
        stop();
      };
    },
    clock: { now: () => new Date(BEGIN + scheduler.now() + clockError) },
    setClockError(ms) {
      clockError = ms;
    },
    freeze() {
      if (life === "up") life = "frozen";
    },
    thaw() {
      if (life !== "frozen") return;
      life = "up";
      upSince = scheduler.now();
      const late = missed;
      missed = [];
      // Not all in one breath: what a thawed program meets first is a matter of luck.
      for (const action of late) scheduler.at(0, () => deliver(action));
    },
    kill() {
      life = "dead";
      missed = [];
    },
  };
}
