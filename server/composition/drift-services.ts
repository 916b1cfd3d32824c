import { randomUUID } from "node:crypto";
import { makeCheckSites, makeDriftWatch, onACopy, type RefreshPlan } from "../../src/drift/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { type Engine, makeSitePlanOf, type RunWorker, type Synthesize } from "../../src/run/index.ts";
import type { DriftServices } from "../services/drift-side.ts";
import type { SharedParts } from "./compose-service.ts";
import { runAlongside } from "./run-alongside.ts";
import { systemTimers } from "./system-time.ts";

/** Nobody waits; a slow cloud is given its time. */
const PATIENCE_MS = 120_000;
const SHOWN_CHANGES = 50;

interface WatchParts extends Pick<SharedParts, "clouds"> {
  /** The service's own: nobody's account acts while a worker looks at a site. */
  readonly stores: Pick<SharedParts["stores"], "drift" | "states" | "workspaces">;
  readonly synthesize: Synthesize;
  readonly engine: Pick<Engine, "plan">;
  /** Null: only when somebody asks. */
  readonly intervalSeconds: number | null;
}

/** Sites are compared with their clouds wherever runs are worked on. */
export function withDriftWatch(worker: RunWorker, parts: WatchParts, onError: (error: unknown) => void): RunWorker {
  const { stores, clouds, synthesize, intervalSeconds } = parts;
  const check = makeCheckSites({
    store: stores.drift,
    clients: clouds.clients,
    currentState: async (workspaceId, site) => (await stores.states.current(workspaceId, site))?.bytes ?? null,
    sitePlan: makeSitePlanOf(stores.workspaces),
    synthesize,
    refreshPlan: refreshPlanOf(parts),
    timeLimit: () => AbortSignal.timeout(PATIENCE_MS),
  });
  const watch = makeDriftWatch({ store: stores.drift, check, timers: systemTimers, intervalSeconds, onError });
  return runAlongside(worker, watch);
}

function refreshPlanOf({ clouds, engine }: WatchParts): RefreshPlan {
  return async (site, { state, files, signal }) => {
    const result = await engine.plan({
      runId: randomUUID(),
      workspaceId: site.workspaceId,
      site: site.site,
      kind: "apply",
      refreshOnly: true,
      files: onACopy(files, state),
      environment: await clouds.environment(site.cloudId, site.ownerId),
      signal,
      killSignal: signal,
      onEvent: () => undefined,
    });
    if (result.kind === "planned") return { planJson: result.planJson };
    return result.kind === "failed" ? { failure: result.failure } : null;
  };
}

/** Drift for the routes. Reads as the acting account; asking is the service's, for only workers write there. */
export function driftServices(
  stores: Pick<SharedParts["stores"], "drift" | "overview">,
  ask: SharedParts["stores"]["drift"]["ask"],
): DriftServices {
  async function report(ownerId: string, workspaceId: string) {
    const workspaceName = await nameOf(ownerId, workspaceId);
    const [sites, history] = await Promise.all([
      stores.drift.sites(workspaceId),
      stores.drift.history(workspaceId, SHOWN_CHANGES),
    ]);
    return { workspaceId, workspaceName, sites: [...sites], history: [...history] };
  }

  async function nameOf(ownerId: string, workspaceId: string): Promise<string> {
    const facts = await stores.overview.find(ownerId, workspaceId);
    if (facts !== null) return facts.name;
    throw new AppError("not-found", `There is no workspace ${workspaceId}.`, { workspaceId });
  }

  return {
    report: ({ accountId }, workspaceId) => report(accountId, workspaceId),
    async check({ accountId }, workspaceId) {
      await nameOf(accountId, workspaceId);
      await ask(workspaceId);
      return report(accountId, workspaceId);
    },
    fleet: ({ accountId }, page) => stores.drift.fleet(accountId, page),
  };
}
