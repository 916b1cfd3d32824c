import type pg from "pg";
import { noteUnknownEnds } from "../../src/adapters/postgres/audit-intents.ts";
import { dropOldPlans, packHistory } from "../../src/adapters/postgres/pack-history.ts";
import { sweepPeople } from "../../src/adapters/postgres/sweep-people.ts";
import { sweepStates } from "../../src/adapters/postgres/sweep-states.ts";

const PEOPLE_EVERY_MS = 15 * 60_000;
const RUNS_EVERY_MS = 5 * 60_000;

export interface SweepOptions {
  readonly pool: pg.Pool;
  /** How long what the plan of an ended run said stays. */
  readonly keepPlansDays: number;
  /** Reads again what clouds offer, where that is old. */
  readonly refreshDue: () => Promise<unknown>;
  readonly onBackgroundError: (error: unknown, what: string) => void;
}

/** Keeps the tables small for as long as the service lives; answers how to stop. */
export function sweepRegularly({ pool, keepPlansDays, refreshDue, onBackgroundError }: SweepOptions): () => void {
  const timers = [
    every(PEOPLE_EVERY_MS, () => sweepPeople(pool), "ended sessions could not be removed"),
    every(RUNS_EVERY_MS, () => packHistory(pool), "logs of ended runs could not be packed"),
    every(RUNS_EVERY_MS, () => dropOldPlans(pool, keepPlansDays), "old plans could not be removed"),
    every(RUNS_EVERY_MS, () => noteUnknownEnds(pool), "what a dead service left could not be noted"),
    every(PEOPLE_EVERY_MS, refreshDue, "what clouds offer could not be read again"),
    every(PEOPLE_EVERY_MS, () => sweepStates(pool), "old unlocks could not be removed"),
  ];

  function every(ms: number, sweep: () => Promise<unknown>, failed: string): NodeJS.Timeout {
    return setInterval(() => void sweep().catch((error: unknown) => onBackgroundError(error, failed)), ms).unref();
  }

  return () => timers.forEach(clearInterval);
}
