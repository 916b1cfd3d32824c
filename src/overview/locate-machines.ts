import type { SiteRef } from "../cloud/index.ts";
import { siteKind } from "../contract/index.ts";
import { leftOverSites } from "./left-over-sites.ts";
import type { WorkspaceFacts } from "./ports.ts";

/** Where to look for the machines of a workspace: what its plan wants, joined with what Terraform has made. */
export function locateMachines(facts: WorkspaceFacts): readonly SiteRef[] {
  const workspace = { workspaceId: facts.id, workspaceName: facts.name };
  const planned = facts.plannedSites.map((site) => ({
    ...workspace,
    site: site.site,
    role: site.role,
    cloudId: site.cloudId,
    cloudName: site.cloudName,
    cloudKind: site.cloud,
    sandbox: site.sandbox,
    machine: site.machine,
    instanceName: site.instanceName,
    instanceId: facts.states.find((state) => state.site === site.site)?.instanceId ?? null,
  }));
  const leftOver = leftOverSites(facts).map(({ run, state }) => ({
    ...workspace,
    site: run.site,
    role: run.role,
    cloudId: run.cloudId,
    cloudName: run.cloudName ?? run.cloudId,
    cloudKind: siteKind(run.site),
    sandbox: run.sandbox,
    machine: "absent" as const,
    instanceName: state.instanceName ?? facts.name,
    instanceId: state.instanceId,
  }));
  return [...planned, ...leftOver];
}
