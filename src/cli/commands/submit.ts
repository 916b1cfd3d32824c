import type { CheckReport, CloudVerdict, SubmissionReceipt, Workspace } from "../../contract/index.ts";
import type { RawBody } from "../api-client.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, findWorkspace, printJson } from "../context.ts";
import { describePreview, readPreview } from "../describe-preview.ts";
import { nameTheFile, readRequirementFile } from "../read-requirement-file.ts";

/** Judges a file without storing anything; every issue is printed. */
export async function validate(context: Context, path: string): Promise<void> {
  const report = await check(context, path, await readRequirementFile(path));
  if (context.json) printJson(context, report);
  if (!report.valid) throw mistakesIn(path, report);
  if (context.json) return;
  const sites = report.deploymentPlan?.explanations.map((line) => `  ${line.site}: ${line.text}`) ?? [];
  context.terminal.out(
    [
      `${path} is valid${report.unchanged ? " and unchanged" : ""}`,
      ...sites,
      ...passedOver(report.deploymentPlan?.clouds),
      ...(report.deploymentPlan?.warnings ?? []).map((text) => `  warning: ${text}`),
      ...meaningOf(report),
    ].join("\n"),
  );
}

/** Creates the workspace of that name, or revises it when it is there already. */
export async function submit(context: Context, path: string, options: { readonly new: boolean }): Promise<void> {
  const body = await readRequirementFile(path);
  const existing = options.new ? undefined : await findByNameIn(context, path, body);
  const target = existing === undefined ? "/api/v1/workspaces" : `/api/v1/workspaces/${existing.id}/revisions`;
  const receipt = await context.api.post<SubmissionReceipt>(target, body);
  if (context.json) return printJson(context, receipt);
  const name = receipt.workspace.name;
  const words = {
    created: `${name} is submitted (revision ${receipt.revision}). Next: npx twinstack plan ${name}`,
    changed: `${name} is changed (revision ${receipt.revision}). Next: npx twinstack plan ${name}`,
    unchanged: `${name} is unchanged (revision ${receipt.revision}); nothing was stored`,
  };
  context.terminal.out(words[receipt.outcome]);
  if (receipt.outcome !== "unchanged") {
    const taken = (receipt.clouds ?? []).filter(({ role }) => role !== null).map(({ text }) => `  ${text}`);
    for (const line of [...taken, ...passedOver(receipt.clouds)]) context.terminal.out(line);
  }
  if (receipt.outcome === "changed") await tellMeaning(context, receipt);
  for (const warning of receipt.warnings) context.terminal.err(`warning: ${warning}`);
  if (receipt.privateKey !== null) {
    context.terminal.err("This private key is shown once and stored nowhere; save it with mode 0600:");
    context.terminal.out(receipt.privateKey);
  }
}

/** Asks again for what an earlier revision asked for: the one before, unless another is named. */
export async function rollBack(context: Context, name: string, options: { readonly to?: number }): Promise<void> {
  const { id, revision } = await findWorkspace(context, name);
  const to = options.to ?? revision - 1;
  if (to < 1) {
    const remedy = "Change the requirement instead: npx twinstack submit FILE";
    throw new CliError("nothing-before", `${name} has one revision only`, remedy, EXIT.refused);
  }
  const receipt = await context.api.post<SubmissionReceipt>(`/api/v1/workspaces/${id}/revisions/${to}/restore`, {});
  if (context.json) return printJson(context, receipt);
  context.terminal.out(
    receipt.outcome === "unchanged"
      ? `${name} asks for what revision ${to} did already; nothing was stored`
      : `${name} asks again for what revision ${to} did (revision ${receipt.revision}). Next: npx twinstack plan ${name}`,
  );
  if (receipt.outcome !== "unchanged") await tellMeaning(context, receipt);
}

async function tellMeaning(context: Context, receipt: SubmissionReceipt): Promise<void> {
  const preview = await readPreview(context, { id: receipt.workspace.id, revision: receipt.revision });
  const words = preview === null ? null : describePreview(preview);
  if (words !== null) context.terminal.out(words);
}

/** What it would mean for the machine of that name. */
function meaningOf({ preview }: CheckReport): readonly string[] {
  const words = preview === undefined ? null : describePreview(preview);
  return words === null ? [] : [words];
}

function passedOver(clouds: readonly CloudVerdict[] = []): readonly string[] {
  return clouds.filter(({ role }) => role === null).map(({ text }) => `  ${text}`);
}

async function check(context: Context, path: string, body: RawBody): Promise<CheckReport> {
  try {
    return await context.api.post<CheckReport>("/api/v1/requirements/check", body);
  } catch (error) {
    throw nameTheFile(path, error);
  }
}

function mistakesIn(path: string, { issues }: CheckReport): CliError {
  const count = issues.length === 1 ? "1 mistake" : `${issues.length} mistakes`;
  return new CliError("validation-failed", `${path} has ${count}`, "Correct every listed field.", EXIT.usage, issues);
}

async function findByNameIn(context: Context, path: string, body: RawBody): Promise<Workspace | undefined> {
  const report = await check(context, path, body);
  if (!report.valid || report.requirement === null) throw mistakesIn(path, report);
  const { name } = report.requirement;
  const items = await context.api.getAll<Workspace>("/api/v1/workspaces");
  return items.find((workspace) => workspace.name === name);
}
