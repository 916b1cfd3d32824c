import type { StateAnswer, StateBackend, StateRequest } from "../../src/state/index.ts";
import type { Moment } from "./kill-points.ts";
import type { KillSwitch } from "./kill-switch.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Trace } from "./trace.ts";
import type { VirtualProcess } from "./virtual-process.ts";
import type { Weather } from "./weather.ts";

/** The service as an engine sees it: a program that may be away, and a way to it that may lose things. */
export interface ServiceDoor {
  /** The present service; another one after a restart. */
  present(): { readonly process: VirtualProcess; readonly state: StateBackend };
}

/** Terraform's HTTP backend: the requests of one run, each tried three times. */
export interface StateClient {
  get(): Promise<Uint8Array | null>;
  post(bytes: Uint8Array, lockId: string): Promise<void>;
  lock(lockId: string): Promise<boolean>;
  unlock(lockId: string): Promise<void>;
  /** `terraform force-unlock`: gives back whatever the caller has. */
  forceUnlock(): Promise<void>;
}

/** The backend said no. */
export class BackendRefusal extends Error {}

export interface StateClientParts {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly weather: Weather;
  readonly trace: Trace;
  readonly door: ServiceDoor;
  readonly kills: KillSwitch;
}

type Verb = "get" | "post" | "lock" | "unlock";

const TRIES = 3;

export function makeStateClient(
  parts: StateClientParts,
  child: VirtualProcess,
  environment: Readonly<Record<string, string>>,
): StateClient {
  const { scheduler, random, weather, trace, door, kills } = parts;
  const phase = /^(plan|apply):/.exec(child.name)?.[1];
  const [, workspaceId = "", site = ""] = /([^/]+)\/([^/]+)$/.exec(environment["TF_HTTP_ADDRESS"] ?? "") ?? [];
  const credential = `${environment["TF_HTTP_USERNAME"]}:${environment["TF_HTTP_PASSWORD"]}`;
  const base: StateRequest = { workspaceId, site, authorization: `Basic ${btoa(credential)}` };

  function once(verb: Verb, request: StateRequest): Promise<StateAnswer> {
    const { httpLost, httpAnswerLost } = weather.climate();
    const lost = httpLost > 0 && random.chance(httpLost);
    const answerLost = httpAnswerLost > 0 && random.chance(httpAnswerLost);
    const struck = (moment: Moment) =>
      phase !== undefined && verb !== "get" && kills.passes(`engine | ${phase}: ${verb}`, moment, child);
    struck("before");
    return new Promise((resolve, reject) => {
      if (child.life() === "dead") return;
      let over = false;
      const end = (settle: () => void) => {
        if (over) return;
        over = true;
        child.deliver(settle);
      };
      const fail = (why: string) => end(() => reject(new Error(`${verb}: ${why}`)));
      scheduler.at(random.whole(0, 3), () => {
        const { process, state } = door.present();
        if (struck("request lost") || lost || process.life() === "dead") {
          trace.fault(lost ? "state backend: request lost" : "state backend: service away");
          scheduler.at(random.whole(5, 2_000), () => fail("no connection"));
          return;
        }
        const giveUp = scheduler.at(20_000, () => fail("no answer"));
        process.deliver(() => {
          const answered = state[verb](request);
          answered.then(
            (answer) => {
              trace.add(scheduler.now(), child.name, `http ${verb} = ${answer.status}`);
              if (struck("answer lost") || answerLost || weather.answersLost()) {
                trace.fault("state backend: answer lost");
                return;
              }
              giveUp();
              scheduler.at(random.whole(0, 3), () => end(() => resolve(answer)));
            },
            () => {
              giveUp();
              scheduler.at(random.whole(0, 3), () => fail("503"));
            },
          );
        });
      });
    });
  }

  async function ask(verb: Verb, request: StateRequest): Promise<StateAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(verb, request);
      } catch (error) {
        if (attempt >= TRIES) throw error;
        await new Promise<void>((resolve) => child.after(1_000 * attempt, resolve));
      }
    }
  }

  const lockBody = (id: string) => Buffer.from(JSON.stringify({ ID: id, Operation: "OperationTypeApply" }));

  return {
    async get() {
      const answer = await ask("get", base);
      if (answer.status === 200) return answer.body;
      if (answer.status === 404) return null;
      throw new BackendRefusal(`get: ${answer.status}`);
    },
    async post(bytes, lockId) {
      const answer = await ask("post", { ...base, body: bytes, lockId });
      if (answer.status !== 200) throw new BackendRefusal(`post: ${answer.status}`);
    },
    async lock(lockId) {
      const answer = await ask("lock", { ...base, body: lockBody(lockId) });
      if (answer.status === 200) return true;
      if (answer.status === 423) return false;
      throw new BackendRefusal(`lock: ${answer.status}`);
    },
    async forceUnlock() {
      await ask("unlock", base);
    },
    async unlock(lockId) {
      const answer = await ask("unlock", { ...base, body: lockBody(lockId) });
      if (answer.status !== 200) throw new BackendRefusal(`unlock: ${answer.status}`);
    },
  };
}
