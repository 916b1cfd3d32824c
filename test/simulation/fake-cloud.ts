import type { CloudObject, CloudObjectKind } from "../../src/cloud/index.ts";
import type { PowerVerb, SiteKey } from "../../src/contract/index.ts";
import { type FakeMachinePower, makeFakeMachinePower } from "./fake-machine-power.ts";
import type { Moment } from "./kill-points.ts";
import type { KillSwitch } from "./kill-switch.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Trace } from "./trace.ts";
import type { VirtualProcess } from "./virtual-process.ts";
import type { Weather } from "./weather.ts";

/** What an object is like: a size that changes in place and an image that needs a new object. */
export interface Spec {
  readonly size: number;
  readonly image: number;
}

export interface CreateOrder {
  readonly workspaceId: string;
  /** Terraform's. */
  readonly address: string;
  readonly name: string;
  readonly spec: Spec;
  /** The run whose engine asked for it. */
  readonly runId: string;
}

export interface FakeObject extends CreateOrder {
  readonly id: string;
  spec: Spec;
  /** The cloud is busy with it until then. */
  readonly readyAt: number;
  /** The cloud made it although it was asked for one only. */
  readonly twin: boolean;
}

/** A cloud that does what it was asked, later, twice or not at all, and does not always tell. */
export interface FakeCloud {
  readonly site: SiteKey;
  readonly objects: ReadonlyMap<string, FakeObject>;
  readonly power: FakeMachinePower;
  /** Whether it ever existed. */
  wasMade(id: string): boolean;
  create(from: VirtualProcess, order: CreateOrder): Promise<string>;
  update(from: VirtualProcess, id: string, spec: Spec): Promise<void>;
  /** Deleting what is not there is fine. */
  remove(from: VirtualProcess, id: string): Promise<void>;
  read(from: VirtualProcess, id: string): Promise<Spec | null>;
  list(from: VirtualProcess, workspaceId: string): Promise<readonly CloudObject[]>;
  /** Nothing is on its way and nothing is being made. */
  idle(): boolean;
}

/** How long a provider waits for an answer that never comes. */
const PROVIDER_PATIENCE_MS = 300_000;

/** The cloud said no, or nothing. */
export class CloudTrouble extends Error {}

export interface CloudParts {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly weather: Weather;
  readonly trace: Trace;
  readonly kills: KillSwitch;
  /** Told of every power act in the moment the cloud begins it. */
  readonly powerBegan: (from: VirtualProcess, id: string, verb: PowerVerb) => void;
}

