import type { ApiClient } from "../../src/cli/api-client.ts";
import { CliError, EXIT } from "../../src/cli/cli-error.ts";
import { list } from "../../src/cli/commands/machines.ts";
import { plan } from "../../src/cli/commands/runs.ts";
import type { Context, Items } from "../../src/cli/context.ts";
import { describePlan } from "../../src/cli/describe-plan.ts";
import { plainStatus } from "../../src/cli/plain-status.ts";
import { readRequirementFile } from "../../src/cli/read-requirement-file.ts";
import { readServerSentEvents } from "../../src/cli/server-sent-events.ts";
import { waitForRuns } from "../../src/cli/wait-for-runs.ts";
import type { CheckReport, Run, RunEvent, SubmissionReceipt, Workspace } from "../../src/contract/index.ts";

/**
 * Takes one requirement file all the way through the service's own API: submit, plan, apply, and the machines as a table.
 *
 * @throws CliError with a remedy when a step does not succeed
 */
export async function tryFile(context: Context, path: string): Promise<void> {
  const { api, terminal } = context;
  const receipt = await submit(api, path);
  const { workspace } = receipt;
  terminal.out(`${workspace.name} is ${receipt.outcome} (revision ${receipt.revision})`);
  for (const warning of receipt.warnings) terminal.out(`  note: ${warning}`);
  if (receipt.privateKey !== null) {
    terminal.out("This private key opens the machines. It is shown once and stored nowhere; save it with mode 0600:");
    terminal.out(receipt.privateKey);
  }
  if (receipt.outcome !== "unchanged" || !isSettled(workspace)) await planAndApply(context, workspace.name);
  await list(context);
}

async function submit(api: ApiClient, path: string): Promise<SubmissionReceipt> {
  const body = await readRequirementFile(path);
  const report = await api.post<CheckReport>("/api/v1/requirements/check", body);
  if (!report.valid || report.requirement === null) {
    const count = report.issues.length;
    const words = `${path} has ${count} fault${count === 1 ? "" : "s"}`;
    throw new CliError("validation-failed", words, "Correct every listed field.", EXIT.usage, report.issues);
  }
  const { name } = report.requirement;
  const { items } = await api.get<Items<Workspace>>("/api/v1/workspaces");
  const existing = items.find((workspace) => workspace.name === name);
  const target = existing === undefined ? "/api/v1/workspaces" : `/api/v1/workspaces/${existing.id}/revisions`;
  return api.post<SubmissionReceipt>(target, body);
}

/** Every site already is as the revision says, so there is nothing to plan. */
function isSettled(workspace: Workspace): boolean {
  return workspace.sites.every(({ appliedRevision, lastRun }) => {
    const quiet = lastRun !== null && ["applied", "planned-and-finished", "discarded"].includes(lastRun.status);
    return quiet && appliedRevision === workspace.revision;
  });
}

async function planAndApply(context: Context, name: string): Promise<void> {
  const { api, terminal } = context;
  const planned = (await plan(context, name, "apply")).filter((run) => run.status === "planned");
  if (planned.some(({ summary }) => summary?.danger === "destroys-data" || summary?.danger === "replaces")) {
    terminal.out(`This takes away what is there, so nothing was applied. If it is right: npx twinstack apply ${name}`);
    return;
  }
  for (const run of planned) await api.post(`/api/v1/runs/${run.id}/apply`, {});
  const [, runs] = await Promise.all([
    Promise.all(planned.map((run) => followProgress(context, run))),
    waitForRuns(
      { ...context, terminal: { ...terminal, err: () => undefined } },
      planned.map((run) => run.id),
      "finished",
    ),
  ]);
  const failed = runs.filter((run) => run.status !== "applied");
  for (const run of runs) terminal.out(run.failure === null ? `${run.site}: ${plainStatus(run)}` : describePlan(run));
  if (failed.length === 0) return;
  throw new CliError(
    "run-failed",
    "Not every site was applied.",
    `Read the log: npx twinstack logs ${name}`,
    EXIT.failed,
  );
}

/** One line per finished object; the whole log is one command away. */
async function followProgress({ api, terminal }: Context, run: Run): Promise<void> {
  const response = await api.stream(`/api/v1/runs/${run.id}/events`, { accept: "text/event-stream" });
  for await (const message of readServerSentEvents(response)) {
    if (message.event === "end") return;
    if (message.event !== "progress") continue;
    const { progress } = JSON.parse(message.data) as RunEvent;
    if (progress?.state !== "complete") continue;
    const seconds = progress.elapsedMs === null ? "" : ` (${(progress.elapsedMs / 1_000).toFixed(0)} s)`;
    terminal.out(`  ${run.site}: ${progress.action} ${progress.address}${seconds}`);
  }
}
