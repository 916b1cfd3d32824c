import type { Delivery } from "../../src/run/ports.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";
import type { VirtualProcess } from "./virtual-process.ts";
import type { Weather } from "./weather.ts";

/** Announcements of work, as pg-boss brings them: to one worker with a free place, late, sometimes never or twice. */
export interface FakeDelivery {
  announce(): void;
  to(process: VirtualProcess): Pick<Delivery, "work" | "rest">;
}

interface Taker {
  readonly process: VirtualProcess;
  readonly concurrency: number;
  readonly take: () => Promise<void>;
  busy: number;
}

export function makeFakeDelivery(scheduler: Scheduler, random: Random, weather: Weather): FakeDelivery {
  let takers: Taker[] = [];
  let waiting = 0;

  function pump(): void {
    takers = takers.filter(({ process }) => process.life() !== "dead");
    while (waiting > 0) {
      const free = takers.filter(
        ({ process, busy, concurrency }) =>
          process.life() === "up" && busy < concurrency && !weather.databaseAway(process),
      );
      if (free.length === 0) return;
      waiting -= 1;
      hand(random.pick(free));
    }
  }

  function hand(taker: Taker): void {
    const { process, take } = taker;
    taker.busy += 1;
    scheduler.at(random.whole(1, 30), () =>
      process.deliver(() => {
        take().finally(() => {
          taker.busy -= 1;
          pump();
        });
      }),
    );
  }

  return {
    announce() {
      const { databaseLost } = weather.climate();
      const isTroubled = databaseLost > 0;
      if (isTroubled && random.chance(databaseLost)) return;
      waiting += isTroubled && random.chance(0.1) ? 2 : 1;
      scheduler.at(0, pump);
    },
    to: (process) => ({
      async work(concurrency, take) {
        takers.push({ process, concurrency, take, busy: 0 });
        pump();
      },
      async rest() {
        takers = takers.filter((taker) => taker.process !== process);
      },
    }),
  };
}
