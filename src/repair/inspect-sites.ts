import type { SitePlan, StrayObject } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Timers } from "../kernel/timers.ts";
import type { Synthesize } from "../run/index.ts";
import type { RepairStore, SiteCondition } from "./ports.ts";
import { QUIET_MS } from "./site-care.ts";
import { type SurveyPorts, surveySite } from "./survey-site.ts";

export interface InspectionPorts extends SurveyPorts {
  readonly store: RepairStore;
  readonly sitePlan: (condition: SiteCondition) => Promise<SitePlan>;
  readonly synthesize: Synthesize;
  /** A new signal that fires when a cloud has had long enough. */
  readonly timeLimit: () => AbortSignal;
  readonly quietMs?: number;
}

export interface InspectorPorts extends InspectionPorts {
  readonly timers: Pick<Timers, "every">;
  readonly pollMs?: number;
  readonly onError?: (error: unknown) => void;
}

/** Looks at sites that an apply left unclean, by itself and as long as it takes. */
export interface Inspector {
  start(): void;
  stop(): Promise<void>;
}

const POLL_MS = 1_000;
/** A cloud that is away is asked again after so long, for ever; nobody waits longer for the list than this. */
const RETRY_MS = 5_000;
/** What waits for a person changes seldom. */
const AGAIN_MS = 60_000;
/**
 * A dead inspector's site is taken by another well within the minute after which everything must be listed. A cloud that
 * takes longer is asked twice at once, which harms nothing.
 */
const HOLD_SECONDS = 20;

export function makeInspector(ports: InspectorPorts): Inspector {
  const inspect = makeInspectSite(ports);
  let forget: (() => void) | null = null;
  let working: Promise<void> | null = null;

  async function work(): Promise<void> {
    try {
      for (;;) {
        const due = forget === null ? null : await ports.store.takeForInspection(HOLD_SECONDS);
        if (due === null) return;
        await inspect(due);
      }
    } catch (error) {
      ports.onError?.(error);
    }
  }

  return {
    start() {
      forget ??= ports.timers.every(ports.pollMs ?? POLL_MS, () => {
        working ??= work().finally(() => {
          working = null;
        });
      });
    },
    async stop() {
      forget?.();
      forget = null;
      await working;
    },
  };
}

/** Lists one unclean site and notes what was found; a site without anything strange is clean once it has been quiet. */
export function makeInspectSite(ports: InspectionPorts) {
  const quietMs = ports.quietMs ?? QUIET_MS;

  return async function inspectSite(condition: SiteCondition): Promise<readonly StrayObject[] | null> {
    try {
      const sitePlan = await ports.sitePlan(condition);
      const files = await ports.synthesize(sitePlan);
      const signal = ports.timeLimit();
      const { strays } = await surveySite(ports, { sitePlan, files, runId: condition.runId, signal });
      const quietFor = condition.endedMsAgo ?? 0;
      const clean = strays.length === 0 && quietFor >= quietMs;
      const again = quietFor < quietMs ? quietMs - quietFor : strays.some(isWaiting) ? RETRY_MS : AGAIN_MS;
      await ports.store.noteInspection(condition, { strays, problem: null, clean, againInMs: again });
      return strays;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await ports.store.noteInspection(condition, {
        strays: null,
        problem: error.message,
        clean: false,
        againInMs: RETRY_MS,
      });
      return null;
    }
  };
}

function isWaiting({ decision }: StrayObject): boolean {
  return decision === "wait";
}
