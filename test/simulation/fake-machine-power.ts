import type { PowerSight } from "../../src/cloud/index.ts";
import type { PowerVerb, SiteKey } from "../../src/contract/index.ts";
import type { FakeObject, Work } from "./fake-cloud.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";
import type { VirtualProcess } from "./virtual-process.ts";

/** What a cloud says to a wish: a ticket where it gives one, or that it will not. */
export type PowerAnswer = { readonly ticket: string | null } | "gone" | "wrong state";

/** Power of a made-up cloud's machines: every act takes a while and stands in the cloud's history. */
export interface FakeMachinePower {
  look(from: VirtualProcess, id: string): Promise<PowerSight | null>;
  lastAct(from: VirtualProcess, id: string, verb: PowerVerb): Promise<string>;
  send(from: VirtualProcess, id: string, verb: PowerVerb): Promise<PowerAnswer>;
  ticketOf(from: VirtualProcess, ticket: string): Promise<"running" | "done" | "failed">;
  /** As it stands now, seen from outside. */
  stateOf(id: string): "running" | "stopped" | null;
}

interface Act {
  readonly id: string;
  readonly verb: PowerVerb;
  readonly doneAt: number;
  /** CloudStack takes every request and finds out later that it cannot. */
  readonly failed: boolean;
}

export interface FakePowerParts {
  readonly site: SiteKey;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly objects: ReadonlyMap<string, FakeObject>;
  readonly ask: <T>(
    from: VirtualProcess,
    label: string,
    takesMs: number,
    effect: (work: Work) => T,
    act?: string,
  ) => Promise<T>;
  /** Told of every act in the moment the cloud begins it. */
  readonly began: (from: VirtualProcess, id: string, verb: PowerVerb) => void;
}

export function makeFakeMachinePower(parts: FakePowerParts): FakeMachinePower {
  const { site, scheduler, random, objects, ask, began } = parts;
  const histories = new Map<string, Act[]>();

  function actsOf(id: string): Act[] {
    const acts = histories.get(id) ?? [];
    histories.set(id, acts);
    return acts;
  }

  function stateOf(id: string): "running" | "stopped" | null {
    if (!objects.has(id)) return null;
    const last = actsOf(id).findLast(({ doneAt, failed }) => !failed && doneAt <= scheduler.now());
    return last?.verb === "stop" ? "stopped" : "running";
  }

  function isBusy(id: string): boolean {
    const readyAt = objects.get(id)?.readyAt ?? 0;
    return readyAt > scheduler.now() || actsOf(id).some(({ doneAt }) => doneAt > scheduler.now());
  }

  function begin(from: VirtualProcess, id: string, verb: PowerVerb, isTwin: boolean): PowerAnswer {
    const state = stateOf(id);
    if (state === null) return "gone";
    const fits = !isBusy(id) && (verb === "start") === (state === "stopped");
    if (!fits && site === "openstack") return "wrong state";
    const acts = actsOf(id);
    const act = { id: `${id} act ${acts.length + 1}`, verb, failed: !fits };
    // A request that was doubled on its way finds the machine at work already.
    if (!isTwin) acts.push({ ...act, doneAt: scheduler.now() + random.whole(300, 8_000) });
    if (!isTwin && fits) began(from, id, verb);
    return { ticket: site === "cloudstack" ? act.id : null };
  }

  return {
    stateOf,
    look: (from, id) =>
      ask(from, `look ${id}`, random.whole(5, 60), () => {
        const powerState = stateOf(id);
        const busy = isBusy(id);
        return powerState === null ? null : { powerState, busy, cloudStatus: busy ? "BUSY" : "AT REST" };
      }),
    lastAct: (from, id, verb) =>
      ask(from, `history ${id}`, random.whole(5, 60), () => actsOf(id).findLast((act) => act.verb === verb)?.id ?? ""),
    send: (from, id, verb) =>
      ask(from, `${verb} ${id}`, random.whole(20, 1_500), ({ twin }) => begin(from, id, verb, twin), "power"),
    ticketOf: (from, ticket) =>
      ask(from, `ticket ${ticket}`, random.whole(5, 60), () => {
        const act = [...histories.values()].flat().find(({ id }) => id === ticket);
        if (act === undefined || act.doneAt > scheduler.now()) return "running";
        return act.failed ? "failed" : "done";
      }),
  };
}
