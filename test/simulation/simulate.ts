import { type MemoryPowerStore, makeMemoryPowerStore } from "../_helpers/memory-power-store.ts";
import { makeMemoryRepairStore } from "../_helpers/memory-repair-store.ts";
import { makeMemoryRunStore } from "../_helpers/memory-run-store.ts";
import { makeMemoryStateStore } from "../_helpers/memory-state-store.ts";
import { blowsOf, settingFor } from "./blows.ts";
import { checkDoors } from "./check-doors.ts";
import { makeDesks } from "./desks.ts";
import { makeFakeDelivery } from "./fake-delivery.ts";
import { checkObjects, checkQuiet, isQuiet, unrest } from "./final-checks.ts";
import { makeKillSwitch } from "./kill-switch.ts";
import { hasPower } from "./power-side.ts";
import { makePowerUsers } from "./power-users.ts";
import { makeRandom } from "./random.ts";
import { makeScheduler, type Scheduler } from "./scheduler.ts";
import { makeTrace } from "./trace.ts";
import { makeTroubles } from "./troubles.ts";
import { makeUsers } from "./users.ts";
import { BEGIN } from "./virtual-process.ts";
import { CALM, chooseClimate, makeWeather } from "./weather.ts";
import { makeWorld, type Stores } from "./world.ts";

export interface History {
  readonly seed: number;
  /** The first broken promise; null when all were kept. */
  readonly broken: string | null;
  readonly digest: string;
  readonly trace: readonly string[];
  readonly steps: number;
  readonly runs: number;
  /** How often somebody started, stopped or rebooted a machine. */
  readonly powers: number;
  readonly virtualMs: number;
  /** The points where blows fell (kill-points.ts), in order. */
  readonly kills: readonly string[];
  /** What went wrong, by kind. */
  readonly faults: ReadonlyMap<string, number>;
  /** The boundaries of kill-points.ts that were passed. */
  readonly passed: ReadonlySet<string>;
}

/** Stores for one history; `now` is virtual time in milliseconds since 1970. */
export type OpenStores = (scheduler: Scheduler, surroundings: Surroundings) => Stores | Promise<Stores>;

/** What stores tell and ask beside the calls made to them. */
export interface Surroundings {
  /** A run waits for a worker. */
  readonly announce: () => void;
  readonly owners: readonly string[];
}

/** So soon everything is known to somebody, also when the inspector dies: then another one looks after 20 s. */
const LISTED_MS = 60_000;
const HEALING_MS = 900_000;

export function memoryStores(scheduler: Scheduler, { announce, owners }: Surroundings): Stores {
  const now = () => BEGIN + scheduler.now();
  const power: MemoryPowerStore = makeMemoryPowerStore({
    ...{ now, busyRun: (...place) => runs.busyRun(...place), wake: () => runs.wake() },
  });
  const runs = makeMemoryRunStore(now, { announce, accounts: () => owners.length, powerChanges: power.isOpenOn });
  return {
    power,
    ...makeMemoryRepairStore(runs, now),
    states: makeMemoryStateStore(runs.presentEpoch),
    workers: runs.workers,
  };
}

/**
 * Lives one history from its seed: trouble, healing, quiet, and a last apply that must set everything right.
 *
 * @param keptLines how many of the trace's last lines the history brings back
 */
export async function simulate(
  seed: number,
  openStores: OpenStores = memoryStores,
  keptLines?: number,
): Promise<History> {
  const random = makeRandom(seed);
  const scheduler = makeScheduler(random.fork());
  const trace = makeTrace(keptLines);
  const blows = blowsOf(seed);
  const isCalm = random.chance(0.15);
  const calm = isCalm && blows.length === 0;
  // Most blows fall in fair weather, so that what they break is theirs.
  const isFair = isCalm || (blows.length > 0 && random.chance(0.7));
  const setting = settingFor(blows);
  const climate = setting.climate ?? (isFair ? CALM : chooseClimate(random));
  const weather = makeWeather(scheduler, climate);
  const kills = makeKillSwitch(blows);
  const withPower = setting.power || hasPower(seed);
  const tenants = random.chance(0.6) ? 1 : 2;
  const owners = Array.from({ length: tenants }, (_, index) => `tenant-${index + 1}`);
  const delivery = makeFakeDelivery(scheduler, random, weather);
  const stores = await openStores(scheduler, { announce: delivery.announce, owners });
  // In calm histories nobody ever waits for a free worker, so that a late start is a lost wake-up.
  const workerCount = calm ? 2 : random.whole(1, 3);
  const world = makeWorld(
    {
      ...{ scheduler, random, weather, trace, calm, kills, stores, delivery, owners, withPower },
      answersGetLost: climate.databaseAnswerLost > 0 || blows.length > 0,
    },
    workerCount,
  );
  for (const owner of owners) {
    const workspace = world.workspaces.add(owner);
    await stores.enter?.(workspace);
  }
  const users = makeUsers(world, random.chance(0.3) || setting.restless);
  const powerUsers = makePowerUsers(world, makeRandom(-seed));
  const desks = makeDesks(world, random.chance(0.25));
  const troubleMs = random.whole(8_000, 45_000) + (blows.length > 0 || withPower ? 25_000 : 0);
  const troubles = makeTroubles(world, isFair ? 0 : random.whole(0, 5), troubleMs);
  troubles.arrange(setting);
  const broken = () => world.oracle.broken() !== null;

  await scheduler.run(troubleMs, broken);
  troubles.heal();
  users.settleDown();
  powerUsers.settleDown();
  desks.close();
  await settle("after the healing");
  kills.disarm();
  // What is in no state is on the repair list within two minutes; then one apply sets the rest right.
  if (!broken()) await scheduler.run(scheduler.now() + LISTED_MS, broken);
  if (!broken()) await checkObjects(world, false);
  if (!broken()) {
    users.applyAll();
    await settle("after the last apply");
  }
  if (!broken()) await checkObjects(world, true);
  if (!broken()) await checkDoors(world);

  async function settle(when: string): Promise<void> {
    const until = scheduler.now() + HEALING_MS;
    const isMoving = () => users.waiting() || powerUsers.waiting() || desks.busy() || !isQuiet(world);
    do {
      while (!broken() && isMoving()) {
        await scheduler.run(scheduler.now() + 1_000, broken);
        world.oracle.lookAround();
        if (scheduler.now() > until) world.oracle.blame(`no quiet ${when}: ${unrest(world)}`);
      }
      // The last answers of what is over; among them may be the start of something that its sender gave up.
      await scheduler.run(scheduler.now() + 200, broken);
    } while (!broken() && isMoving());
    if (!broken()) checkQuiet(world);
  }

  return {
    ...{ kills: kills.fallen(), passed: kills.passed(), faults: trace.faults() },
    ...{ seed, broken: world.oracle.broken(), digest: trace.digest(), trace: trace.lines() },
    ...{
      steps: scheduler.steps(),
      runs: world.oracle.runs().size,
      powers: world.power?.watch.count() ?? 0,
      virtualMs: scheduler.now(),
    },
  };
}
