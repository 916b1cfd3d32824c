import { createHash } from "node:crypto";
import { runAlongside } from "../../server/composition/run-alongside.ts";
import { type CloudKind, type SiteKey, siteKind } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { PowerStore } from "../../src/power/index.ts";
import { makeInspector, makeSiteCare, type RepairStore } from "../../src/repair/index.ts";
import {
  makeCancelRun,
  makeConfirmRun,
  makeDiscardRun,
  makeRunWorker,
  makeStartRuns,
  type RunStore,
  type RunWorker,
  type WorkerRegistry,
} from "../../src/run/index.ts";
import {
  makeStateAccess,
  makeStateBackend,
  makeStateFacts,
  type StateBackend,
  type StateStore,
} from "../../src/state/index.ts";
import { IDS } from "../_helpers/samples.ts";
import { cloudClient, siteOfCloud } from "./cloud-client.ts";
import { makeDatabaseLink } from "./database-link.ts";
import { deskAccess, runsAsSeen } from "./desks.ts";
import { type CloudParts, type FakeCloud, makeFakeCloud } from "./fake-cloud.ts";
import type { FakeDelivery } from "./fake-delivery.ts";
import { makeFakeEngine } from "./fake-engine.ts";
import type { Oracle } from "./followed-run.ts";
import type { KillSwitch } from "./kill-switch.ts";
import { type Machine, makeMachine } from "./machine.ts";
import { makeStoreMemory, observeRepairs, observeRuns, observeStates, type StoreMemory } from "./observed-stores.ts";
import { makeOracle } from "./oracle.ts";
import { makePowerSide, type PowerDesk, type PowerSide } from "./power-side.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";
import type { ServiceDoor } from "./state-client.ts";
import type { Trace } from "./trace.ts";
import { noteUnheardClaim } from "./unheard-claims.ts";
import { makeVirtualProcess, type VirtualProcess } from "./virtual-process.ts";
import { limitOf, timersOf } from "./virtual-timers.ts";
import { makePowerWatch, type PowerWatchParts } from "./watch-power.ts";
import type { Weather } from "./weather.ts";
import { classifyByAction, makeWorkspaces, type VirtualWorkspace, type Workspaces } from "./workspaces.ts";

/** The stores a history runs on: in memory, or PostgreSQL's with its clock turned to virtual time. */
export interface Stores {
  readonly runs: RunStore;
  readonly states: StateStore;
  readonly repairs: RepairStore;
  readonly workers: WorkerRegistry;
  readonly power: PowerStore;
  /** Makes a workspace known, where runs can only be of one that exists. */
  enter?(workspace: VirtualWorkspace): Promise<void>;
}

export interface WorldParts {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly weather: Weather;
  readonly trace: Trace;
  readonly calm: boolean;
  readonly kills: KillSwitch;
  /** The database's answers may get lost, so that what was done is done again. */
  readonly answersGetLost: boolean;
  readonly stores: Stores;
  readonly delivery: FakeDelivery;
  readonly owners: readonly string[];
  /** Whether machines are started and stopped beside the runs. */
  readonly withPower: boolean;
}

/** A worker program in its present life. */
export interface WorkerLife {
  readonly process: VirtualProcess;
  readonly worker: RunWorker;
  readonly machine: Machine;
}

/** The service program in its present life: what users and engines call. */
export interface ServiceLife {
  readonly process: VirtualProcess;
  readonly state: StateBackend;
  readonly startRuns: ReturnType<typeof makeStartRuns>;
  readonly confirmRun: ReturnType<typeof makeConfirmRun>;
  readonly discardRun: ReturnType<typeof makeDiscardRun>;
  readonly cancelRun: ReturnType<typeof makeCancelRun>;
  readonly runs: RunStore;
  readonly power: PowerDesk | null;
}

export interface World extends WorldParts {
  readonly clouds: Readonly<Record<CloudKind, FakeCloud>>;
  readonly machines: readonly Machine[];
  readonly oracle: Oracle;
  readonly memory: StoreMemory;
  readonly power: PowerSide | null;
  readonly workspaces: Workspaces;
  readonly door: ServiceDoor;
  readonly cloudIds: Readonly<Record<CloudKind, string>>;
  readonly workers: WorkerLife[];
  /** Workers that somebody told to stop. */
  readonly leaving: Set<VirtualProcess>;
  service(): ServiceLife;
  startService(): void;
  startWorker(index: number): void;
}

