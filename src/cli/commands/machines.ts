import type { Instance, Profile, Revision, Run, Workspace } from "../../contract/index.ts";
import { type Context, findWorkspace, type Items, printJson, printTable } from "../context.ts";
import { describeMachine, describeSite } from "../describe-machine.ts";
import { plainProgress } from "../plain-status.ts";
import { plainTime } from "../table.ts";
import { isFinished } from "../wait-for-runs.ts";

const HEADING = ["MACHINE", "ROLE", "CLOUD", "POWER", "SIZE", "DISK", "PRIVATE", "PUBLIC", "UUID"] as const;

/** All machines with live facts of both clouds. */
export async function list(context: Context): Promise<void> {
  const { items } = await context.api.get<Items<Instance>>("/api/v1/instances");
  if (context.json) return printJson(context, { items });
  if (items.length === 0) {
    context.terminal.out(
      "You have no machine yet. Submit a requirement: npx twinstack submit examples/web-server.yaml",
    );
    return;
  }
  printTable(context, HEADING, items.map(instanceRow));
  tellStale(context, items);
}

export async function show(context: Context, name: string): Promise<void> {
  const workspace = await findWorkspace(context, name);
  const [revision, { items: instances }, runs] = await Promise.all([
    context.api.get<Revision>(`/api/v1/workspaces/${workspace.id}/revisions/${workspace.revision}`),
    context.api.get<Items<Instance>>(`/api/v1/instances?workspaceId=${workspace.id}`),
    presentRuns(context, workspace),
  ]);
  if (context.json) return printJson(context, { workspace, requirement: revision.requirement, instances });
  context.terminal.out(
    `${workspace.name}: revision ${workspace.revision}, changed ${plainTime(workspace.updatedAt)}, id ${workspace.id}`,
  );
  printTable(context, HEADING, instances.map(instanceRow));
  tellStale(context, instances);
  context.terminal.out(
    [...describeMachine(revision, instances), ...workspace.sites.flatMap((site) => describeSite(site, revision))].join(
      "\n",
    ),
  );
  for (const run of runs) context.terminal.out(`${run.site}: ${plainProgress(run)}`);
}

/** The runs that have not ended: where they stand in the queue, or why they do not go on. */
async function presentRuns(context: Context, { sites }: Workspace): Promise<readonly Run[]> {
  const going = sites.flatMap(({ lastRun }) => (lastRun !== null && !isFinished(lastRun) ? [lastRun.id] : []));
  return Promise.all(going.map((id) => context.api.get<Run>(`/api/v1/runs/${id}`)));
}

function tellStale(context: Context, instances: readonly Instance[]): void {
  const reasons = instances.flatMap(({ stale, staleReason }) => (stale && staleReason !== null ? [staleReason] : []));
  for (const reason of new Set(reasons)) context.terminal.err(`stale: ${reason}`);
}

export async function remove(context: Context, name: string): Promise<void> {
  const workspace = await findWorkspace(context, name);
  await context.api.send("DELETE", `/api/v1/workspaces/${workspace.id}`);
  if (context.json) printJson(context, { removed: workspace.id });
  else context.terminal.out(`${workspace.name} is forgotten`);
}

export async function profiles(context: Context): Promise<void> {
  const { items } = await context.api.get<Items<Profile>>("/api/v1/profiles");
  if (context.json) return printJson(context, { items });
  printTable(
    context,
    ["PROFILE", "WHAT IT IS", "VCPU", "GIB", "DISK"],
    items.map(({ id, summary, hardware }) => [
      id,
      summary,
      String(hardware.vcpu),
      String(hardware.memoryGib),
      String(hardware.rootDiskGib),
    ]),
  );
}

function instanceRow(instance: Instance): readonly string[] {
  const cloud = instance.sandbox ? `${instance.cloudName} (sandbox)` : instance.cloudName;
  const size =
    instance.vcpu === null || instance.memoryMib === null
      ? "-"
      : `${instance.vcpu} vCPU ${instance.memoryMib / 1024} GiB`;
  return [
    instance.workspaceName,
    instance.role === "primary" ? "main" : "standby",
    cloud,
    instance.stale ? `${instance.powerState} (stale)` : instance.powerState,
    size,
    instance.diskGib === null ? "-" : `${instance.diskGib} GiB`,
    instance.privateAddresses.join(",") || "-",
    instance.publicAddress ?? "-",
    instance.instanceId ?? "-",
  ];
}
