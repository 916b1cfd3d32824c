import type { ActiveRuns } from "./active-runs.ts";
import type { Claim } from "./ports.ts";
import { RENEWALS_PER_LEASE, type WorkerSettings } from "./worker-options.ts";

/**
 * Leases that may pass without a word from the database before a run is given up: with the default lease two minutes, so
 * that the engine has ended well before another host may go on (ENGINE_ENDS_SECONDS).
 */
const PATIENCE = 12;

/** Renews the claim and passes a wish to cancel on, until the answer is called. */
export function watchClaim(settings: WorkerSettings, active: ActiveRuns, claim: Claim): () => void {
  const { store, timers, leaseSeconds, pollMs } = settings;
  const { id } = claim.run;
  let missed = 0;
  let watching = true;

  async function keep(): Promise<void> {
    const { epoch } = claim;
    try {
      const renewed = await store.renewClaim(id, epoch, leaseSeconds);
      // A late answer about a claim that has ended, or was followed by another one of ours, says nothing of the present.
      if (!watching || epoch !== claim.epoch) return;
      if (renewed) missed = 0;
      else active.halt(id, "lost", true);
    } catch {
      // While the database is away nobody else can take the run; killing an apply for it would only lose objects.
      // Counted, not timed: this machine's clock may jump.
      missed += 1;
      if (missed > PATIENCE * RENEWALS_PER_LEASE) active.halt(id, "lost", true);
    }
  }

  async function look(): Promise<void> {
    const wish = await store.cancelRequested(id).catch(() => "no" as const);
    if (watching && wish !== "no") active.halt(id, "user", wish === "forced");
  }

  const stops = [
    timers.every((leaseSeconds * 1_000) / RENEWALS_PER_LEASE, () => void keep()),
    timers.every(pollMs, () => void look()),
    store.onChange((changed) => {
      if (changed === id) void look();
    }),
  ];
  return () => {
    watching = false;
    for (const stop of stops) stop();
  };
}
