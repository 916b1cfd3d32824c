import type { RunFacts, StateFact, WorkspaceFacts } from "./ports.ts";

/** A site that the latest revision has dropped while Terraform still knows objects there. */
export interface LeftOverSite {
  readonly run: RunFacts;
  readonly state: StateFact;
}

export function leftOverSites(facts: WorkspaceFacts): readonly LeftOverSite[] {
  return facts.states.flatMap((state) => {
    if (!state.hasObjects || facts.plannedSites.some((site) => site.site === state.site)) return [];
    const run = facts.lastRuns.find((last) => last.site === state.site);
    return run === undefined ? [] : [{ run, state }];
  });
}
