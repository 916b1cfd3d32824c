import { isOfPower, KILL_POINTS } from "./kill-points.ts";
import type { Blow } from "./kill-switch.ts";
import { makeRandom } from "./random.ts";
import { CALM, type Climate } from "./weather.ts";

/** From this seed on histories are struck: by turns at every point of the list, one after the other, and at two. */
export const FIRST_KILL_SEED = 1_000_000;
/** Another number, so that the blows do not go with the rest of the history. */
const OTHER = 0x2545f491;
const LATEST_PASSAGE = 8;

/** What falls in a history; nothing below the first of those seeds. */
export function blowsOf(seed: number): readonly Blow[] {
  if (seed < FIRST_KILL_SEED) return [];
  const index = seed - FIRST_KILL_SEED;
  const random = makeRandom(seed ^ OTHER);
  const inTurn = Math.floor(index / 2);
  const point = KILL_POINTS[inTurn % KILL_POINTS.length];
  // In each round another passage of the same place.
  const round = Math.floor(inTurn / KILL_POINTS.length);
  if (index % 2 === 0 && point !== undefined) return [{ ...point, passage: 1 + (round % LATEST_PASSAGE) }];
  // The second one is looked for when the first one has fallen: it falls into what follows from it.
  return [1, 2].map(() => ({ ...random.pick(KILL_POINTS), passage: random.pick([1, 1, 1, 2, 3]) }));
}

/** What makes a history pass a place that most histories never come to. */
export interface Setting {
  /** People who cancel a lot. */
  readonly restless: boolean;
  /** Workers are told to stop, now and then. */
  readonly stops: boolean;
  /** All workers sleep for a while, so that runs wait. */
  readonly pauses: boolean;
  /** People start and stop machines. */
  readonly power: boolean;
  /** Null when any will do. */
  readonly climate: Climate | null;
}

const STRAYS: Climate = { ...CALM, cloudDuplicate: 0.2, cloudAnswerLost: 0.25, cloudOutlives: 0.1 };
const FAILURES: Climate = { ...CALM, cloudError: 0.2, httpAnswerLost: 0.2 };

export function settingFor(blows: readonly Blow[]): Setting {
  const comesTo = (pattern: RegExp) => blows.some(({ boundary }) => pattern.test(boundary));
  const climate = comesTo(/worker \| \w+stack|saveRemovals|Inspection/) ? STRAYS : null;
  return {
    restless: comesTo(/cancel/i),
    stops: comesTo(/given back|workers\.leave/),
    power: blows.some(({ boundary }) => isOfPower(boundary)),
    pauses: comesTo(/(pending|confirmed) → canceled/),
    climate: climate ?? (comesTo(/errored|worker \| states\.write|repairs/) ? FAILURES : null),
  };
}
