import type { Run } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import {
  makeCancelRun,
  makeConfirmRun,
  makeDiscardRun,
  makeStartRuns,
  presentRun,
  presentRuns,
  type RunRecord,
} from "../../src/run/index.ts";
import type { RunServices } from "../services.ts";
import type { SharedParts } from "./compose-service.ts";

/** Runs for the routes. */
export function runServices({ stores, clock, secrets, facts }: SharedParts): RunServices {
  const store = stores.runs;
  const startRuns = makeStartRuns({
    store,
    queue: stores.queue,
    workspaces: stores.workspaces,
    // What an interrupted apply left is not in the state, and must not be forgotten for that.
    hasObjects: async (workspaceId, site) =>
      (await facts.hasObjects(workspaceId, site)) ||
      (await stores.repairs.conditions(workspaceId)).some((one) => one.site === site && one.unclean),
    clock,
    newId: secrets.newId,
  });
  const confirmRun = makeConfirmRun({ store, stateSerial: facts.serial });
  const discardRun = makeDiscardRun({ store, clock });
  const cancelRun = makeCancelRun({ store, clock });

  async function find(ownerId: string, id: string): Promise<RunRecord> {
    const run = await store.find(ownerId, id);
    if (run === null) throw new AppError("not-found", `There is no run ${id}.`, { runId: id });
    return run;
  }

  async function present(run: RunRecord): Promise<Run> {
    const [shown] = await presentRuns(stores.queue, [run]);
    return shown ?? presentRun(run);
  }

  return {
    start: ({ accountId, userId }, workspaceId, request, reason) =>
      startRuns({
        ownerId: accountId,
        createdBy: userId,
        workspaceId,
        request,
        ...(reason !== undefined && { reason }),
      }),
    async list({ accountId }, { workspaceId, status, limit, before }) {
      const filter = {
        limit,
        ...(workspaceId && { workspaceId }),
        ...(status && { status }),
        ...(before && { before }),
      };
      return presentRuns(stores.queue, await store.list(accountId, filter));
    },
    find: async ({ accountId }, id) => present(await find(accountId, id)),
    async planJson({ accountId }, id) {
      const run = await find(accountId, id);
      const plan = await store.planJson(id);
      if (plan !== null) return plan;
      throw new AppError("not-found", `Run ${id} is ${run.status} and has no plan to show.`, { runId: id });
    },
    apply: ({ accountId }, runId, confirmName) => confirmRun({ ownerId: accountId, runId, confirmName }),
    discard: ({ accountId }, id) => discardRun(accountId, id),
    cancel: ({ accountId }, id, force) => cancelRun(accountId, id, force),
    events: (runId, afterSequence, limit) => store.events(runId, afterSequence, limit),
    watch: (runId, listener) =>
      store.onChange((changed) => {
        if (changed === null || changed === runId) listener();
      }),
  };
}
