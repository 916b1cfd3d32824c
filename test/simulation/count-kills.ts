import { BOUNDARIES, KILL_POINTS, nameOf } from "./kill-points.ts";
import type { ShardResult } from "./shard.ts";

/** What the kills of many histories add up to. */
export interface KillCount {
  readonly histories: number;
  readonly kills: number;
  /** Different points of kill-points.ts at which somebody was killed. */
  readonly points: number;
  /** Different ordered pairs of points in one history. */
  readonly pairs: number;
  readonly doubles: number;
  /** Points where no blow ever fell, because whoever passes has no such victim beside it. */
  readonly never: readonly string[];
  readonly boundaries: number;
}

export function countKills(kills: ShardResult["kills"]): KillCount {
  const points = new Set(kills.flat());
  const doubles = kills.filter((fallen) => fallen.length > 1);
  const struck = BOUNDARIES.filter((boundary) => [...points].some((point) => point.includes(` at ${boundary}, `)));
  return {
    histories: kills.length,
    kills: kills.flat().length,
    points: points.size,
    doubles: doubles.length,
    pairs: new Set(doubles.map((fallen) => fallen.join(" and then "))).size,
    never: KILL_POINTS.map(nameOf).filter((name) => !points.has(name)),
    boundaries: struck.length,
  };
}
