import type { Setting } from "./blows.ts";
import type { Victim } from "./kill-points.ts";
import type { RunningEngine } from "./machine.ts";
import type { VirtualProcess } from "./virtual-process.ts";
import type { WorkerLife, World } from "./world.ts";

/** What goes wrong with programs and machines, a few times in each history that is not calm. */
export interface Troubles {
  /** Brings about what a history with a blow needs to come to its place. */
  arrange(setting: Pick<Setting, "stops" | "pauses">): void;
  /** Nothing goes wrong any more, and what is down comes back. */
  heal(): void;
}

const TETHER_MS = 150_000;
const TETHER_KILL_MS = 60_000;

export function makeTroubles(world: World, howMany: number, withinMs: number): Troubles {
  const { scheduler, random, weather, trace, workers, oracle } = world;
  let healed = false;

  function note(what: string): void {
    trace.add(scheduler.now(), "trouble", what);
  }

  /** The program ends; its engines end with it, or go on alone, as they do when only the program was killed. */
  function killWorker(index: number): void {
    const life = workers[index];
    if (life === undefined || life.process.life() === "dead") return;
    const whole = random.chance(0.5);
    trace.fault("worker killed");
    note(`kill ${life.process.name}${whole ? " with its machine" : ""}`);
    life.process.kill();
    for (const engine of life.machine.engines()) {
      if (engine.worker !== life.process) continue;
      if (whole || engine.phase === "plan") {
        engine.crash();
        continue;
      }
      // The tether of src/adapters/terraform: an engine whose worker is not heard of any more ends by itself.
      scheduler.at(TETHER_MS, engine.stop);
      scheduler.at(TETHER_MS + TETHER_KILL_MS, engine.kill);
    }
    scheduler.at(random.whole(200, 30_000), () => revive(index));
  }

  function revive(index: number): void {
    if (workers[index]?.process.life() !== "dead") return;
    note(`start worker ${index}`);
    world.startWorker(index);
  }

  function freezeWorker(index: number): void {
    const process = workers[index]?.process;
    if (process?.life() !== "up") return;
    trace.fault("worker frozen");
    note(`freeze ${process.name}`);
    process.freeze();
    scheduler.at(random.whole(2_000, 60_000), () => {
      note(`thaw ${process.name}`);
      process.thaw();
    });
  }

  function stopWorker(index: number): void {
    const life = workers[index];
    if (life?.process.life() !== "up") return;
    trace.fault("worker told to stop");
    note(`stop ${life.process.name}`);
    world.leaving.add(life.process);
    void life.worker.stop().then(() => {
      note(`stopped ${life.process.name}`);
      oracle.workerLeft(life.process);
      world.power?.watch.workerLeft(life.process);
      life.process.kill();
      scheduler.at(random.whole(100, 5_000), () => revive(index));
    });
  }

  function crashEngine(): void {
    const engines = world.machines.flatMap((machine) => machine.engines());
    if (engines.length === 0) return;
    const engine = random.pick(engines);
    trace.fault("engine killed");
    note(`the kernel kills the ${engine.phase} of ${engine.runId.slice(0, 8)}`);
    engine.crash();
  }

  function restartService(): void {
    trace.fault("service killed");
    note("the service dies");
    world.service().process.kill();
    scheduler.at(random.whole(100, 15_000), () => {
      if (world.service().process.life() !== "dead") return;
      note("the service is back");
      world.startService();
    });
  }

  function takeCloudAway(): void {
    const site = random.pick(["openstack", "cloudstack"]);
    trace.fault("cloud away");
    note(`${site} is away`);
    weather.takeCloudAway(site, random.whole(500, 20_000));
  }

  function loseAnswers(): void {
    trace.fault("service's answers lost");
    note("the service's answers get lost");
    weather.loseAnswers(random.whole(2_000, 30_000));
  }

  function takeDatabaseAway(): void {
    trace.fault("database away");
    note("the database is away");
    weather.takeDatabaseAway(random.whole(100, 25_000));
  }

  function cutWorkerOff(index: number): void {
    const process = workers[index]?.process;
    if (process === undefined) return;
    trace.fault("worker cut off");
    note(`${process.name} is cut off`);
    weather.cutOff(process, random.whole(1_000, 60_000));
  }

  function turnClock(index: number): void {
    const process = workers[index]?.process;
    const jump = random.pick([-600_000, 600_000]);
    trace.fault("clock jumps");
    note(`the clock of ${process?.name} jumps ${jump}`);
    process?.setClockError(jump);
  }

  function engineOf(passer: VirtualProcess): RunningEngine | undefined {
    const engines = world.machines.flatMap((machine) => machine.engines());
    return (
      engines.find((engine) => engine.process === passer) ??
      engines.find(({ worker }) => worker === passer) ??
      engines[0]
    );
  }

  function workerFor(passer: VirtualProcess): number {
    const own = engineOf(passer)?.worker;
    const found = [passer, own].map((process) => workers.findIndex((life) => life.process === process));
    return found.find((index) => workers[index]?.process.life() === "up") ?? workers.findIndex(isUp);
  }

  /** A blow of the kill switch: at whoever passes, if that is such a victim, else at another one. */
  function strike(victim: Victim, passer: VirtualProcess): boolean {
    const engine = engineOf(passer);
    const index = workerFor(passer);
    const blows: Record<Victim, (() => void) | null> = {
      database: () => weather.restartDatabase(random.whole(200, 8_000)),
      service: world.service().process.life() === "dead" ? null : restartService,
      worker: index < 0 ? null : () => killWorker(index),
      engine: engine === undefined ? null : engine.crash,
      provider: engine === undefined ? null : engine.crashProvider,
    };
    const blow = blows[victim];
    if (blow === null) return false;
    note(`a blow at the ${victim}`);
    if (victim === "database" || victim === "provider")
      trace.fault(victim === "database" ? "database restarted" : "provider killed");
    if (victim === "engine") trace.fault("engine killed");
    blow();
    return true;
  }

  const kinds: readonly ((index: number) => void)[] = [
    ...[killWorker, killWorker, freezeWorker, freezeWorker, stopWorker, crashEngine, restartService],
    ...[takeDatabaseAway, loseAnswers, cutWorkerOff, takeCloudAway, turnClock, turnClock],
  ];

  function happen(): void {
    if (!healed) random.pick(kinds)(random.whole(0, workers.length - 1));
  }

  world.kills.aim(strike);
  if (howMany > 0)
    world.power?.watch.onNoted((by) => {
      if (!healed && random.chance(0.15)) freezeWorker(workers.findIndex(({ process }) => process === by));
    });
  for (let count = 0; count < howMany; count += 1) scheduler.at(random.whole(0, withinMs), happen);

  return {
    arrange({ stops, pauses }) {
      for (const at of stops ? [7_000, 16_000, 25_000] : [])
        scheduler.at(at + random.whole(0, 5_000), () => stopWorker(random.whole(0, workers.length - 1)));
      for (const at of pauses ? [4_000, 20_000] : [])
        scheduler.at(at, () => {
          for (const index of workers.keys()) freezeWorker(index);
        });
    },
    heal() {
      healed = true;
      note("the world heals");
      weather.clear();
      for (const { process } of workers) process.thaw();
      for (const index of workers.keys()) revive(index);
      if (world.service().process.life() === "dead") world.startService();
      world.service().process.thaw();
      if (oracle.broken() !== null) note("too late");
    },
  };
}

function isUp({ process }: WorkerLife): boolean {
  return process.life() === "up";
}
