import type { EffectMoment } from "../../src/kernel/effect.ts";

/** Who can die; `embedded` is the PostgreSQL that the service starts by itself, `database` one beside it. */
export const VICTIMS = ["service", "worker", "database", "embedded", "engine", "provider"] as const;
export type Victim = (typeof VICTIMS)[number];
export type CloudKind = "openstack" | "cloudstack";

/**
 * Parts of the story: up to the plan that waits for a person, its apply, another revision, both machines stopped, started
 * and rebooted, the end.
 */
export const PHASES = ["submit", "apply", "change", "power", "destroy"] as const;
export type Phase = (typeof PHASES)[number];

/** Who passes a boundary: a process of ours at the effect seam, or an engine on its way to a cloud. */
export const PASSERS = ["service", "worker", "engine"] as const;
export type Passer = (typeof PASSERS)[number];

/** Where a case strikes: the `occurrence`-th passing of a boundary in its phase, before the act or at its answer. */
export interface KillPoint {
  readonly victim: Victim;
  readonly phase: Phase;
  readonly passer: Passer;
  /** Of the effect seam; an engine's is the cloud's call, such as `openstack: POST /network/v2.0/ports`. */
  readonly boundary: string;
  readonly occurrence: number;
  readonly moment: EffectMoment;
  /** A second blow, counted from the moment the first one fell. */
  readonly again?: KillPoint;
}

const MOMENTS = ["before", "after"] as const;
const BETWEEN_BLOWS = " & ";

export function pointName(point: KillPoint): string {
  const { victim, phase, passer, boundary, occurrence, moment, again } = point;
  const name = [victim, phase, passer, boundary, occurrence, moment].join(" | ");
  return again === undefined ? name : `${name}${BETWEEN_BLOWS}${pointName(again)}`;
}

export function pointOf(name: string): KillPoint {
  const [first = "", ...rest] = name.split(BETWEEN_BLOWS);
  const [victim, phase, passer, boundary, occurrence, moment] = first.split(" | ");
  const point = {
    victim: VICTIMS.find((one) => one === victim),
    phase: PHASES.find((one) => one === phase),
    passer: PASSERS.find((one) => one === passer),
    moment: MOMENTS.find((one) => one === moment),
  };
  if (!point.victim || !point.phase || !point.passer || !point.moment || boundary === undefined) {
    throw new Error(`"${name}" is no kill point: write victim | phase | passer | boundary | occurrence | moment`);
  }
  return {
    ...{ victim: point.victim, phase: point.phase, passer: point.passer, moment: point.moment },
    ...{ boundary, occurrence: Number(occurrence) },
    ...(rest.length > 0 && { again: pointOf(rest.join(BETWEEN_BLOWS)) }),
  };
}

/** What one story passed, by phase and by who passed it; each boundary as often as it was passed. */
export type Passages = Readonly<Record<Phase, Readonly<Record<Passer, readonly string[]>>>>;

const PASSED_BY: Readonly<Record<Victim, readonly Passer[]>> = {
  service: ["service"],
  worker: ["worker"],
  database: ["service", "worker"],
  embedded: ["service", "worker"],
  engine: ["engine"],
  provider: ["engine"],
};

/**
 * Every point of a recorded story: each passage × before and after × whoever can die there. In front, victims in turn, is
 * each boundary once for each victim and moment, its phases in rotation; then the other phases, then later passages.
 */
export function pointsOf(passages: Passages): readonly KillPoint[] {
  const rows = VICTIMS.flatMap((victim, order) => {
    const ofVictim = PASSED_BY[victim]
      .flatMap((passer) => pointsAt(passages, victim, passer))
      .toSorted((a, b) => a.turn - b.turn || a.place - b.place);
    const counts = new Map<number, number>();
    return ofVictim.map(({ turn, point }) => {
      const place = counts.get(turn) ?? 0;
      counts.set(turn, place + 1);
      return { turn, place, order, point };
    });
  });
  return rows.toSorted((a, b) => a.turn - b.turn || a.place - b.place || a.order - b.order).map(({ point }) => point);
}

function pointsAt(passages: Passages, victim: Victim, passer: Passer) {
  const base = isDatabase(victim) ? "database:" : "";
  const passed = [...new Set(PHASES.flatMap((phase) => passages[phase][passer]))];
  const boundaries = byTurns(passed.filter((one) => one.startsWith(base)));
  return boundaries.flatMap((boundary, place) => {
    const phases = PHASES.filter((phase) => passages[phase][passer].includes(boundary));
    return MOMENTS.flatMap((moment, half) =>
      phases.flatMap((phase, rank) => {
        const late = (rank + place + half) % phases.length;
        return Array.from({ length: count(passages[phase][passer], boundary) }, (_, index) => ({
          ...{ turn: index * PHASES.length + late, place },
          point: { victim, phase, passer, boundary, occurrence: index + 1, moment },
        }));
      }),
    );
  });
}

/** The clouds by turns, so that a short run meets both. */
function byTurns(boundaries: readonly string[]): readonly string[] {
  const kindOf = (boundary: string) => boundary.split(":")[0];
  return boundaries
    .map((boundary) => {
      const ofKind = boundaries.filter((one) => kindOf(one) === kindOf(boundary));
      return { boundary, share: ofKind.indexOf(boundary) / ofKind.length };
    })
    .toSorted((a, b) => a.share - b.share)
    .map(({ boundary }) => boundary);
}

/** A boundary of the database is a place for it to die in; of the others it could only die by chance. */
export function isDatabase(victim: Victim): boolean {
  return victim === "database" || victim === "embedded";
}

function count(passed: readonly string[], boundary: string): number {
  return passed.filter((one) => one === boundary).length;
}
