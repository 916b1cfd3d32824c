import type { OwnedWorkspace, QueuedRun, Run, SiteOrganisation } from "../../contract/index.ts";
import { type Context, printJson, printTable } from "../context.ts";
import { plainTime } from "../table.ts";

/** Machines of everybody, for administrators of the site. */
export async function listAllMachines(context: Context): Promise<void> {
  const items = await context.api.getAll<OwnedWorkspace>("/api/v1/admin/workspaces");
  if (context.json) return printJson(context, { items });
  printTable(
    context,
    ["MACHINE", "OWNER", "CLOUDS", "CHANGED", "ID"],
    items.map(({ workspace, owner }) => [
      workspace.name,
      owner.kind === "organisation" ? `${owner.handle} (organisation)` : owner.handle,
      workspace.sites.map(({ cloudName }) => cloudName).join(", "),
      plainTime(workspace.updatedAt),
      workspace.id,
    ]),
  );
}

/** What is at work or waits on the whole site. */
export async function listAllRuns(context: Context): Promise<void> {
  const items = await context.api.getAll<QueuedRun>("/api/v1/admin/runs");
  if (context.json) return printJson(context, { items });
  if (items.length === 0) {
    context.terminal.out("No run is at work and none waits");
    return;
  }
  printTable(
    context,
    ["RUN", "MACHINE", "OWNER", "CLOUD", "STATUS", "WHERE", "BY", "ASKED FOR"],
    items.map((run) => [
      ...[run.id, run.workspaceName, run.owner.handle, run.cloudName, run.status, run.workerHost ?? "-"],
      ...[run.createdByName, plainTime(run.createdAt)],
    ]),
  );
  for (const { workspaceName, site, waitingFor } of items) {
    if (waitingFor !== null) context.terminal.out(`${workspaceName}/${site} waits: ${waitingFor.text}`);
  }
}

export async function cancelAnyRun(context: Context, id: string, options: { readonly force: boolean }): Promise<void> {
  const run = await context.api.post<Run>(`/api/v1/admin/runs/${id}/cancel`, { force: options.force });
  if (context.json) printJson(context, run);
  else context.terminal.out(`${run.workspaceName}/${run.site}: ${run.status}`);
}

export async function listAllOrganisations(context: Context, search: string | undefined): Promise<void> {
  const query = search === undefined ? "" : `?search=${encodeURIComponent(search)}`;
  const items = await context.api.getAll<SiteOrganisation>(`/api/v1/admin/organisations${query}`);
  if (context.json) return printJson(context, { items });
  printTable(
    context,
    ["ORGANISATION", "NAME", "OWNERS", "MEMBERS", "MACHINES", "CLOUDS", "SINCE"],
    items.map(({ handle, name, owners, members, workspaces, clouds, createdAt }) => [
      ...[handle, name, owners.join(", "), String(members), String(workspaces), String(clouds), plainTime(createdAt)],
    ]),
  );
}
