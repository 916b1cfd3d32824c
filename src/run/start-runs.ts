import { type DeploymentPlan, type Run, SiteKey, type SitePlan, type StartRunsRequest } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { RunQueue, RunRecord, RunStore } from "./ports.ts";
import { presentRuns } from "./present-run.ts";

/** The revision a run works from: its number and what was compiled for it. */
export interface PlannedRevision {
  readonly number: number;
  readonly deploymentPlan: DeploymentPlan;
}

export interface StartRunsPorts {
  readonly store: Pick<RunStore, "create" | "list">;
  readonly queue: RunQueue;
  readonly workspaces: {
    find(ownerId: string, id: string): Promise<{ readonly id: string; readonly name: string } | null>;
    latestRevision(workspaceId: string): Promise<PlannedRevision | null>;
    revision(workspaceId: string, number: number): Promise<PlannedRevision | null>;
  };
  /** Whether Terraform knows objects on the site. */
  readonly hasObjects: (workspaceId: string, site: SiteKey) => Promise<boolean>;
  readonly clock: Clock;
  readonly newId: () => string;
}

export interface StartRunsInput {
  readonly ownerId: string;
  readonly createdBy: string;
  readonly workspaceId: string;
  readonly request: StartRunsRequest;
  /** Why the runs exist; "user" when a person asked. */
  readonly reason?: string;
}

/** What a run will do, before it has an identity. */
interface Intent {
  readonly site: SitePlan;
  readonly revision: number;
  readonly kind: RunRecord["kind"];
  readonly reason: string;
}

/**
 * Starts one run per site, all or none. An apply of a requirement that has dropped a site also starts a destroy run
 * for what still exists there. Throws AppError: not-found, run-active, validation-failed (a site that is not part of it).
 */
export function makeStartRuns(ports: StartRunsPorts) {
  return async function startRuns(input: StartRunsInput): Promise<readonly Run[]> {
    const workspace = await ports.workspaces.find(input.ownerId, input.workspaceId);
    const latest = workspace && (await ports.workspaces.latestRevision(workspace.id));
    if (workspace === null || latest === null) {
      throw new AppError("not-found", `There is no workspace ${input.workspaceId}.`, {
        workspaceId: input.workspaceId,
      });
    }
    const intents = await chooseIntents(ports, input, latest);
    const groupId = ports.newId();
    const runs = intents.map((intent) => makeRecord(ports, input, workspace.name, groupId, intent));
    await ports.store.create(runs);
    return presentRuns(ports.queue, runs);
  };
}

async function chooseIntents(
  ports: StartRunsPorts,
  input: StartRunsInput,
  latest: PlannedRevision,
): Promise<readonly Intent[]> {
  const wanted = input.request.sites ?? SiteKey.options;
  const intents: Intent[] = [];
  for (const key of SiteKey.options.filter((site) => wanted.includes(site))) {
    const intent = await intentFor(ports, input, latest, key);
    if (intent !== null) intents.push(intent);
    else if (input.request.sites !== undefined) throw nothingOn(input, key);
  }
  if (intents.length === 0) {
    throw new AppError("not-found", `Workspace ${input.workspaceId} has nothing to ${input.request.kind} on any site.`);
  }
  return intents;
}

async function intentFor(
  ports: StartRunsPorts,
  input: StartRunsInput,
  latest: PlannedRevision,
  key: SiteKey,
): Promise<Intent | null> {
  const reason = input.reason ?? "user";
  const exists = await ports.hasObjects(input.workspaceId, key);
  const planned = siteOf(latest, key);
  if (input.request.kind === "apply" && planned !== null) {
    if (exists) await refuseOtherCloud(ports, input, planned);
    return { site: planned, revision: latest.number, kind: "apply", reason };
  }
  if (!exists) return null;
  const known = await lastRevisionWith(ports, input, latest, key);
  if (known === null) return null;
  return { ...known, kind: "destroy", reason: input.request.kind === "destroy" ? reason : "site-removed" };
}

/** The revision that describes what exists: the newest one that puts the site on the cloud where it was applied. */
async function lastRevisionWith(
  ports: StartRunsPorts,
  input: StartRunsInput,
  latest: PlannedRevision,
  key: SiteKey,
): Promise<{ readonly site: SitePlan; readonly revision: number } | null> {
  const cloudId = await appliedCloud(ports, input, key);
  for (let number = latest.number; number >= 1; number -= 1) {
    const revision = number === latest.number ? latest : await ports.workspaces.revision(input.workspaceId, number);
    const site = revision && siteOf(revision, key);
    if (site && (cloudId === null || site.cloudId === cloudId)) return { site, revision: number };
  }
  return null;
}

/** Terraform would forget the objects of the old cloud when asked to look for them on another one. */
async function refuseOtherCloud(ports: StartRunsPorts, input: StartRunsInput, planned: SitePlan): Promise<void> {
  const cloudId = await appliedCloud(ports, input, planned.site);
  if (cloudId === null || cloudId === planned.cloudId) return;
  throw new AppError(
    "workspace-not-empty",
    `${planned.workspaceName} still has its ${planned.site} objects on another cloud than ${planned.cloudName}; destroy that site first.`,
    { workspaceId: input.workspaceId, site: planned.site, presentCloudId: cloudId, wantedCloudId: planned.cloudId },
  );
}

async function appliedCloud(ports: StartRunsPorts, input: StartRunsInput, key: SiteKey): Promise<string | null> {
  const runs = await ports.store.list(input.ownerId, { workspaceId: input.workspaceId, limit: 200 });
  const touched = runs.find(
    (run) => run.site === key && run.kind === "apply" && run.plannedAt !== null && run.status !== "discarded",
  );
  return touched?.cloudId ?? null;
}

function makeRecord(
  ports: StartRunsPorts,
  input: StartRunsInput,
  workspaceName: string,
  groupId: string,
  intent: Intent,
): RunRecord {
  return {
    id: ports.newId(),
    workspaceId: input.workspaceId,
    workspaceName,
    ownerId: input.ownerId,
    groupId,
    site: intent.site.site,
    role: intent.site.role,
    cloudId: intent.site.cloudId,
    kind: intent.kind,
    reason: intent.reason,
    revision: intent.revision,
    autoApply: input.request.autoApply,
    status: "pending",
    cancelRequested: "no",
    summary: null,
    failure: null,
    createdBy: input.createdBy,
    createdAt: ports.clock.now(),
    plannedAt: null,
    confirmedAt: null,
    finishedAt: null,
  };
}

function siteOf(revision: PlannedRevision, key: SiteKey): SitePlan | null {
  return revision.deploymentPlan.sites.find(({ site }) => site === key) ?? null;
}

function nothingOn(input: StartRunsInput, site: SiteKey): AppError {
  const message = `There is nothing to ${input.request.kind} on ${site}.`;
  return new AppError("validation-failed", message, {
    issues: [
      {
        pointer: "/sites",
        code: "site-not-used",
        message,
        remedy: "Leave sites out, or name one that the workspace uses.",
      },
    ],
  });
}
