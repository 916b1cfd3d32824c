import type { SiteKey } from "../contract/index.ts";
import type { WorkspaceFacts } from "./ports.ts";

/** The sites of a workspace where Terraform knows objects, and the cloud they are on; null when no run tells. */
export function standingSites(
  facts: WorkspaceFacts | null,
): readonly { readonly site: SiteKey; readonly cloudId: string | null }[] {
  if (facts === null) return [];
  return facts.states
    .filter(({ hasObjects }) => hasObjects)
    .map(({ site }) => ({ site, cloudId: facts.lastRuns.find((run) => run.site === site)?.cloudId ?? null }));
}
