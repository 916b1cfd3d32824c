import type { ActiveRuns } from "./active-runs.ts";
import { makeEventJournal } from "./event-journal.ts";
import { executeRun } from "./execute-run.ts";
import type { RunControls } from "./phase.ts";
import type { Claim, RunRecord } from "./ports.ts";
import { watchClaim } from "./watch-claim.ts";
import { RENEWALS_PER_LEASE, type WorkerSettings } from "./worker-options.ts";

/** How long an engine that is told to end at once may take. */
const ENGINE_END_MS = 20_000;

/** Executes one claimed run under a watch of its claim; never rejects. */
export async function performRun(settings: WorkerSettings, active: ActiveRuns, run: RunRecord): Promise<void> {
  const claim: Claim = {
    run,
    // A run that is claimed again while we work on it goes on under the new epoch.
    get epoch() {
      return active.get(run.id)?.epoch ?? 0;
    },
  };
  const journal = makeEventJournal(settings.store, run.id, settings.timers.pause);
  const stopWatching = watchClaim(settings, active, claim);
  try {
    await executeRun(settings, claim, controlsOf(settings, active, run.id, journal));
  } catch (error) {
    await endUnexpectedly(settings, active, claim, error);
  } finally {
    stopWatching();
    await journal.flush();
  }
}

function controlsOf(
  settings: WorkerSettings,
  active: ActiveRuns,
  id: string,
  journal: RunControls["journal"],
): RunControls {
  const run = active.get(id);
  const never = new AbortController();
  return {
    signal: (run?.gentle ?? never).signal,
    killSignal: (run?.forced ?? never).signal,
    stopReason: () => run?.reason ?? null,
    journal,
    pause: settings.timers.pause,
    noticeMs: (settings.leaseSeconds * 1_000) / RENEWALS_PER_LEASE + ENGINE_END_MS,
    onDefect: (error) => settings.onError?.(error, id),
  };
}

/**
 * Leaves the run to whoever claims it next: a plan is made again, an apply ends as interrupted. Nothing else is safe,
 * because what was thrown may be the very write that would have said how it ended.
 */
async function endUnexpectedly(
  settings: WorkerSettings,
  active: ActiveRuns,
  claim: Claim,
  error: unknown,
): Promise<void> {
  settings.onError?.(error, claim.run.id);
  active.get(claim.run.id)?.forced.abort();
  await settings.timers.pause(settings.pollMs);
  await settings.store.renewClaim(claim.run.id, claim.epoch, 0).catch(() => false);
}
