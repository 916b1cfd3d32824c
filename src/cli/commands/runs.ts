import type { Run, RunKind } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, findWorkspace, type Items, printJson, printTable } from "../context.ts";
import { describePlan } from "../describe-plan.ts";
import { isFinished, waitForRuns } from "../wait-for-runs.ts";

interface Started {
  readonly runs: readonly Run[];
}

/** Starts plan runs on all sites, waits for them and prints what would change. Earlier unconfirmed plans are discarded first. */
export async function plan(context: Context, name: string, kind: RunKind): Promise<readonly Run[]> {
  const workspace = await findWorkspace(context, name);
  for (const waiting of await runsOf(context, workspace.id, "planned")) {
    await context.api.post(`/api/v1/runs/${waiting.id}/discard`, {});
  }
  const { runs } = await context.api.post<Started>(`/api/v1/workspaces/${workspace.id}/runs`, { kind });
  const planned = await waitForRuns(
    context,
    runs.map((run) => run.id),
    "planned",
  );
  if (context.json) printJson(context, { runs: planned });
  else context.terminal.out(planned.map(describePlan).join("\n"));
  failIfErrored(planned);
  return planned;
}

/** A plan that leaves nothing behind: the runs are discarded again. */
export async function diff(context: Context, name: string, options: { readonly exitCode: boolean }): Promise<void> {
  const planned = await plan(context, name, "apply");
  const waiting = planned.filter((run) => run.status === "planned");
  for (const run of waiting) await context.api.post(`/api/v1/runs/${run.id}/discard`, {});
  if (options.exitCode && waiting.length > 0) {
    throw new CliError("changes", "There are changes", `Apply them: twinstack apply ${name}`, EXIT.changes);
  }
}

export interface ApplyOptions {
  readonly yes: boolean;
  readonly confirm?: string | undefined;
}

/** Applies exactly the plans that wait for confirmation; makes them first when there are none. */
export async function apply(context: Context, name: string, options: ApplyOptions): Promise<void> {
  const workspace = await findWorkspace(context, name);
  const waiting = (await runsOf(context, workspace.id, "planned")).filter(
    (run) => run.kind === "apply" && run.revision === workspace.revision,
  );
  if (waiting.length > 0 && !context.json) context.terminal.out(waiting.map(describePlan).join("\n"));
  const planned =
    waiting.length > 0 ? waiting : (await plan(context, name, "apply")).filter((run) => run.status === "planned");
  await confirmAndFollow(context, workspace.name, planned, options);
}

export async function destroy(context: Context, name: string, options: ApplyOptions): Promise<void> {
  const workspace = await findWorkspace(context, name);
  const planned = (await plan(context, name, "destroy")).filter((run) => run.status === "planned");
  await confirmAndFollow(context, workspace.name, planned, options);
}

async function confirmAndFollow(
  context: Context,
  name: string,
  planned: readonly Run[],
  options: ApplyOptions,
): Promise<void> {
  if (planned.length === 0) {
    if (!context.json) context.terminal.out(`${name}: nothing to do`);
    return;
  }
  const confirmName = await confirmation(context, name, planned, options);
  for (const run of planned)
    await context.api.post(`/api/v1/runs/${run.id}/apply`, confirmName === undefined ? {} : { confirmName });
  const finished = await waitForRuns(
    context,
    planned.map((run) => run.id),
    "finished",
  );
  if (context.json) printJson(context, { runs: finished });
  else
    for (const run of finished)
      context.terminal.out(run.failure === null ? `${run.site}: ${run.status}` : describePlan(run));
  failIfErrored(finished);
}

/** Data loss asks for the machine's name, everything else for a yes; without a terminal the flags must say it. */
async function confirmation(
  context: Context,
  name: string,
  planned: readonly Run[],
  options: ApplyOptions,
): Promise<string | undefined> {
  const losesData = planned.some((run) => run.summary?.danger === "destroys-data");
  if (options.confirm !== undefined) return options.confirm;
  if (losesData) {
    if (!context.terminal.interactive) {
      throw new CliError("approval-required", "This plan destroys data", `Say so: --confirm ${name}`, EXIT.refused);
    }
    const typed = await context.terminal.ask(`This destroys data. Type the machine's name (${name}) to go on:`);
    if (typed !== name)
      throw new CliError(
        "not-confirmed",
        "Nothing was applied",
        "The plan waits; apply it later or discard it.",
        EXIT.refused,
      );
    return typed;
  }
  if (options.yes) return undefined;
  if (!context.terminal.interactive)
    throw new CliError("not-confirmed", "Nothing was applied", "Say so: --yes", EXIT.refused);
  const answer = await context.terminal.ask("Apply this? (yes/no)");
  if (!/^y(es)?$/i.test(answer))
    throw new CliError(
      "not-confirmed",
      "Nothing was applied",
      "The plan waits; apply it later or discard it.",
      EXIT.refused,
    );
  return undefined;
}

function runsOf(context: Context, workspaceId: string, status: Run["status"]): Promise<readonly Run[]> {
  return context.api
    .get<Items<Run>>(`/api/v1/runs?workspaceId=${workspaceId}&status=${status}`)
    .then(({ items }) => items);
}

function failIfErrored(runs: readonly Run[]): void {
  const failed = runs.filter((run) => run.status === "errored" || run.status === "canceled");
  if (failed.length === 0) return;
  const sites = failed.map((run) => `${run.site} (${run.status})`).join(", ");
  throw new CliError(
    "run-failed",
    `Not everything went well: ${sites}`,
    `Read the log: twinstack logs ${failed[0]?.id ?? ""}`,
    EXIT.failed,
  );
}

export async function listRuns(context: Context, name: string | undefined): Promise<void> {
  const query = name === undefined ? "" : `?workspaceId=${(await findWorkspace(context, name)).id}`;
  const { items } = await context.api.get<Items<Run>>(`/api/v1/runs${query}`);
  if (context.json) return printJson(context, { items });
  printTable(
    context,
    ["RUN", "MACHINE", "SITE", "KIND", "REVISION", "STATUS", "STARTED"],
    items.map((run) => [
      run.id,
      run.workspaceName,
      run.site,
      run.kind,
      String(run.revision),
      run.status,
      run.createdAt,
    ]),
  );
}

/** Cancels one run by id, or every unfinished run of a machine. */
export async function cancel(context: Context, target: string, options: { readonly force: boolean }): Promise<void> {
  const isId = /^[0-9a-f]{8}-/.test(target);
  const ids = isId ? [target] : await unfinishedRuns(context, target);
  if (ids.length === 0) {
    context.terminal.out(`${target}: no run is active`);
    return;
  }
  for (const id of ids) await context.api.post(`/api/v1/runs/${id}/cancel`, { force: options.force });
  const runs = await waitForRuns(context, ids, "finished");
  if (context.json) printJson(context, { runs });
  else for (const run of runs) context.terminal.out(`${run.workspaceName}/${run.site}: ${run.status}`);
}

async function unfinishedRuns(context: Context, name: string): Promise<readonly string[]> {
  const workspace = await findWorkspace(context, name);
  const { items } = await context.api.get<Items<Run>>(`/api/v1/runs?workspaceId=${workspace.id}`);
  return items.filter((run) => !isFinished(run)).map((run) => run.id);
}
