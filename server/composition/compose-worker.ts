import { randomUUID } from "node:crypto";
import { openTunnel } from "../../src/adapters/cloudstack-proxy/open-tunnel.ts";
import { stateDigests } from "../../src/adapters/terraform/state-digests.ts";
import { makeTerraformEngine } from "../../src/adapters/terraform/terraform-engine.ts";
import { classifyChange } from "../../src/drift/index.ts";
import { type Delivery, makeRunWorker, makeSitePlanOf, type RunWorker, type Synthesize } from "../../src/run/index.ts";
import { makeKeepAsleep } from "../../src/schedule/index.ts";
import { makeStateAccess } from "../../src/state/index.ts";
import type { Toolchain } from "../toolchain.ts";
import type { Tracing } from "../tracing.ts";
import { bucketPlanOf, environmentOf, withBucketTender } from "./bucket-services.ts";
import type { SharedParts } from "./compose-service.ts";
import { withDriftWatch } from "./drift-services.ts";
import { workerPins } from "./engine-pin-services.ts";
import type { EngineSandbox } from "./engine-sandbox.ts";
import { stoppedByHand, withPower } from "./power-services.ts";
import { composeSiteCare, withInspector } from "./repair-services.ts";
import { type ScheduleStores, withScheduler } from "./schedule-services.ts";
import { systemTimers } from "./system-time.ts";
import { stackPlanOf, withTender } from "./tenant-services.ts";
import { traceEngine } from "./trace-engine.ts";

export interface WorkerSetting {
  readonly toolchain: Toolchain;
  readonly version: string;
  /** Folder of the engine's templates and working directories. */
  readonly workRoot: string;
  readonly concurrency: number;
  /** The machine together with its work folder: only there can be seen whether an engine still works. */
  readonly workHost: { readonly id: string; readonly name: string };
  readonly tracing: Tracing;
  /** Between two looks at a site; left out or 0: only when somebody asks. */
  readonly driftMinutes?: number;
  readonly onWorkerError: (error: unknown, runId: string | null) => void;
}

export interface WorkerParts extends Omit<SharedParts, "stores"> {
  readonly stores: Pick<SharedParts["stores"], "buckets" | "clouds" | "enginePins" | "states" | "tenants" | "workers"> &
    ScheduleStores;
  readonly synthesize: Synthesize;
  readonly delivery: Delivery;
  readonly jail: EngineSandbox["jail"];
  /** Where the engine reaches the service that keeps the states. */
  readonly serviceUrl: () => string;
}

/** The worker, the same inside the service and as a process of its own. */
export function composeWorker(setting: WorkerSetting, parts: WorkerParts): RunWorker {
  const { stores, clouds, facts, secrets, clock, synthesize } = parts;
  const stateAccess = makeStateAccess({
    store: stores.states,
    digests: stateDigests,
    clock,
    newPassword: secrets.generateToken,
    baseUrl: () => `${parts.serviceUrl()}/state/v1`,
  });
  const sitePlanOf = makeSitePlanOf(stores.workspaces);
  const keepAsleep = makeKeepAsleep({ isAsleep: stores.schedule.isAsleep });
  const repairParts = { stores, clouds, synthesize };
  const tenantParts = { stores, clouds, facts, secrets, clock };
  const engine = traceEngine(
    makeTerraformEngine({
      toolchain: setting.toolchain,
      workRoot: setting.workRoot,
      jail: parts.jail,
      tunnel: openTunnel,
    }),
    setting.tracing,
  );
  const worker = makeRunWorker({
    store: stores.runs,
    workerId: `worker-${randomUUID()}`,
    hostId: setting.workHost.id,
    concurrency: setting.concurrency,
    delivery: parts.delivery,
    registry: { workers: stores.workers, hostName: setting.workHost.name, version: setting.version },
    synthesize,
    engine,
    classify: classifyChange,
    stackPlan: bucketPlanOf(
      tenantParts,
      stackPlanOf(tenantParts, async (run) => keepAsleep(await sitePlanOf(run))),
    ),
    stateSerial: facts.serial,
    stateAddresses: facts.addresses,
    cloudEnvironment: environmentOf(tenantParts),
    stateAccess,
    siteCare: composeSiteCare(repairParts, stateAccess.adopt),
    stoppedByHand: (workspaceId, site) => stoppedByHand(stores.power, workspaceId, site),
    pins: workerPins(stores.enginePins, setting.toolchain),
    // What else is derived from a finished run is read from the run itself.
    onApplied: (run) => stores.enginePins.reviewed(run.workspaceId, run.site),
    clock,
    timers: systemTimers,
    onError: setting.onWorkerError,
  });
  const onError = (error: unknown) => setting.onWorkerError(error, null);
  const tended = withBucketTender(withTender(worker, tenantParts, onError), tenantParts, onError);
  const inspected = withInspector(tended, repairParts, onError);
  const intervalSeconds = setting.driftMinutes ? setting.driftMinutes * 60 : null;
  const watched = withDriftWatch(inspected, { ...repairParts, engine, intervalSeconds }, onError);
  const scheduled = withScheduler(watched, { stores, clouds, facts, clock, newId: secrets.newId }, onError);
  return withPower(scheduled, { stores, clouds }, onError);
}
