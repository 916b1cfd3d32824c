import type { EffectMoment } from "../../src/kernel/effect.ts";

export const VICTIMS = ["service", "worker", "database", "engine", "provider"] as const;
export type Victim = (typeof VICTIMS)[number];
export type CloudKind = "openstack" | "cloudstack";

/** Where a case strikes: the `occurrence`-th passing of a boundary, before the act or when its answer is there. */
export interface KillPoint {
  readonly victim: Victim;
  /** Of the effect seam; for engine and provider the cloud's call, such as `openstack: POST /network/v2.0/ports`. */
  readonly boundary: string;
  readonly occurrence: number;
  readonly moment: EffectMoment;
}

export function pointName(point: KillPoint): string {
  return `${point.victim} | ${point.boundary} | ${point.occurrence} | ${point.moment}`;
}

export function pointOf(name: string): KillPoint {
  const [victim, boundary, occurrence, moment] = name.split(" | ");
  const known = VICTIMS.find((one) => one === victim);
  if (known === undefined || boundary === undefined || !["before", "after"].includes(moment ?? "")) {
    throw new Error(`"${name}" is no kill point: write victim | boundary | occurrence | before or after`);
  }
  return { victim: known, boundary, occurrence: Number(occurrence), moment: moment === "after" ? "after" : "before" };
}

/** What one story passed, by process; each boundary as often as it was passed. */
export type Passages = Readonly<Record<"service" | "worker" | "engine", readonly string[]>>;

/**
 * Every point of a recorded story: each passage × before and after, for the process that passes it, for the database
 * under it, and for engine and provider at each call that changes a cloud. First passages come first, victims in turn.
 */
export function pointsOf(passages: Passages): readonly KillPoint[] {
  const rows: { readonly order: number; readonly point: KillPoint }[] = [];
  for (const [passer, victims] of [
    ["service", ["service"]],
    ["worker", ["worker", "database"]],
    ["engine", ["engine", "provider"]],
  ] as const) {
    for (const victim of victims) {
      let place = 0;
      for (const [boundary, count] of counted(passages[passer])) {
        if (victim === "database" && !boundary.startsWith("database:")) continue;
        for (let occurrence = 1; occurrence <= count; occurrence += 1) {
          for (const moment of ["after", "before"] as const) {
            rows.push({ order: occurrence * 1_000 + place, point: { victim, boundary, occurrence, moment } });
            place += 1;
          }
          place -= 2;
        }
        place += 2;
      }
    }
  }
  return rows.toSorted((a, b) => a.order - b.order).map(({ point }) => point);
}

function counted(passed: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const boundary of passed) counts.set(boundary, (counts.get(boundary) ?? 0) + 1);
  return counts;
}
