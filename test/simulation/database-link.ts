import { AppError } from "../../src/kernel/app-error.ts";
import { type Moment, storeBoundary } from "./kill-points.ts";
import type { KillSwitch } from "./kill-switch.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Trace } from "./trace.ts";
import type { VirtualProcess } from "./virtual-process.ts";
import type { Weather } from "./weather.ts";

/** The way from a program to the database. Every call may be lost, and so may every answer. */
export interface DatabaseLink {
  /** Who asks the database in this very moment; for the oracle. */
  caller(): VirtualProcess | null;
  /** The same store, asked from `process` over the network. Methods that answer no promise stay as they are. */
  from<T extends object>(process: VirtualProcess, name: string, store: T): T;
}

type Call = (...given: unknown[]) => Promise<unknown>;

export interface DatabaseLinkParts {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly weather: Weather;
  readonly trace: Trace;
  readonly kills: KillSwitch;
  /** Told of every effect whose caller never hears that it happened. */
  readonly answerGotLost: (label: string, answer: unknown) => void;
}

export function makeDatabaseLink({
  scheduler,
  random,
  weather,
  trace,
  kills,
  answerGotLost,
}: DatabaseLinkParts): DatabaseLink {
  let caller: VirtualProcess | null = null;

  function ask(process: VirtualProcess, label: string, given: unknown[], effect: Call): Promise<unknown> {
    const { databaseLost, databaseAnswerLost, databaseSlow } = weather.climate();
    const latency = () =>
      databaseSlow > 0 && random.chance(databaseSlow) ? random.whole(1_000, 8_000) : random.whole(0, 4);
    const outward = latency();
    const back = latency();
    const lost = databaseLost > 0 && random.chance(databaseLost);
    const answerLost = databaseAnswerLost > 0 && random.chance(databaseAnswerLost);
    const line = `${label} ${given.map(brief).join(" ")}`;
    const boundary = kills.isArmed ? storeBoundary(process, label, given) : null;
    const struck = (moment: Moment) => boundary !== null && kills.passes(boundary, moment, process);
    struck("before");
    return new Promise((resolve, reject) => {
      if (process.life() === "dead") return;
      const restarts = weather.restarts();
      const hangUp = () =>
        process.deliver(() => reject(new AppError("database-unavailable", `${label} got no answer.`)));
      const fail = () => scheduler.at(random.whole(5, 900), hangUp);
      scheduler.effect(outward, async () => {
        const isCut = struck("request lost") || weather.restarts() !== restarts;
        if (lost || isCut || weather.databaseAway(process)) {
          trace.add(scheduler.now(), process.name, `${line} = away`);
          trace.fault(lost ? "database: request lost" : "database: away");
          fail();
          return;
        }
        caller = process;
        let settle: () => void;
        let unheard = () => {};
        try {
          const answer = await effect(...given);
          trace.add(scheduler.now(), process.name, `${line} = ${brief(answer)}`);
          settle = () => resolve(answer);
          unheard = () => answerGotLost(label, answer);
        } catch (error) {
          trace.add(
            scheduler.now(),
            process.name,
            `${line} = ${error instanceof AppError ? error.code : String(error)}`,
          );
          settle = () => reject(error);
        } finally {
          caller = null;
        }
        if (struck("answer lost") || answerLost) {
          trace.fault("database: answer lost");
          unheard();
          fail();
          return;
        }
        scheduler.at(back, () => {
          if (weather.restarts() === restarts) {
            process.deliver(settle);
            return;
          }
          unheard();
          hangUp();
        });
      });
    });
  }

  return {
    caller: () => caller,
    from(process, name, store) {
      const asked = Object.entries(store).map(([method, call]) => {
        if (method === "onChange") return [method, call];
        return [method, (...given: unknown[]) => ask(process, `${name}.${method}`, given, call)];
      });
      return Object.fromEntries(asked);
    },
  };
}

/** Enough of a value to tell two histories apart. */
function brief(value: unknown): string {
  if (value === undefined) return "-";
  if (typeof value === "string") return value.slice(0, 8);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value === null) return "null";
  if (typeof value === "function") return "fn";
  if (value instanceof Uint8Array) return `${value.length}B`;
  if (value instanceof Date) return String(value.getTime());
  if (typeof value !== "object") return "?";
  if (Array.isArray(value)) return `[${value.length > 8 ? value.length : value.map(brief).join(",")}]`;
  if ("epoch" in value && "run" in value) return `claim ${brief(value.run)} e${brief(value.epoch)}`;
  if ("status" in value && "id" in value) return `${brief(value.id)}:${brief(value.status)}`;
  if ("serial" in value) return `serial ${brief(value.serial)}`;
  if ("id" in value) return brief(value.id);
  return "{}";
}
