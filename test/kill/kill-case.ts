import { setTimeout as sleep } from "node:timers/promises";
import type { Run } from "../../src/contract/index.ts";
import { type KillPoint, type Phase, pointName } from "./kill-point.ts";
import { passedSince } from "./record.ts";
import type { Stand } from "./stand.ts";
import { arm, type Strike } from "./strike.ts";

export interface CaseResult {
  readonly point: string;
  /** Part of the story the blow fell in; null when the point was never passed. */
  readonly phase: Phase | null;
  readonly problems: readonly string[];
  /** From the end of the runs until every object was known. */
  readonly knownAfterSeconds: number | null;
  /** Rounds of work after the blow until the wanted machines were there, or gone. */
  readonly rounds: number;
  /** How the runs ended that did not end well. */
  readonly failures: readonly string[];
  /** What service and worker passed from its arming to its end, as `passer | boundary`. */
  readonly passed: readonly string[];
  readonly deaths: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** One point, armed, and what is seen of it until everything is well again. */
export interface KillCase {
  readonly point: KillPoint;
  readonly problems: string[];
  /** How many of its blows fell. */
  fallen(): Promise<number>;
  /** Notes that this many were accounted for, the last of them in this phase. */
  note(fallen: number, phase: Phase, knownAfterSeconds: number): void;
  noted(): number;
  /** The runs of one round of work. */
  saw(runs: readonly Run[]): void;
  end(): Promise<CaseResult>;
}

const LOOK_MS = 50;

/** Makes the point deadly from now on. A second blow is armed as soon as the first one has fallen and its passer is up. */
export async function openCase(stand: Stand, point: KillPoint): Promise<KillCase> {
  const began = performance.now();
  const deaths = deathsOf(stand);
  const problems: string[] = [];
  const failures: string[] = [];
  let [fellIn, known, noted, rounds]: [Phase | null, number | null, number, number] = [null, null, 0, 0];
  await passedSince(stand);
  const first = await arm(stand, point);
  const strikes: Strike[] = [first];
  let ended = false;
  // Awaited at the end; a failure before must not go unheard, nor end this process.
  const second = follow().catch((error: unknown) => void problems.push(`no second blow: ${String(error)}`));

  async function follow(): Promise<void> {
    const { again } = point;
    if (again === undefined || first.both) return;
    const before = pidOf(stand, point);
    while (!ended && (await first.fallen()) === 0) await sleep(LOOK_MS);
    // What has just died may still look alive.
    while (!ended && before !== null && pidOf(stand, point) === before) await sleep(LOOK_MS);
    await stand.database.ready();
    if (again.passer !== "engine") await stand[again.passer].ready();
    if (!ended) strikes.push(await arm(stand, again));
  }

  return {
    point,
    problems,
    async fallen() {
      return (await Promise.all(strikes.map((strike) => strike.fallen()))).reduce((sum, one) => sum + one, 0);
    },
    note(fallen, phase, knownAfterSeconds) {
      [fellIn, known, noted] = [fellIn ?? phase, Math.max(known ?? 0, knownAfterSeconds), fallen];
    },
    noted: () => noted,
    saw(runs) {
      if (noted > 0) rounds += 1;
      for (const { site, kind, status, failure } of runs) {
        if (failure === null) continue;
        failures.push(`${site} ${kind} ${status} ${failure.code}`);
        if (failure.code === "internal")
          problems.push(`a run ended without a reason: ${site} ${kind} ${failure.detail}`);
      }
    },
    async end() {
      ended = true;
      await second;
      for (const strike of strikes) await strike.disarm();
      const now = deathsOf(stand);
      const passed = await passedSince(stand);
      const all = noted === (point.again === undefined ? 1 : 2);
      return {
        point: pointName(point),
        phase: all ? fellIn : null,
        ...{ problems, knownAfterSeconds: known, rounds, failures },
        passed: all ? [...new Set(passed)].toSorted() : [],
        deaths: Object.fromEntries(Object.entries(now).map(([who, count]) => [who, count - (deaths[who] ?? 0)])),
        seconds: Math.round((performance.now() - began) / 1_000),
      };
    },
  };
}

/** Null for what the stand does not start again. */
function pidOf(stand: Stand, { victim }: KillPoint): number | null {
  if (victim === "engine" || victim === "provider") return null;
  return (victim === "service" || victim === "worker" ? stand[victim] : stand.database).pid;
}

function deathsOf({ service, worker, database }: Stand): Readonly<Record<string, number>> {
  return { service: service.deaths(), worker: worker.deaths(), database: database.deaths() };
}
