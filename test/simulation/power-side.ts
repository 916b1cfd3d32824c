import type { CloudKind } from "../../src/contract/index.ts";
import {
  makeCancelPower,
  makePowerWorker,
  makeRequestPower,
  type PowerStore,
  type PowerWorker,
} from "../../src/power/index.ts";
import type { RunStore } from "../../src/run/index.ts";
import { cloudClient, siteOfCloud } from "./cloud-client.ts";
import type { DatabaseLink } from "./database-link.ts";
import type { FakeCloud } from "./fake-cloud.ts";
import { makeRandom } from "./random.ts";
import type { VirtualProcess } from "./virtual-process.ts";
import { timersOf } from "./virtual-timers.ts";
import type { PowerWatch } from "./watch-power.ts";

/** What the service does for those who start and stop machines, in its present life. */
export interface PowerDesk {
  readonly requestPower: ReturnType<typeof makeRequestPower>;
  readonly cancelPower: ReturnType<typeof makeCancelPower>;
}

/** The product's power beside its runs. */
export interface PowerSide {
  readonly watch: PowerWatch;
  desk(process: VirtualProcess, newId: () => string): PowerDesk;
  worker(process: VirtualProcess, onError: (error: unknown) => void): PowerWorker;
  /** The run store, with every beginning told to the watch. */
  observeRuns(runs: RunStore): RunStore;
}

export interface PowerSideParts {
  readonly store: PowerStore;
  readonly link: DatabaseLink;
  readonly watch: PowerWatch;
  readonly caller: () => VirtualProcess;
  readonly clouds: Readonly<Record<CloudKind, FakeCloud>>;
  readonly listen: (process: VirtualProcess, listener: (runId: string | null) => void) => () => void;
  readonly now: () => number;
}

/** One history in five has people who start and stop machines. */
const SHARE = 0.2;
/** Chosen so that the histories kept as regressions are none of these: they stay what they were. */
const OTHER = 0x5f20;

export function hasPower(seed: number): boolean {
  return makeRandom(seed ^ OTHER).chance(SHARE);
}

export function makePowerSide({ link, watch, caller, clouds, listen, now, ...parts }: PowerSideParts): PowerSide {
  const store = observe(parts.store, watch, caller);
  return {
    watch,
    desk(process, newId) {
      const seen = link.from(process, "power", store);
      return {
        requestPower: makeRequestPower({ store: seen, clock: process.clock, newId }),
        cancelPower: makeCancelPower(seen),
      };
    },
    worker: (process, onError) =>
      makePowerWorker({
        store: link.from(process, "power", store),
        clients: async (cloudId) => cloudClient(process, clouds[siteOfCloud(cloudId)]),
        mayUse: async () => undefined,
        workerId: process.name,
        onChange: (listener) => listen(process, (runId) => (runId === null ? listener() : undefined)),
        timers: timersOf(process),
        elapsedMs: now,
        pollMs: 10_000,
        onError,
      }),
    observeRuns: (runs) => ({
      ...runs,
      async transition(runId, from, to, patch, epoch) {
        const run = await runs.transition(runId, from, to, patch, epoch);
        if (to === "planning" || to === "applying") watch.runBegins(run);
        return run;
      },
    }),
  };
}

/** The store, with every effect told to the watch in the moment it happens. */
function observe(store: PowerStore, watch: PowerWatch, caller: () => VirtualProcess): PowerStore {
  return {
    ...store,
    async create(record) {
      const made = await store.create(record);
      watch.created(made);
      return made;
    },
    async claimNext(workerId, leaseSeconds) {
      const claim = await store.claimNext(workerId, leaseSeconds);
      if (claim !== null) watch.claimed(caller(), claim, leaseSeconds);
      return claim;
    },
    async renewClaim(id, epoch, leaseSeconds) {
      const renewed = await store.renewClaim(id, epoch, leaseSeconds);
      if (renewed) watch.renewed(id, leaseSeconds);
      return renewed;
    },
    async noteSending(id, epoch, mark) {
      const noted = await store.noteSending(id, epoch, mark);
      if (noted) watch.noted(caller(), id);
      return noted;
    },
    async finish(id, epoch, end) {
      const finished = await store.finish(id, epoch, end);
      if (finished) watch.ended(id, end);
      return finished;
    },
    async cancel(workspaceId, id, detail) {
      const canceled = await store.cancel(workspaceId, id, detail);
      if (canceled !== null) watch.ended(id, { status: "canceled", detail, problem: null });
      return canceled;
    },
  };
}
