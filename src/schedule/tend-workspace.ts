import { PROBLEMS, type Run, type RunFailure, type SiteKey } from "../contract/index.ts";

import { AppError } from "../kernel/app-error.ts";
import { decideSchedule } from "./decide-schedule.ts";
import { isDoubtful, makeSnapshot } from "./make-snapshot.ts";
import {
  SCHEDULER,
  type ScheduleAction,
  type ScheduleNote,
  type ScheduleStore,
  type SiteFacts,
  type WorkspaceFacts,
} from "./ports.ts";
import { tellRefusal, tellStanding } from "./tell-standing.ts";

export interface TendPorts {
  readonly store: Pick<ScheduleStore, "facts" | "note">;
  readonly runs: {
    /** Throws AppError: run-active and whatever else starting a run refuses. */
    start(facts: WorkspaceFacts, site: SiteKey, reason: "scheduler" | "drift"): Promise<readonly Pick<Run, "id">[]>;
    /** Throws AppError: plan-stale, illegal-transition. */
    confirm(ownerId: string, runId: string): Promise<unknown>;
    discard(ownerId: string, runId: string, why: RunFailure): Promise<unknown>;
    /** Writes a line into the log of a run that has ended. */
    tell(runId: string, text: string): Promise<void>;
  };
  /** Asks the cloud of a site for next to nothing. */
  readonly cloudAnswers: (site: SiteFacts) => Promise<boolean>;
  readonly askCheck: (workspaceId: string) => Promise<unknown>;
  readonly changePower: (facts: WorkspaceFacts, site: SiteKey, verb: "start" | "stop") => Promise<unknown>;
  /** The act leaves its line in the audit log, whatever becomes of it. */
  readonly noted: <T>(facts: WorkspaceFacts, act: ScheduleAct, perform: () => Promise<T>) => Promise<T>;
}

export interface ScheduleAct {
  readonly name: "schedule.plan" | "schedule.apply" | "schedule.discard" | "schedule.power";
  readonly site: SiteKey;
  readonly runId: string | null;
}

/** What was done rings by itself when it is over; this is for the day on which it does not. */
const AFTER_ACT_SECONDS = 30;
const AFTER_WAIT_SECONDS = 60;
const AFTER_REFUSAL_SECONDS = 30;

/** Looks at one workspace, does one thing there, and notes what was decided. */
export function makeTendWorkspace(ports: TendPorts) {
  return async function tendWorkspace(workspaceId: string): Promise<void> {
    const facts = await ports.store.facts(workspaceId);
    if (facts === null) return;
    const action = decideSchedule(makeSnapshot(facts, await silentSites(ports, facts)));
    const toldRunId = await tellFailure(ports, facts, action);
    const note = await perform(ports, facts, action);
    await ports.store.note(workspaceId, { ...note, toldRunId });
  };
}

/** Clouds are asked only where a plan failed, and may have for that. */
async function silentSites({ cloudAnswers }: TendPorts, { sites }: WorkspaceFacts): Promise<ReadonlySet<SiteKey>> {
  const doubtful = sites.filter(isDoubtful);
  const answers = await Promise.all(doubtful.map(cloudAnswers));
  return new Set(doubtful.filter((_site, index) => answers[index] === false).map(({ site }) => site));
}

