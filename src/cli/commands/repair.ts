import type { RepairReport, Run, SiteRepair } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, findWorkspace, printJson } from "../context.ts";
import { describePlan } from "../describe-plan.ts";
import { plainTime } from "../table.ts";
import { waitForRuns } from "../wait-for-runs.ts";
import { confirmAndFollow, discardWaiting } from "./runs.ts";

export interface RepairOptions {
  /** Plan and apply; without it only what was found is shown. */
  readonly apply: boolean;
  readonly yes: boolean;
  readonly confirm?: string | undefined;
}

/** Shows what interrupted applies left on the clouds; with `apply` plans what puts it right, asks, and does it. */
export async function repair(context: Context, name: string, options: RepairOptions): Promise<void> {
  const workspace = await findWorkspace(context, name);
  const report = await context.api.get<RepairReport>(`/api/v1/workspaces/${workspace.id}/repair?refresh=true`);
  const unclean = report.sites.filter(({ condition }) => condition === "unclean");
  if (context.json && (!options.apply || unclean.length === 0)) return printJson(context, report);
  if (!context.json) context.terminal.out(describeReport(report));
  if (!options.apply || unclean.length === 0) {
    if (!context.json && unclean.length > 0) context.terminal.out(`Next: npx twinstack repair ${name} --apply`);
    return;
  }
  await discardWaiting(context, workspace.id);
  const { runs } = await context.api.post<{ runs: readonly Run[] }>(`/api/v1/workspaces/${workspace.id}/repair`, {});
  const planned = await waitForRuns(
    context,
    runs.map(({ id }) => id),
    "planned",
  );
  if (!context.json) context.terminal.out(planned.map(describePlan).join("\n"));
  const failed = planned.find((run) => run.status === "errored" || run.status === "canceled");
  await confirmAndFollow(context, workspace.name, planned, options);
  if (failed !== undefined) {
    throw new CliError(
      "run-failed",
      `${failed.site} could not be repaired: ${failed.failure?.summary ?? failed.status}`,
      failed.failure?.remedy ?? `Read the log: npx twinstack logs ${failed.id}`,
      EXIT.failed,
    );
  }
}

function describeReport({ workspaceName, sites }: RepairReport): string {
  if (sites.every(({ condition }) => condition === "clean")) {
    return `${workspaceName} is clean: the states know all that is on the clouds.`;
  }
  return sites.map(describeSite).join("\n");
}

function describeSite({ site, condition, reason, since, inspectionProblem, strays, next }: SiteRepair): string {
  if (condition === "clean") return `${site}: clean`;
  const lines = [
    `${site}: not clean since ${since === null ? "?" : plainTime(since)} (${reason ?? "an apply did not end well"})`,
    ...(inspectionProblem === null ? [] : [`  The cloud could not be asked: ${inspectionProblem}`]),
    ...strays.map(
      ({ title, reason: why, danger }) => `  - ${title}. ${why}${danger === "destroys-data" ? " DESTROYS DATA" : ""}`,
    ),
    `  ${next}`,
  ];
  return lines.join("\n");
}