/** The product's own use cases, worker and state backend, on a world that is made up. */
export function makeWorld(parts: WorldParts, workerCount: number): World {
  const { scheduler, random, weather, trace, calm } = parts;
  const powerBegan: CloudParts["powerBegan"] = (...act) => watch.began(...act);
  const clouds = {
    openstack: makeFakeCloud("openstack", { ...parts, powerBegan }),
    cloudstack: makeFakeCloud("cloudstack", { ...parts, powerBegan }),
  };
  // In calm histories no place is ever wanting, so that a late start is a lost wake-up.
  const concurrency = calm ? 4 : 2;
  const memory = makeStoreMemory();
  const link = makeDatabaseLink({
    ...parts,
    answerGotLost: (label, answer) => noteUnheardClaim(label, answer, oracle, watch),
  });
  const healthyFor: PowerWatchParts["healthyFor"] = (process) => {
    if (process.life() !== "up" || weather.databaseAway(process)) return null;
    return scheduler.now() - Math.max(process.upSince(), weather.lastAway(process));
  };
  const watch = makePowerWatch({
    ...{ scheduler, calm, healthyFor, oracle: () => oracle, power: (site) => clouds[siteKind(site)].power },
  });
  const oracle: Oracle = makeOracle({
    ...{ scheduler, clouds, calm, owners: parts.owners.length, slots: workerCount * concurrency },
    answersGetLost: parts.answersGetLost,
    currentSerial: (workspaceId, site) => memory.serials.get(`${workspaceId}/${site}`) ?? null,
    holdsAccess: (runId) => memory.credentials.has(runId) || [...memory.locks.values()].includes(runId),
    ...{ healthyFor, isLeaving: (process) => leaving.has(process), isHeldBack: watch.isOpenOn },
  });
  const nobody = makeVirtualProcess(scheduler, "nobody", "nowhere");
  const caller = () => link.caller() ?? nobody;
  const power = parts.withPower
    ? makePowerSide({ store: parts.stores.power, link, watch, caller, clouds, listen, now: scheduler.now })
    : null;
  const observed = observeRuns(parts.stores.runs, oracle, caller);
  const runs = power?.observeRuns(observed) ?? observed;
  const states = observeStates(parts.stores.states, memory, oracle, caller);
  const repairs = observeRepairs(parts.stores.repairs, oracle, caller);
  const workspaces = makeWorkspaces(random);
  const workers: WorkerLife[] = [];
  const leaving = new Set<VirtualProcess>();
  const machines = Array.from({ length: workerCount }, (_, index) => makeMachine(`machine-${index}`));
  let lives = 0;
  let service: ServiceLife | null = null;

  function storesOf(
    process: VirtualProcess,
  ): Omit<Stores, "workers" | "power" | "enter"> & { readonly workspaces: Workspaces["store"] } {
    return {
      runs: { ...link.from(process, "runs", runs), onChange: (listener) => listen(process, listener) },
      states: link.from(process, "states", states),
      repairs: link.from(process, "repairs", repairs),
      workspaces: link.from(process, "workspaces", workspaces.store),
    };
  }

  /** Notifications travel like everything else, and are lost while the database is away. */
  function listen(process: VirtualProcess, listener: (runId: string | null) => void): () => void {
    const onTheirWay = new Set<string | null>();
    return parts.stores.runs.onChange((runId) => {
      if (onTheirWay.has(runId)) return;
      onTheirWay.add(runId);
      scheduler.at(random.whole(1, 150), () => {
        onTheirWay.delete(runId);
        if (!weather.databaseAway(process)) process.deliver(() => listener(runId));
      });
    });
  }

  function startService(): void {
    lives += 1;
    const process = makeVirtualProcess(scheduler, `service-${lives}`, "front");
    const stores = storesOf(process);
    const facts = makeStateFacts(stores.states);
    const { clock } = process;
    service = {
      process,
      runs: stores.runs,
      state: makeStateBackend({
        store: stores.states,
        runs: runsAsSeen(() => oracle),
        desks: deskAccess,
        digests,
        clock,
      }),
      startRuns: makeStartRuns({
        ...{ store: stores.runs, workspaces: stores.workspaces, clock },
        hasObjects: async (workspaceId, site) =>
          (await facts.hasObjects(workspaceId, site)) ||
          (await stores.repairs.conditions(workspaceId)).some((one) => one.site === site && one.unclean),
        queue: { waiting: async () => new Map() },
        newId: random.id,
      }),
      confirmRun: makeConfirmRun({ store: stores.runs, stateSerial: facts.serial }),
      discardRun: makeDiscardRun({ store: stores.runs, clock }),
      cancelRun: makeCancelRun({ store: stores.runs, clock }),
      power: power?.desk(process, random.id) ?? null,
    };
  }

  function noteError({ name }: VirtualProcess, error: unknown, runId: string | null): void {
    const what = error instanceof AppError ? error.code : String(error);
    trace.add(scheduler.now(), name, `error ${runId?.slice(0, 8) ?? "-"} ${what}`);
    if (error instanceof TypeError || error instanceof RangeError) oracle.blame(`a defect: ${error.stack ?? error}`);
  }

  function startWorker(index: number): void {
    const machine = machines[index % machines.length];
    if (machine === undefined) throw new Error(`There is no machine ${index}.`);
    lives += 1;
    const process = makeVirtualProcess(scheduler, `worker-${index}.${lives}`, machine.name);
    const stores = storesOf(process);
    const { clock } = process;
    const facts = makeStateFacts(stores.states);
    const timers = timersOf(process);
    const stateAccess = makeStateAccess({
      ...{ store: stores.states, digests, clock, newPassword: random.id },
      baseUrl: () => "http://service/state/v1",
    });
    const survey = {
      store: stores.repairs,
      clients: async (cloudId: string) => cloudClient(process, clouds[siteOfCloud(cloudId)]),
      currentState: async (workspaceId: string, site: SiteKey) =>
        (await stores.states.current(workspaceId, site))?.bytes ?? null,
      tools: { sha1Hex: (text: string) => text },
    };
    const worker = makeRunWorker({
      store: stores.runs,
      hostId: machine.name,
      registry: { workers: link.from(process, "workers", parts.stores.workers), hostName: machine.name, version: "1" },
      delivery: parts.delivery.to(process),
      synthesize: workspaces.synthesize,
      engine: makeFakeEngine(world, process, machine),
      classify: classifyByAction,
      stackPlan: workspaces.sitePlan,
      stateSerial: facts.serial,
      stateAddresses: facts.addresses,
      cloudEnvironment: async () => ({}),
      stateAccess,
      siteCare: makeSiteCare({ ...survey, adoptState: stateAccess.adopt, timers }),
      onApplied: async () => undefined,
      clock,
      timers,
      workerId: process.name,
      concurrency,
      pollMs: 5_000,
      stopAfterMs: 20_000,
      onError: (error, runId) => noteError(process, error, runId),
    });
    const inspector = makeInspector({
      ...survey,
      sitePlan: workspaces.sitePlan,
      synthesize: workspaces.synthesize,
      timeLimit: () => limitOf(process),
      timers,
      pollMs: 5_000,
    });
    const beside = power?.worker(process, (error) => noteError(process, error, null));
    workers[index] = { process, worker: beside === undefined ? worker : runAlongside(worker, beside), machine };
    workers[index].worker.start();
    inspector.start();
  }

  const world: World = {
    ...parts,
    cloudIds: IDS,
    ...{ clouds, machines, oracle, memory, power, workspaces, workers, leaving, startService, startWorker },
    door: { present: () => ({ process: present().process, state: present().state }) },
    service: present,
  };

  function present(): ServiceLife {
    if (service === null) throw new Error("The service has not been started.");
    return service;
  }

  startService();
  for (let index = 0; index < workerCount; index += 1) startWorker(index);
  return world;
}

export const digests = {
  md5Base64: (bytes: Uint8Array) => createHash("md5").update(bytes).digest("base64"),
  // No password of a simulation is worth the time of a real digest.
  sha256Hex: (text: string) => `sha256 of ${text}`,
};
