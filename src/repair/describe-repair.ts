import type { SiteRepair, StrayObject } from "../contract/index.ts";
import type { RepairStore, SiteCondition } from "./ports.ts";

/** One site's condition in a person's words. */
export async function describeSiteRepair(
  store: Pick<RepairStore, "strays">,
  condition: SiteCondition,
): Promise<SiteRepair> {
  const { site, cloudId, unclean, reason, since, runId, inspectedAt, inspectionProblem } = condition;
  const strays = unclean ? await store.strays(condition) : [];
  return {
    site,
    cloudId,
    condition: unclean ? "unclean" : "clean",
    reason: unclean ? reason : null,
    since: unclean ? since.toISOString() : null,
    runId: unclean ? runId : null,
    inspectedAt: inspectedAt?.toISOString() ?? null,
    inspectionProblem: unclean ? inspectionProblem : null,
    strays: [...strays],
    next: nextStep(condition, strays),
  };
}

function nextStep(condition: SiteCondition, strays: readonly StrayObject[]): string {
  if (!condition.unclean) return "Nothing: the state knows all that is there.";
  if (condition.endedMsAgo === null) return "Nothing yet: an apply is under way.";
  if (condition.inspectionProblem !== null)
    return "The cloud is asked again by itself; nothing is planned until it answers.";
  if (condition.inspectedAt === null) return "The cloud is being asked what is there.";
  if (strays.length === 0) return "Nothing was found; the mark goes by itself in a moment.";
  const count = (decision: string) => strays.filter((stray) => stray.decision === decision).length;
  const parts = [
    [count("adopt"), "taken into the state"],
    [count("remove"), "removed from the cloud"],
    [count("wait"), "waited for"],
    [count("finish"), "confirmed"],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`);
  return `Repair plans anew: ${told.join(", ")}. What it removes is reviewed first.`;
}
