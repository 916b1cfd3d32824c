import type { MachinePower, PowerSight } from "../../src/cloud/index.ts";
import type { PowerVerb } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { PowerClaim, PowerEnd, PowerRecord, PowerStore } from "../../src/power/index.ts";

/** Thrown where the process is killed: what comes after it never happens. */
export class Killed extends Error {}

export interface FakeTime {
  ms: number;
}

/** Kills the process at the n-th passage, before or after the act. */
export interface Blow {
  at: number;
  moment: "before" | "after";
}

/** Counts what is done outside, and dies where it is told to. */
export function makePassages(blow: Blow | null) {
  const passed: string[] = [];
  return {
    passed,
    async pass<T>(name: string, act: () => Promise<T> | T): Promise<T> {
      passed.push(name);
      const here = blow !== null && passed.length === blow.at;
      if (here && blow.moment === "before") throw new Killed(name);
      const answer = await act();
      if (here) throw new Killed(name);
      return answer;
    },
  };
}

type Passages = ReturnType<typeof makePassages>;

/** One action in memory, with the same fences as PostgreSQL's. */
export function memoryPowerStore(time: FakeTime, record: PowerRecord) {
  const row = { record, epoch: 0 };
  const held = (id: string, epoch: number) =>
    id === row.record.id && epoch === row.epoch && row.record.finishedAt === null;
  const now = () => new Date(time.ms);
  return {
    row,
    claim(): PowerClaim {
      row.epoch += 1;
      const { sentAt, createdAt } = row.record;
      return {
        record: row.record,
        epoch: row.epoch,
        ageMs: time.ms - createdAt.getTime(),
        sentMsAgo: sentAt === null ? null : time.ms - sentAt.getTime(),
      };
    },
    seenBy(passages: Passages): Pick<PowerStore, "noteSending" | "noteAccepted" | "noteWaiting" | "finish"> {
      const write = (name: string, id: string, epoch: number, change: Partial<PowerRecord>) =>
        passages.pass(name, () => {
          if (!held(id, epoch)) return false;
          row.record = { ...row.record, ...change };
          return true;
        });
      return {
        noteSending: (id, epoch, mark) =>
          write("note sending", id, epoch, { status: "working", mark, sentAt: now(), acceptedAt: null, ticket: null }),
        noteAccepted: (id, epoch, ticket) => write("note accepted", id, epoch, { ticket, acceptedAt: now() }),
        noteWaiting: async (id, epoch, detail) => void (await write("note waiting", id, epoch, { detail })),
        finish: (id, epoch, end: PowerEnd) => write("finish", id, epoch, { ...end, finishedAt: now() }),
      };
    },
  };
}

/** A cloud with one machine, whose acts take a while and stand in its history. */
export function fakeMachine(time: FakeTime, powerState: PowerSight["powerState"], kind: "tickets" | "tasks") {
  const acts: { readonly verb: PowerVerb; readonly id: string; readonly doneAt: number }[] = [];
  const machine = {
    powerState,
    acts,
    /** What the next looks answer instead. */
    trouble: [] as AppError[],
    history: true,
    /** How often the history does not answer in time. */
    silences: 0,
    settle() {
      for (const { verb, doneAt } of acts) {
        if (doneAt <= time.ms) machine.powerState = verb === "stop" ? "stopped" : "running";
      }
    },
    busy: () => acts.some(({ doneAt }) => doneAt > time.ms),
    seenBy(passages: Passages): MachinePower {
      return {
        look() {
          const trouble = machine.trouble.shift();
          if (trouble !== undefined) return Promise.reject(trouble);
          machine.settle();
          const busy = machine.busy();
          return Promise.resolve({ powerState: machine.powerState, busy, cloudStatus: busy ? "BUSY" : "AT REST" });
        },
        lastAct(_id, verb) {
          machine.silences -= 1;
          if (machine.silences >= 0) return Promise.reject(new AppError("cloud-unreachable", "Nobody answers."));
          if (!machine.history) return Promise.reject(new AppError("cloud-refused", "No history."));
          return Promise.resolve(acts.findLast((act) => act.verb === verb)?.id ?? "");
        },
        send: (_id, { action }) =>
          passages.pass(`cloud: ${action}`, () => {
            machine.settle();
            if (machine.busy()) throw new AppError("wrong-power-state", "It is at work.", { status: 409 });
            const id = `act-${acts.length + 1}`;
            acts.push({ verb: action, id, doneAt: time.ms + 4_000 });
            return kind === "tickets" ? id : null;
          }),
        hasEnded: (ticket) => Promise.resolve((acts.find(({ id }) => id === ticket)?.doneAt ?? 0) <= time.ms),
      };
    },
  };
  return machine;
}
