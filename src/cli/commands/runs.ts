import type { ChangePreview, Run, RunKind } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, findWorkspace, type Items, isRunId, printJson, printTable } from "../context.ts";
import { describePlan } from "../describe-plan.ts";
import { asksForName, describePreview, readPreview } from "../describe-preview.ts";
import { plainReason, plainStatus } from "../plain-status.ts";
import { plainTime } from "../table.ts";
import { isFinished, waitForRuns } from "../wait-for-runs.ts";

interface Started {
  readonly runs: readonly Run[];
}

/** Starts plan runs on all sites, waits for them and prints what would change. Earlier unconfirmed plans are discarded first. */
export async function plan(context: Context, name: string, kind: RunKind): Promise<readonly Run[]> {
  const planned = await makePlans(context, name, kind);
  if (context.json) printJson(context, { runs: planned });
  else {
    await tellPreview(context, planned);
    context.terminal.out(planned.map(describePlan).join("\n"));
  }
  failIfErrored(planned);
  return planned;
}

/** What the plans mean, above the plans themselves. */
async function tellPreview(context: Context, runs: readonly Run[]): Promise<void> {
  const preview = await previewOf(context, runs);
  const words = preview === null ? null : describePreview(preview);
  if (words !== null) context.terminal.out(words);
}

async function previewOf(context: Context, runs: readonly Run[]): Promise<ChangePreview | null> {
  const run = runs.find(({ kind }) => kind === "apply");
  return run === undefined ? null : readPreview(context, { id: run.workspaceId, revision: run.revision });
}

/** `plan` as a command of its own: ends with what to do next. */
export async function review(context: Context, name: string): Promise<void> {
  const planned = await plan(context, name, "apply");
  if (context.json) return;
  const waits = planned.some((run) => run.status === "planned");
  context.terminal.out(
    waits ? `Nothing is changed yet. Next: npx twinstack apply ${name}` : "Nothing to do: all is as required.",
  );
}

/** Plans that are reviewed and applied in one go; with --json only the end is printed, so that it stays one document. */
async function plansToApply(context: Context, name: string, kind: RunKind): Promise<readonly Run[]> {
  if (!context.json) return plan(context, name, kind);
  const planned = await makePlans(context, name, kind);
  failIfErrored(planned);
  return planned;
}

async function makePlans(context: Context, name: string, kind: RunKind): Promise<readonly Run[]> {
  const workspace = await findWorkspace(context, name);
  await discardWaiting(context, workspace.id);
  const { runs } = await context.api.post<Started>(`/api/v1/workspaces/${workspace.id}/runs`, { kind });
  return waitForRuns(
    context,
    runs.map((run) => run.id),
    "planned",
  );
}

/** A plan that waits for review would be in the way of a new one. */
export async function discardWaiting(context: Context, workspaceId: string): Promise<void> {
  for (const waiting of await runsOf(context, workspaceId, "planned")) {
    await context.api.post(`/api/v1/runs/${waiting.id}/discard`, {});
  }
}

/** A plan that leaves nothing behind: the runs are discarded again. */
export async function diff(context: Context, name: string, options: { readonly exitCode: boolean }): Promise<void> {
  const planned = await plan(context, name, "apply");
  const waiting = planned.filter((run) => run.status === "planned");
  for (const run of waiting) await context.api.post(`/api/v1/runs/${run.id}/discard`, {});
  if (options.exitCode && waiting.length > 0) {
    throw new CliError("changes", "There are changes", `Apply them: npx twinstack apply ${name}`, EXIT.changes);
  }
}

export interface ApplyOptions {
  readonly yes: boolean;
  readonly confirm?: string | undefined;
  /** The plan of one place alone. */
  readonly only?: "main" | "standby" | undefined;
}

/** Applies exactly the plans that wait for confirmation; makes them first when there are none. */
export async function apply(context: Context, name: string, options: ApplyOptions): Promise<void> {
  const workspace = await findWorkspace(context, name);
  const waiting = (await runsOf(context, workspace.id, "planned"))
    .filter((run) => run.kind === "apply" && run.revision === workspace.revision)
    .toSorted((one, other) => one.role.localeCompare(other.role));
  if (waiting.length > 0 && !context.json) {
    await tellPreview(context, waiting);
    context.terminal.out(waiting.map(describePlan).join("\n"));
  }
  const planned = waiting.length > 0 ? waiting : await plansToApply(context, name, "apply");
  await confirmAndFollow(context, workspace.name, planned.filter(isIn(options.only)), options);
}

function isIn(place: ApplyOptions["only"]): (run: Run) => boolean {
  return ({ role }) => place === undefined || (place === "main") === (role === "primary");
}

/** Destroys on both sites; always asks for the machine's name, whatever is there to be lost. */
export async function destroy(
  context: Context,
  name: string,
  options: { readonly confirm?: string | undefined },
): Promise<void> {
  const workspace = await findWorkspace(context, name);
  refuseOtherName(workspace.name, options.confirm);
  const planned = await plansToApply(context, name, "destroy");
  await confirmAndFollow(context, workspace.name, planned, { yes: false, ...options });
}

