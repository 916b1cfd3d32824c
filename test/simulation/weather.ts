import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";
import type { VirtualProcess } from "./virtual-process.ts";

/** How badly the world treats one history; all chances are per call. */
export interface Climate {
  readonly databaseLost: number;
  readonly databaseAnswerLost: number;
  readonly databaseSlow: number;
  readonly httpLost: number;
  readonly httpAnswerLost: number;
  readonly cloudError: number;
  readonly cloudLost: number;
  readonly cloudAnswerLost: number;
  readonly cloudDuplicate: number;
  readonly cloudOutlives: number;
  readonly cloudHangs: number;
}

export const CALM: Climate = {
  databaseLost: 0,
  databaseAnswerLost: 0,
  databaseSlow: 0,
  httpLost: 0,
  httpAnswerLost: 0,
  cloudError: 0,
  cloudLost: 0,
  cloudAnswerLost: 0,
  cloudDuplicate: 0,
  cloudOutlives: 0,
  cloudHangs: 0,
};

/** Which faults happen now. After `clear` nothing fails any more: the world heals. */
export interface Weather {
  climate(): Climate;
  /** Whether a program cannot reach the database at this moment. */
  databaseAway(from: VirtualProcess): boolean;
  /** When the database was last away for the program. */
  lastAway(from: VirtualProcess): number;
  cloudAway(site: string): boolean;
  takeDatabaseAway(ms: number): void;
  /** The database ends and comes back: what is on its way to it or from it is lost. */
  restartDatabase(ms: number): void;
  /** How often it was restarted. */
  restarts(): number;
  /** For so long the service does what it is asked and nobody hears of it. */
  loseAnswers(ms: number): void;
  answersLost(): boolean;
  cutOff(process: VirtualProcess, ms: number): void;
  takeCloudAway(site: string, ms: number): void;
  clear(): void;
}

export function makeWeather(scheduler: Scheduler, climate: Climate): Weather {
  let present = climate;
  let databaseUntil = 0;
  let silentUntil = 0;
  let restarts = 0;
  let cuts = new Map<string, number>();
  let clouds = new Map<string, number>();

  return {
    climate: () => present,
    databaseAway: ({ name }) => scheduler.now() < databaseUntil || scheduler.now() < (cuts.get(name) ?? 0),
    lastAway: ({ name }) => Math.max(databaseUntil, cuts.get(name) ?? 0),
    cloudAway: (site) => scheduler.now() < (clouds.get(site) ?? 0),
    takeDatabaseAway(ms) {
      databaseUntil = scheduler.now() + ms;
    },
    restartDatabase(ms) {
      restarts += 1;
      databaseUntil = Math.max(databaseUntil, scheduler.now() + ms);
    },
    restarts: () => restarts,
    loseAnswers(ms) {
      silentUntil = scheduler.now() + ms;
    },
    answersLost: () => scheduler.now() < silentUntil,
    cutOff({ name }, ms) {
      cuts.set(name, scheduler.now() + ms);
    },
    takeCloudAway(site, ms) {
      clouds.set(site, scheduler.now() + ms);
    },
    clear() {
      present = CALM;
      silentUntil = 0;
      databaseUntil = Math.min(databaseUntil, scheduler.now());
      cuts = new Map([...cuts].map(([name, until]) => [name, Math.min(until, scheduler.now())]));
      clouds = new Map();
    },
  };
}

/** Half of the histories that are not calm have one kind of trouble, the others some of everything. */
export function chooseClimate(random: Random): Climate {
  const some = (chance: number, often: number) => (random.chance(often) ? chance * random.next() : 0);
  const often = random.chance(0.5) ? 0.15 : 0.6;
  return {
    databaseLost: some(0.04, often),
    databaseAnswerLost: some(0.04, often),
    databaseSlow: some(0.1, often),
    httpLost: some(0.1, often),
    httpAnswerLost: some(0.1, often),
    cloudError: some(0.1, often),
    cloudLost: some(0.1, often),
    cloudAnswerLost: some(0.1, often),
    cloudDuplicate: some(0.05, often),
    cloudOutlives: some(0.1, often),
    cloudHangs: some(0.05, often),
  };
}
