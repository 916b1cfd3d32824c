import type { RunStatus, StrayObject } from "../../src/contract/index.ts";
import type { Removal, RepairStore, SiteCondition, SiteName } from "../../src/repair/ports.ts";
import type { RunObject, RunRecord, RunStore } from "../../src/run/ports.ts";
import type { MemoryRunStore } from "./memory-run-store.ts";

interface Condition extends Omit<SiteCondition, "endedMsAgo" | "inspectedAt" | "inspectionProblem"> {
  endedAt: number | null;
  inspectedAt: Date | null;
  inspectionProblem: string | null;
  lookAt: number;
  strays: readonly StrayObject[];
}

/**
 * The repair store without a database, and a run store that marks sites as the database's triggers do. The simulation
 * ties both to PostgreSQL: the same histories must leave the same traces on either.
 */
export function makeMemoryRepairStore(
  runs: RunStore & Pick<MemoryRunStore, "presentEpoch">,
  now: () => number,
): { readonly repairs: RepairStore; readonly runs: RunStore } {
  const conditions = new Map<string, Condition>();
  const objects = new Map<string, Map<string, RunObject>>();
  const removals = new Map<string, readonly Removal[]>();
  const keyOf = ({ workspaceId, site, cloudId }: SiteName) => `${workspaceId} ${site} ${cloudId}`;

  function seen({ endedAt, lookAt: _lookAt, strays: _strays, ...rest }: Condition): SiteCondition {
    return { ...rest, endedMsAgo: endedAt === null ? null : now() - endedAt };
  }

  function note(runId: string, noted: RunObject): void {
    const known = objects.get(runId) ?? new Map<string, RunObject>();
    objects.set(runId, known);
    const before = known.get(noted.address);
    const isLate =
      (before?.state === "complete" || before?.state === "errored") &&
      (noted.state === "intended" || noted.state === "started");
    known.set(noted.address, {
      ...noted,
      state: isLate && before !== undefined ? before.state : noted.state,
      objectId: noted.objectId ?? before?.objectId ?? null,
    });
  }

  function beginApply(run: RunRecord): void {
    const before = conditions.get(keyOf(run));
    const wasUnclean = before?.unclean === true;
    conditions.set(keyOf(run), {
      ...{ workspaceId: run.workspaceId, site: run.site, cloudId: run.cloudId, unclean: true },
      ...{ uncleanBefore: wasUnclean, endedAt: null, runId: run.id, runKind: run.kind, revision: run.revision },
      reason: wasUnclean && before !== undefined ? before.reason : "an apply is under way",
      since: wasUnclean && before !== undefined ? before.since : new Date(now()),
      ...{ inspectedAt: before?.inspectedAt ?? null, inspectionProblem: before?.inspectionProblem ?? null },
      ...{ lookAt: before?.lookAt ?? now(), strays: before?.strays ?? [] },
    });
  }

  function endApply(run: RunRecord): void {
    const found = conditions.get(keyOf(run));
    if (found === undefined || found.runId !== run.id) return;
    const isGood = run.status === "applied";
    const reason = isGood
      ? found.uncleanBefore
        ? found.reason
        : null
      : (run.failure?.summary ?? "the apply was canceled");
    conditions.set(keyOf(run), {
      ...{ ...found, endedAt: now(), lookAt: now(), reason },
      unclean: isGood ? found.uncleanBefore : found.unclean,
      inspectedAt: isGood ? found.inspectedAt : null,
    });
  }

  const repairs: RepairStore = {
    async condition(name) {
      const found = conditions.get(keyOf(name));
      return found === undefined ? null : seen(found);
    },
    async conditions(workspaceId) {
      const own = [...conditions.values()].filter((condition) => condition.workspaceId === workspaceId);
      return own.sort((left, right) => (left.site > right.site ? -1 : 1)).map(seen);
    },
    async strays(name) {
      return conditions.get(keyOf(name))?.strays ?? [];
    },
    async takeForInspection(seconds) {
      const due = [...conditions.values()]
        .filter(({ unclean, endedAt, lookAt }) => unclean && endedAt !== null && lookAt <= now())
        .sort((left, right) => left.lookAt - right.lookAt)[0];
      if (due === undefined) return null;
      due.lookAt = now() + seconds * 1_000;
      return seen(due);
    },
    async noteInspection(site, { strays, problem, clean, againInMs }) {
      const found = conditions.get(keyOf(site));
      if (found === undefined || !found.unclean || found.runId !== site.runId || found.endedAt === null) return;
      conditions.set(keyOf(site), {
        ...{ ...found, inspectionProblem: problem, unclean: !clean, reason: clean ? null : found.reason },
        ...{ inspectedAt: strays === null ? found.inspectedAt : new Date(now()), lookAt: now() + againInMs },
        strays: strays ?? found.strays,
      });
    },
    async objects(runId) {
      return [...(objects.get(runId)?.values() ?? [])].sort((left, right) => (left.address < right.address ? -1 : 1));
    },
    async noteObjects(runId, noted) {
      for (const object of noted) note(runId, object);
    },
    async saveRemovals({ runId, epoch }, planned) {
      if (runs.presentEpoch(runId) !== epoch) return false;
      removals.set(runId, planned);
      return true;
    },
    async removals(runId) {
      return removals.get(runId) ?? [];
    },
  };

  return {
    repairs,
    runs: {
      ...runs,
      async transition(runId, from: RunStatus, to: RunStatus, patch, epoch) {
        const run = await runs.transition(runId, from, to, patch, epoch);
        if (to === "applying") beginApply(run);
        else if (from === "applying") endApply(run);
        return run;
      },
      async appendEvents(runId, events) {
        await runs.appendEvents(runId, events);
        for (const { phase, progress } of events) if (phase === "apply" && progress !== null) note(runId, progress);
      },
    },
  };
}
