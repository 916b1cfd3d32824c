import type { SiteKey, SitePlan, SiteSummary, Workspace } from "../contract/index.ts";
import { type LeftOverSite, leftOverSites } from "./left-over-sites.ts";
import type { WorkspaceFacts } from "./ports.ts";

/** A workspace as callers see it, with where each of its sites stands. */
export function summarizeWorkspace(facts: WorkspaceFacts): Workspace {
  return {
    id: facts.id,
    name: facts.name,
    ownerId: facts.ownerId,
    revision: facts.revision,
    createdAt: facts.createdAt.toISOString(),
    updatedAt: facts.updatedAt.toISOString(),
    sites: [
      ...facts.plannedSites.map((site) => plannedSite(facts, site)),
      ...leftOverSites(facts).map((site) => leftOverSite(facts, site)),
    ],
  };
}

function plannedSite(facts: WorkspaceFacts, site: SitePlan): SiteSummary {
  return {
    site: site.site,
    role: site.role,
    cloudId: site.cloudId,
    cloudName: site.cloudName,
    sandbox: site.sandbox,
    machine: site.machine,
    ...progressOf(facts, site.site),
  };
}

function leftOverSite(facts: WorkspaceFacts, { run }: LeftOverSite): SiteSummary {
  return {
    site: run.site,
    role: run.role,
    cloudId: run.cloudId,
    cloudName: run.cloudName ?? run.cloudId,
    sandbox: run.sandbox,
    machine: "absent",
    ...progressOf(facts, run.site),
  };
}

function progressOf(
  facts: WorkspaceFacts,
  key: SiteKey,
): Pick<SiteSummary, "hasState" | "appliedRevision" | "lastRun"> {
  const settled = facts.settledRuns.find(({ site }) => site === key);
  const last = facts.lastRuns.find(({ site }) => site === key);
  return {
    hasState: facts.states.some((state) => state.site === key && state.hasObjects),
    appliedRevision: settled?.kind === "apply" ? settled.revision : null,
    lastRun: last === undefined ? null : { id: last.id, status: last.status },
  };
}
