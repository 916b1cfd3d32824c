import { type KillPoint, type Moment, nameOf, type Victim } from "./kill-points.ts";
import type { VirtualProcess } from "./virtual-process.ts";

/** Kills at places of the history, one after the other, each at its first passages or a later one. */
export interface KillSwitch {
  /** Whether anything is to fall at all: naming places costs time. */
  readonly isArmed: boolean;
  /** Told of every passage of every boundary; true when a blow fell just there. The passer may be dead afterwards. */
  passes(boundary: string, moment: Moment, passer: VirtualProcess): boolean;
  /** Who can be struck only exists when the world does; `strike` is false when there is no such victim now. */
  aim(strike: (victim: Victim, passer: VirtualProcess) => boolean): void;
  /** No more blows. */
  disarm(): void;
  /** Names of the points where blows fell, in order. */
  fallen(): readonly string[];
  passed(): ReadonlySet<string>;
}

export interface Blow extends KillPoint {
  /** At which passage; those without a victim do not count. */
  readonly passage: number;
}

export function makeKillSwitch(blows: readonly Blow[]): KillSwitch {
  const waiting = [...blows];
  const fallen: string[] = [];
  const passed = new Set<string>();
  let count = 0;
  let isStriking = false;
  let strike: Parameters<KillSwitch["aim"]>[0] = () => false;

  return {
    isArmed: blows.length > 0,
    passes(boundary, moment, passer) {
      if (blows.length === 0) return false;
      passed.add(boundary);
      const [next] = waiting;
      if (next === undefined || next.boundary !== boundary || next.moment !== moment) return false;
      // Whoever dies may pass a boundary by dying.
      if (isStriking) return false;
      count += 1;
      if (count < next.passage) return false;
      isStriking = true;
      const isStruck = strike(next.victim, passer);
      isStriking = false;
      if (!isStruck) return false;
      count = 0;
      waiting.shift();
      fallen.push(nameOf(next));
      return true;
    },
    aim(next) {
      strike = next;
    },
    disarm: () => void waiting.splice(0),
    fallen: () => fallen,
    passed: () => passed,
  };
}
