import { DriftClass, type SiteKey } from "../contract/index.ts";
import { lastEdge, type PowerEdge } from "./last-edge.ts";
import {
  type LastRun,
  SCHEDULER,
  type ScheduleSnapshot,
  type SiteFacts,
  type SiteSnapshot,
  type WorkspaceFacts,
} from "./ports.ts";
import { windowAt } from "./window-at.ts";

/** Whoever changes a requirement asks for plans in the same breath; those are theirs. */
const SETTLES_MS = 5_000;
const RETRY_MS = 20_000;
const RETRY_AT_MOST_MS = 15 * 60_000;
/** Problems that go by themselves, as long as nothing was begun. */
const PASSING = new Set(["cloud-unreachable", "cloud-busy", "cloud-answer"]);
const AT_WORK = new Set(["pending", "planning", "confirmed", "applying"]);

/**
 * What the decision looks at, concluded from what is stored.
 *
 * @param silent sites whose cloud was just asked and did not answer
 */
export function makeSnapshot(facts: WorkspaceFacts, silent: ReadonlySet<SiteKey> = new Set()): ScheduleSnapshot {
  const { now, policy, revision } = facts;
  const { window, timeZone } = policy;
  const settlesAt = new Date(facts.revisedAt.getTime() + SETTLES_MS);
  const edge = policy.power === null ? null : lastEdge(policy.power, timeZone, now);
  return {
    ...{ now, desiredRevision: revision, maintenance: policy.maintenance },
    policy: { changes: policy.changes, drift: policy.drift },
    settlesAt: settlesAt > now ? settlesAt : null,
    window: window === null ? null : windowAt({ ...window, timeZone }, now),
    sites: facts.sites.map((site) => siteOf(site, facts, edge, silent.has(site.site))),
    // Drift's own watch looks at the interval.
    checkEveryMs: null,
  };
}

/** A plan that failed says nothing about the change when its cloud was away; then the cloud is asked. */
export function isDoubtful({ last }: Pick<SiteFacts, "last">): boolean {
  return last?.status === "errored" && last.failure?.phase !== "apply";
}

function siteOf(
  facts: SiteFacts,
  { policy, now }: WorkspaceFacts,
  edge: PowerEdge | null,
  silent: boolean,
): SiteSnapshot {
  const { last, settled, drift } = facts;
  const askCloudAt = silent ? new Date(now.getTime() + RETRY_MS) : askAgainAt(facts, now);
  const away = askCloudAt !== null;
  // What was found before the last run ended says nothing about what is there now.
  const found = drift !== null && (last?.finishedAt == null || drift.checkedAt > last.finishedAt) ? drift : null;
  const destroyed = settled?.kind === "destroy";
  return {
    ...{ site: facts.site, role: facts.role, unclean: facts.unclean, engineReview: facts.engineReview, destroyed },
    appliedRevision: settled === null || destroyed ? null : settled.revision,
    atWork: facts.powerOpen || (last !== null && AT_WORK.has(last.status)),
    cloudAnswers: !away,
    askCloudAt,
    failedRevision: !away && hasFailed(facts) ? (last?.revision ?? null) : null,
    declinedRevision: last !== null && isDeclined(last, found) ? last.revision : null,
    plan: last?.status === "planned" ? planOf(last) : null,
    drift: found === null ? null : (DriftClass.options.find((grave) => found.classes.includes(grave)) ?? null),
    driftStays: found !== null && isCorrection(last) && last.finishedAt !== null && found.since <= last.finishedAt,
    checkedAt: drift?.checkedAt ?? null,
    recheck: isCorrection(last) && found === null && !facts.checkAsked,
    powerDue: edge !== null && isPowerDue(facts, edge, policy.changedAt) ? edge.verb : null,
    sleepsUntil: edge?.verb === "stop" && facts.power?.verb === "stop" ? edge.nextOther : null,
  };
}

/** When what goes by itself is tried again; null when that is over, or the last run did not fail so. */
function askAgainAt(facts: SiteFacts, now: Date): Date | null {
  const { last, failures } = facts;
  if (last === null || last.finishedAt === null || !isDoubtful(facts) || !isPassing(last)) return null;
  const pause = Math.min(RETRY_MS * 2 ** Math.min(failures - 1, 10), RETRY_AT_MOST_MS);
  const at = new Date(last.finishedAt.getTime() + pause);
  return at > now ? at : null;
}

/** The change itself: an apply, or a plan that failed twice while its cloud answers. */
function hasFailed(facts: SiteFacts): boolean {
  const { last, failures } = facts;
  if (last?.status !== "errored") return false;
  return !isDoubtful(facts) || (!isPassing(last) && failures > 1);
}

function isPassing({ failure }: LastRun): boolean {
  return failure !== null && PASSING.has(failure.code);
}

/** A person's no holds until the requirement changes or something else is found; the scheduler's own carries a reason. */
function isDeclined({ status, failure, finishedAt }: LastRun, found: SiteFacts["drift"]): boolean {
  if (status !== "discarded" && status !== "canceled") return false;
  if (failure !== null) return false;
  return found === null || finishedAt === null || found.since <= finishedAt;
}

function isCorrection(last: LastRun | null): last is LastRun {
  return last?.reason === "drift" && (last.status === "applied" || last.status === "planned-and-finished");
}

function planOf({ id, revision, danger, rejected, createdBy }: LastRun): SiteSnapshot["plan"] {
  return { runId: id, revision, danger: danger ?? "destroys-data", rejected, own: createdBy === SCHEDULER };
}

/**
 * Each time is followed once: what a person does to the power after it stands until the next one. An apply starts a
 * stopped machine on some clouds, so it is stopped again after it.
 */
function isPowerDue(
  { machine, instanceId, power, last, settled }: SiteFacts,
  edge: PowerEdge,
  chosenAt: Date,
): boolean {
  if (machine !== "running" || instanceId === null || settled === null || edge.at < chosenAt) return false;
  if (power === null || power.createdAt < edge.at) return true;
  if (power.createdBy !== SCHEDULER || power.verb !== "stop" || edge.verb !== "stop") return false;
  return last?.status === "applied" && last.finishedAt !== null && last.finishedAt > (power.finishedAt ?? edge.at);
}