export function makeFakeCloud(site: SiteKey, parts: CloudParts): FakeCloud {
  const { scheduler, random, weather, trace, kills } = parts;
  const objects = new Map<string, FakeObject>();
  const made = new Set<string>();
  let pending = 0;
  let busyUntil = 0;

  /** One call: the request travels, the cloud acts, the answer travels; each of the three may fail alone. */
  function ask<T>(
    from: VirtualProcess,
    label: string,
    takesMs: number,
    effect: (work: Work) => T,
    act?: string,
  ): Promise<T> {
    const climate = weather.climate();
    const hit = (chance: number) => chance > 0 && random.chance(chance);
    const refused = hit(climate.cloudError);
    const lost = hit(climate.cloudLost);
    const answerLost = hit(climate.cloudAnswerLost);
    const twice = hit(climate.cloudDuplicate);
    const hangs = hit(climate.cloudHangs);
    // CloudStack's job goes on when the provider has stopped waiting for it.
    const outlives = site === "cloudstack" && takesMs > 1_000 && hit(climate.cloudOutlives);
    const arrivesAfter = Math.min(takesMs, random.whole(1, 900));
    const worksFor = takesMs - arrivesAfter + (outlives ? random.whole(1_000, 30_000) : 0);
    const who = from.name.startsWith("worker") ? "worker" : "engine";
    const struck = (moment: Moment) => act !== undefined && kills.passes(`${who} | ${site}: ${act}`, moment, from);
    struck("before");
    return new Promise((resolve, reject) => {
      if (from.life() === "dead") return;
      pending += 1;
      const answer = (ms: number, settle: () => void): void => {
        scheduler.at(ms, () => from.deliver(settle));
      };
      const fail = (ms: number, why: string) => answer(ms, () => reject(new CloudTrouble(`${label}: ${why}`)));
      scheduler.at(arrivesAfter, () => {
        pending -= 1;
        const note = (what: string) =>
          trace.add(scheduler.now(), `cloud:${site}`, `${label} for ${from.name} = ${what}`);
        if (struck("request lost") || lost || refused || weather.cloudAway(site)) {
          note(refused ? "refused" : "lost");
          trace.fault(refused ? "cloud: refused" : "cloud: request lost");
          fail(refused ? 20 : random.whole(500, 5_000), refused ? "refused" : "no answer");
          return;
        }
        const result = effect({ readyAt: scheduler.now() + worksFor, twin: false });
        if (twice) effect({ readyAt: scheduler.now() + worksFor, twin: true });
        note(twice ? "done twice" : "done");
        if (twice) trace.fault("cloud: done twice");
        const answerIsLost = struck("answer lost") || answerLost;
        if (outlives || hangs || answerIsLost)
          trace.fault(outlives ? "cloud: job outlives the wait" : hangs ? "cloud: hangs" : "cloud: answer lost");
        if (outlives) fail(takesMs - arrivesAfter, "waited too long for the job");
        else if (hangs) fail(PROVIDER_PATIENCE_MS, "timeout");
        else if (answerIsLost) fail(random.whole(500, 5_000), "no answer");
        else answer(worksFor, () => resolve(result));
      });
    });
  }

  function make(order: CreateOrder, { readyAt, twin }: Work): string {
    const id = `${site}-${made.size + 1}`;
    objects.set(id, { ...order, id, readyAt, twin });
    made.add(id);
    busyUntil = Math.max(busyUntil, readyAt);
    return id;
  }

  function seen({ id, name, address, readyAt }: FakeObject): CloudObject {
    const isReady = readyAt <= scheduler.now();
    const cloudStatus = isReady ? "ACTIVE" : "BUILD";
    return { kind: kindOf(address), id, name, condition: isReady ? "ready" : "busy", cloudStatus, facts: {} };
  }

  function actOn(call: string, id: string): string | undefined {
    const found = objects.get(id);
    return found === undefined ? undefined : `${call} ${partOf(found.address)}`;
  }

  return {
    site,
    objects,
    power: makeFakeMachinePower({ site, scheduler, random, objects, ask, began: parts.powerBegan }),
    wasMade: (id) => made.has(id),
    create: (from, order) =>
      ask(
        from,
        `create ${order.name}`,
        random.whole(500, 14_000),
        (work) => make(order, work),
        `create ${partOf(order.address)}`,
      ),
    update: (from, id, spec) =>
      ask(
        from,
        `update ${id}`,
        random.whole(100, 4_000),
        () => {
          const found = objects.get(id);
          if (found !== undefined) found.spec = spec;
        },
        actOn("update", id),
      ),
    remove: (from, id) =>
      ask(
        from,
        `remove ${id}`,
        random.whole(100, 4_000),
        () => {
          objects.delete(id);
        },
        actOn("remove", id),
      ),
    read: (from, id) => ask(from, `read ${id}`, random.whole(5, 60), () => objects.get(id)?.spec ?? null),
    list: (from, workspaceId) =>
      ask(from, `list ${workspaceId.slice(0, 4)}`, random.whole(5, 100), () =>
        [...objects.values()].filter((object) => object.workspaceId === workspaceId).map(seen),
      ),
    idle: () => pending === 0 && busyUntil <= scheduler.now(),
  };
}

export interface Work {
  readonly readyAt: number;
  readonly twin: boolean;
}

/** `openstack_compute_instance_v2.instance` is the instance of its site. */
function partOf(address: string): string {
  return address.split(".")[1] ?? address;
}

function kindOf(address: string): CloudObjectKind {
  if (address.includes("network")) return "network";
  return address.includes("instance") ? "machine" : "volume";
}
