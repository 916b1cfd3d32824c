import { createHash } from "node:crypto";
import type { Run, RunKind, SiteKey } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import {
  describeSiteRepair,
  type Inspector,
  makeInspector,
  makeInspectSite,
  makeSiteCare,
  type RepairStore,
  type SiteCondition,
} from "../../src/repair/index.ts";
import { makeSitePlanOf, type RunWorker, type StateAccess, type Synthesize } from "../../src/run/index.ts";
import type { RepairServices } from "../services/repair-side.ts";
import type { RunServices } from "../services.ts";
import type { SharedParts } from "./compose-service.ts";
import { runAlongside } from "./run-alongside.ts";
import { systemTimers } from "./system-time.ts";

/** A person waits for this answer. */
const PERSON_PATIENCE_MS = 15_000;
/** Nobody waits; a slow cloud is given its time. */
const PATIENCE_MS = 60_000;

interface RepairParts extends Pick<SharedParts, "clouds"> {
  /** The service's own: nobody's account acts while a worker looks at a site. */
  readonly stores: Pick<SharedParts["stores"], "repairs" | "states" | "workspaces">;
  readonly synthesize: Synthesize;
}

/** What the worker does for a site before and in its runs. */
export function composeSiteCare(parts: RepairParts, adoptState: StateAccess["adopt"]) {
  return makeSiteCare({ ...surveyPorts(parts), adoptState, timers: systemTimers });
}

/** Sites that an apply left unclean are looked at wherever runs are worked on. */
export function withInspector(worker: RunWorker, parts: RepairParts, onError: (error: unknown) => void): RunWorker {
  const inspector: Inspector = makeInspector({
    ...inspectionPorts(parts),
    timeLimit: () => AbortSignal.timeout(PATIENCE_MS),
    timers: systemTimers,
    onError,
  });
  return runAlongside(worker, inspector);
}

type Starts = (kind: RunKind, sites: readonly SiteKey[]) => Promise<readonly Run[]>;

/** Repair for the routes. */
export function repairServices(
  parts: RepairParts,
  stores: Pick<SharedParts["stores"], "overview" | "repairs">,
  startRuns: RunServices["start"],
): RepairServices {
  const inspect = makeInspectSite({
    ...inspectionPorts(parts),
    timeLimit: () => AbortSignal.timeout(PERSON_PATIENCE_MS),
  });

  async function nameOf(ownerId: string, workspaceId: string): Promise<string> {
    const facts = await stores.overview.find(ownerId, workspaceId);
    if (facts !== null) return facts.name;
    throw new AppError("not-found", `There is no workspace ${workspaceId}.`, { workspaceId });
  }

  return {
    async report({ accountId }, workspaceId, refresh) {
      const workspaceName = await nameOf(accountId, workspaceId);
      if (refresh) {
        const due = (await stores.repairs.conditions(workspaceId)).filter(
          ({ unclean, endedMsAgo }) => unclean && endedMsAgo !== null,
        );
        await Promise.all(due.map(inspect));
      }
      const conditions = await stores.repairs.conditions(workspaceId);
      const sites = await Promise.all(conditions.map((condition) => describeSiteRepair(stores.repairs, condition)));
      return { workspaceId, workspaceName, sites };
    },

    async start(principal, workspaceId, request) {
      await nameOf(principal.accountId, workspaceId);
      const start: Starts = (kind, sites) =>
        startRuns(principal, workspaceId, { kind, sites: [...sites], autoApply: request.autoApply }, "repair");
      return startBoth(await uncleanSites(stores.repairs, workspaceId, request.sites), start);
    },
  };
}

/** What was to be destroyed is destroyed to the end; everything else becomes what the requirement says. */
async function startBoth(unclean: readonly SiteCondition[], start: Starts): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (const kind of ["apply", "destroy"] as const) {
    const sites = [...new Set(unclean.filter(({ runKind }) => runKind === kind).map(({ site }) => site))];
    if (sites.length > 0) runs.push(...(await start(kind, sites)));
  }
  return runs;
}

async function uncleanSites(store: RepairStore, workspaceId: string, wanted: readonly SiteKey[] | undefined) {
  const conditions = await store.conditions(workspaceId);
  return conditions.filter(({ unclean, site }) => unclean && (wanted === undefined || wanted.includes(site)));
}

function surveyPorts({ stores, clouds }: RepairParts) {
  return {
    store: stores.repairs,
    clients: clouds.clients,
    currentState: async (workspaceId: string, site: SiteKey) =>
      (await stores.states.current(workspaceId, site))?.bytes ?? null,
    tools: { sha1Hex: (text: string) => createHash("sha1").update(text).digest("hex") },
  };
}

function inspectionPorts(parts: RepairParts) {
  const sitePlanOf = makeSitePlanOf(parts.stores.workspaces);
  return {
    ...surveyPorts(parts),
    sitePlan: (condition: SiteCondition) => sitePlanOf(condition),
    synthesize: parts.synthesize,
  };
}