/** Asks where it must, applies every plan that waits, and tells how it ended. */
export async function confirmAndFollow(
  context: Context,
  name: string,
  plans: readonly Run[],
  options: ApplyOptions,
): Promise<void> {
  const planned = plans.filter((run) => run.status === "planned");
  if (planned.length === 0) {
    if (context.json) printJson(context, { runs: plans });
    else context.terminal.out(`${name}: nothing to do`);
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
      context.terminal.out(run.failure === null ? `${run.site}: ${plainStatus(run)}` : describePlan(run));
  failIfErrored(finished);
}

/** Lost data of what serves asks for the machine's name, everything else for a yes; without a terminal the flags must. */
async function confirmation(
  context: Context,
  name: string,
  planned: readonly Run[],
  options: ApplyOptions,
): Promise<string | undefined> {
  refuseOtherName(name, options.confirm);
  if (options.confirm !== undefined) return options.confirm;
  const asks = asksForName(planned, await previewOf(context, planned));
  if (asks !== null) {
    const what = asks === "data" ? "This destroys data" : "This takes everything away that was made";
    if (!context.terminal.interactive) {
      throw new CliError(
        "approval-required",
        `Nothing was applied. ${what}`,
        `If you mean it: --confirm ${name}`,
        EXIT.refused,
      );
    }
    const typed = await context.terminal.ask(`${what}. Type the machine's name (${name}) to go on:`);
    if (typed !== name) throw notConfirmed();
    return typed;
  }
  if (options.yes) return undefined;
  if (!context.terminal.interactive)
    throw new CliError("not-confirmed", "Nothing was applied", "If the plan is right: --yes", EXIT.refused);
  const answer = await context.terminal.ask("Apply this? (yes/no)");
  if (!/^y(es)?$/i.test(answer)) throw notConfirmed();
  return undefined;
}

function notConfirmed(): CliError {
  return new CliError(
    "not-confirmed",
    "Nothing was applied",
    "The plan waits: apply it later, or plan again, which discards it.",
    EXIT.refused,
  );
}

function refuseOtherName(name: string, confirmed: string | undefined): void {
  if (confirmed === undefined || confirmed === name) return;
  throw new CliError(
    "not-confirmed",
    `Nothing was done: “${confirmed}” is not the name of this machine`,
    `If you mean it: --confirm ${name}`,
    EXIT.refused,
  );
}

function runsOf(context: Context, workspaceId: string, status: Run["status"]): Promise<readonly Run[]> {
  return context.api
    .get<Items<Run>>(`/api/v1/runs?workspaceId=${workspaceId}&status=${status}`)
    .then(({ items }) => items);
}

function failIfErrored(runs: readonly Run[]): void {
  const failed = runs.filter((run) => run.status === "errored" || run.status === "canceled");
  if (failed.length === 0) return;
  const sites = failed.map((run) => `${run.site} (${plainStatus(run)})`).join(", ");
  throw new CliError(
    "run-failed",
    `Not everything went well: ${sites}`,
    `Read the log: npx twinstack logs ${failed[0]?.id ?? ""}`,
    EXIT.failed,
  );
}

export async function listRuns(context: Context, name: string | undefined): Promise<void> {
  const query = name === undefined ? "" : `?workspaceId=${(await findWorkspace(context, name)).id}`;
  const { items } = await context.api.get<Items<Run>>(`/api/v1/runs${query}`);
  if (context.json) return printJson(context, { items });
  if (items.length === 0) {
    context.terminal.out(`No run yet. Start one: npx twinstack plan ${name ?? "NAME"}`);
    return;
  }
  printTable(
    context,
    ["RUN", "MACHINE", "SITE", "KIND", "REVISION", "STATUS", "STARTED"],
    items.map((run) => [
      run.id,
      run.workspaceName,
      run.site,
      run.kind,
      String(run.revision),
      plainStatus(run),
      plainTime(run.createdAt),
    ]),
  );
  tellReasons(context, items);
}

/** Why runs stand still is too long for a column. */
export function tellReasons(context: Context, runs: readonly Run[]): void {
  for (const run of runs) {
    const reason = plainReason(run);
    if (reason !== null) context.terminal.out(`${run.workspaceName}/${run.site} waits: ${reason}`);
  }
}

/** Cancels one run by id, or every unfinished run of a machine. */
export async function cancel(context: Context, target: string, options: { readonly force: boolean }): Promise<void> {
  const ids = isRunId(target) ? [target] : await unfinishedRuns(context, target);
  if (ids.length === 0) {
    if (context.json) printJson(context, { runs: [] });
    else context.terminal.out(`${target}: no run is active`);
    return;
  }
  for (const id of ids) await context.api.post(`/api/v1/runs/${id}/cancel`, { force: options.force });
  const runs = await waitForRuns(context, ids, "finished");
  if (context.json) printJson(context, { runs });
  else for (const run of runs) context.terminal.out(`${run.workspaceName}/${run.site}: ${plainStatus(run)}`);
}

async function unfinishedRuns(context: Context, name: string): Promise<readonly string[]> {
  const workspace = await findWorkspace(context, name);
  const { items } = await context.api.get<Items<Run>>(`/api/v1/runs?workspaceId=${workspace.id}`);
  return items.filter((run) => !isFinished(run)).map((run) => run.id);
}
