import type { ChangeEffect, Danger, Pause } from "../contract/index.ts";

/** How long earlier changes took on one cloud, from their approval to their end, in seconds. */
export interface RecordedDurations {
  /** Of applies whose worst was a restart, and of reboots. */
  readonly restarts: readonly number[];
  /** Of applies that made a machine anew. */
  readonly rebuilds: readonly number[];
}

export type PauseKind = "none" | "moment" | "restart" | "rebuild";

/** Where nothing is recorded; docs/changes.md tells them. */
const DEFAULT_SECONDS: Readonly<Record<PauseKind, number>> = { none: 0, moment: 10, restart: 60, rebuild: 300 };

const KINDS: Partial<Record<ChangeEffect, PauseKind>> = {
  reconnects: "moment",
  restarts: "restart",
  rebuilt: "rebuild",
  emptied: "rebuild",
};

export const NO_PAUSE: Pause = { length: "none", seconds: 0, basis: "default", samples: 0 };

/** The longest time for which a machine that runs is away; an apply takes longer than the pause in it, never shorter. */
export function expectedPause(kind: PauseKind, recorded: RecordedDurations): Pause {
  if (kind === "none") return NO_PAUSE;
  const seen = kind === "restart" ? recorded.restarts : kind === "rebuild" ? recorded.rebuilds : [];
  const seconds = seen.length > 0 ? Math.ceil(Math.max(...seen)) : DEFAULT_SECONDS[kind];
  return { length: lengthOf(seconds), seconds, basis: seen.length > 0 ? "recorded" : "default", samples: seen.length };
}

export function pauseKindOf(effect: ChangeEffect): PauseKind {
  return KINDS[effect] ?? "none";
}

export function longer(one: Pause, other: Pause): Pause {
  return other.seconds > one.seconds ? other : one;
}

/** What a planned change of an object interrupts; the danger alone does not tell a lost address from a lost machine. */
export function pauseKindOfPlanned(type: string, danger: Danger): PauseKind {
  const isMachine = type === "openstack_compute_instance_v2" || type === "cloudstack_instance";
  if (danger === "destroys-data" || danger === "replaces") return isMachine ? "rebuild" : "none";
  if (danger !== "restarts") return "none";
  return isMachine || type === "cloudstack_network" ? "restart" : "moment";
}

function lengthOf(seconds: number): Pause["length"] {
  if (seconds === 0) return "none";
  if (seconds <= 30) return "seconds";
  return seconds < 120 ? "minute" : "minutes";
}