async function perform(
  ports: TendPorts,
  facts: WorkspaceFacts,
  action: ScheduleAction,
): Promise<Omit<ScheduleNote, "toldRunId">> {
  try {
    await act(ports, facts, action);
    return { standing: tellStanding(action, facts.now), againSeconds: pauseAfter(action, facts.now) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { standing: tellRefusal(action, facts.now, error.message), againSeconds: AFTER_REFUSAL_SECONDS };
  }
}

async function act(ports: TendPorts, facts: WorkspaceFacts, action: ScheduleAction): Promise<void> {
  const { ownerId, workspaceId } = facts;
  switch (action.kind) {
    case "check":
      return void (await ports.askCheck(workspaceId));
    case "plan":
      await clearAway(ports, facts, action.site, "superseded");
      return void (await ports.noted(facts, { name: "schedule.plan", site: action.site, runId: null }, () =>
        ports.runs.start(facts, action.site, action.reason === "drift" ? "drift" : "scheduler"),
      ));
    case "apply":
      return approve(ports, facts, action.site, () => ports.runs.confirm(ownerId, action.runId));
    case "power":
      return void (await ports.noted(facts, { name: "schedule.power", site: action.site, runId: null }, () =>
        ports.changePower(facts, action.site, action.verb),
      ));
    case "ask":
    case "wait":
      return;
  }
}

/** A plan that the state has moved away from is made anew at the next look. */
async function approve(
  ports: TendPorts,
  facts: WorkspaceFacts,
  site: SiteKey,
  confirm: () => Promise<unknown>,
): Promise<void> {
  const runId = planOn(facts, site);
  try {
    await ports.noted(facts, { name: "schedule.apply", site, runId }, confirm);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "plan-stale") throw error;
    await clearAway(ports, facts, site, "plan-stale");
  }
}

/** Throws a waiting plan away and says in it why, so that nobody takes it for a person's no. */
async function clearAway(
  ports: TendPorts,
  facts: WorkspaceFacts,
  site: SiteKey,
  code: "superseded" | "plan-stale",
): Promise<void> {
  const runId = planOn(facts, site);
  if (runId === null) return;
  const why = code === "plan-stale" ? PROBLEMS["plan-stale"].title : "The requirement was changed after this plan";
  const failure: RunFailure = {
    ...{ code, phase: "plan", summary: why, detail: "The scheduler plans anew." },
    ...{ remedy: "Nothing is to be done.", diagnostics: [] },
  };
  await ports.noted(facts, { name: "schedule.discard", site, runId }, () =>
    ports.runs.discard(facts.ownerId, runId, failure),
  );
}

function planOn({ sites }: WorkspaceFacts, key: SiteKey): string | null {
  const last = sites.find(({ site }) => site === key)?.last;
  return last?.status === "planned" ? last.id : null;
}

/** The failed change says itself how to go back; once. What an apply left is repaired first, and says it all the same. */
async function tellFailure(ports: TendPorts, facts: WorkspaceFacts, action: ScheduleAction): Promise<string | null> {
  const asked = action.kind === "ask" && action.reason === "change-failed" ? action.site : null;
  const failed = facts.sites.find(
    ({ site, last }) => site === asked || (last?.createdBy === SCHEDULER && last.failure?.phase === "apply"),
  );
  if (failed?.last == null || failed.last.id === facts.toldRunId) return facts.toldRunId;
  await ports.runs.tell(failed.last.id, wayBack(facts, failed.site));
  return failed.last.id;
}

function wayBack({ workspaceName, sites }: WorkspaceFacts, key: SiteKey): string {
  const here = sites.find(({ site }) => site === key);
  const others = sites.filter(({ site }) => site !== key);
  const untouched = others.map(({ site, settled }) =>
    settled === null ? `${site} was not touched.` : `${site} was left as it is, at revision ${settled.revision}.`,
  );
  const before = here?.settled?.revision ?? others[0]?.settled?.revision ?? null;
  const back = before === null ? "" : ` To go back: submit revision ${before} of ${workspaceName} again.`;
  const repair = here?.unclean === true ? " Repair shows what it left on the cloud." : "";
  return `${["The change failed.", ...untouched].join(" ")}${repair}${back} To try it once more: plan it.`;
}

function pauseAfter(action: ScheduleAction, now: Date): number {
  if (action.kind !== "ask" && action.kind !== "wait") return AFTER_ACT_SECONDS;
  if (action.kind === "ask" || action.until === null) return AFTER_WAIT_SECONDS;
  const seconds = Math.ceil((action.until.getTime() - now.getTime()) / 1_000);
  return Math.min(Math.max(seconds, 1), AFTER_WAIT_SECONDS);
}
