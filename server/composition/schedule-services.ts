import { randomUUID } from "node:crypto";
import type { AuditEntry } from "../../src/account/ports.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import { locateMachines } from "../../src/overview/index.ts";
import { makeRequestPower } from "../../src/power/index.ts";
import { makeConfirmRun, makeStartRuns, type RunWorker } from "../../src/run/index.ts";
import {
  makeScheduler,
  makeTendWorkspace,
  SCHEDULER,
  type ScheduleAct,
  type SiteFacts,
  type WorkspaceFacts,
} from "../../src/schedule/index.ts";
import type { makeStateFacts } from "../../src/state/index.ts";
import type { SharedParts } from "./compose-service.ts";
import { runAlongside } from "./run-alongside.ts";
import { systemTimers } from "./system-time.ts";

export type ScheduleStores = Pick<
  SharedParts["stores"],
  "auditIntents" | "drift" | "overview" | "power" | "queue" | "repairs" | "runs" | "schedule" | "workspaces"
>;

/** A cloud that takes longer to tell of one machine is as good as away. */
const PATIENCE_MS = 10_000;

interface SchedulerParts extends Pick<SharedParts, "clouds"> {
  /** The service's own: nobody's account acts while the scheduler does. */
  readonly stores: ScheduleStores;
  readonly facts: ReturnType<typeof makeStateFacts>;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Whatever owners leave to the scheduler is done wherever runs are worked on. */
export function withScheduler(worker: RunWorker, parts: SchedulerParts, onError: (error: unknown) => void): RunWorker {
  const { stores } = parts;
  const tend = makeTendWorkspace({
    store: stores.schedule,
    runs: runsOf(parts),
    cloudAnswers: cloudAnswersOf(parts),
    askCheck: stores.drift.ask,
    changePower: changePowerOf(parts),
    noted: (facts, act, perform) => noted(stores, facts, act, perform),
  });
  return runAlongside(worker, makeScheduler({ store: stores.schedule, tend, timers: systemTimers, onError }));
}

function runsOf({ stores, facts, clock, newId }: SchedulerParts): Parameters<typeof makeTendWorkspace>[0]["runs"] {
  const startRuns = makeStartRuns({
    ...{ store: stores.runs, queue: stores.queue, workspaces: stores.workspaces, clock, newId },
    hasObjects: async (workspaceId, site) =>
      (await facts.hasObjects(workspaceId, site)) ||
      (await stores.repairs.conditions(workspaceId)).some((one) => one.site === site && one.unclean),
  });
  const confirm = makeConfirmRun({ store: stores.runs, stateSerial: facts.serial });
  return {
    start: ({ ownerId, workspaceId }, site, reason) =>
      startRuns({
        ...{ ownerId, createdBy: SCHEDULER, workspaceId, reason },
        request: { kind: "apply", sites: [site], autoApply: false },
      }),
    confirm: (ownerId, runId) => confirm({ ownerId, runId }),
    discard: (_ownerId, runId, failure) =>
      stores.runs.transition(runId, "planned", "discarded", { failure, finishedAt: clock.now() }),
    tell: (runId, text) =>
      stores.runs.appendEvents(runId, [
        { at: clock.now().toISOString(), kind: "log", phase: null, text, progress: null },
      ]),
  };
}

function cloudAnswersOf({ clouds }: SchedulerParts) {
  return async ({ cloudId, instanceId }: SiteFacts): Promise<boolean> => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    try {
      const client = await clouds.clients(cloudId);
      await (instanceId === null ? client.readCapacity(signal) : client.observeInstances([instanceId], signal));
      return true;
    } catch (error) {
      if (error instanceof AppError || signal.aborted) return false;
      throw error;
    }
  };
}

function changePowerOf({ stores, clock, newId }: SchedulerParts) {
  const requestPower = makeRequestPower({ store: stores.power, clock, newId });
  return async ({ ownerId, workspaceId }: WorkspaceFacts, site: string, action: "start" | "stop") => {
    const found = await stores.overview.find(ownerId, workspaceId);
    const place = found === null ? undefined : locateMachines(found).find((one) => one.site === site);
    if (place === undefined) throw new AppError("no-machine", `There is nothing on ${site}.`, { workspaceId, site });
    const request = { action, hard: false, accepted: true };
    return requestPower({ ownerId, createdBy: SCHEDULER, place, request });
  };
}

/** The line is certain before the act begins. */
async function noted<T>(
  { auditIntents }: ScheduleStores,
  facts: WorkspaceFacts,
  { name, site, runId }: ScheduleAct,
  perform: () => Promise<T>,
): Promise<T> {
  const id = randomUUID();
  const { ownerId, workspaceId, workspaceName, policy } = facts;
  const entry: AuditEntry = {
    ...{ accountId: ownerId, userId: null, userName: "TwinStack", via: "service", action: name },
    origin: { remoteAddress: null, requestId: null, userAgent: "" },
    object: { kind: runId === null ? "workspace" : "run", id: runId ?? workspaceId, name: workspaceName },
    outcome: "done",
    detail: { site, policy: policy.version, by: policy.changedBy },
  };
  await auditIntents.begin(id, entry);
  try {
    const done = await perform();
    await auditIntents.end(id, entry);
    return done;
  } catch (error) {
    const outcome = error instanceof AppError ? "refused" : "failed";
    await auditIntents.end(id, { ...entry, outcome });
    throw error;
  }
}
