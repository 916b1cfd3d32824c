import type { Command } from "commander";
import {
  CONSEQUENCES,
  isGrave,
  type PowerAction,
  type PowerVerb,
  powerConsequences,
  type SiteSummary,
  type Workspace,
} from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, findWorkspace, type Items, printJson, printTable } from "../context.ts";
import { plainLine, plainTime } from "../table.ts";

interface PowerFlags {
  readonly site?: string;
  readonly hard?: boolean;
  readonly yes: boolean;
  readonly wait: boolean;
}

const POLL_MS = 700;
const VERBS: readonly (readonly [PowerVerb, string])[] = [
  ["start", "start the main machine, or the one of --site"],
  ["stop", "stop the main machine, or the one of --site"],
  ["reboot", "reboot the main machine, or the one of --site; the guest is asked first"],
];

/** `twinstack machine …`: power of a machine, and what was asked for it. */
export function registerMachine(program: Command, context: () => Context): void {
  const machine = program.command("machine").description("start, stop or reboot a machine");
  for (const [verb, description] of VERBS) {
    const command = machine
      .command(`${verb} <name>`)
      .description(description)
      .option("--site <site>", "main, standby, openstack or cloudstack", "main")
      .option("-y, --yes", "do not ask", false)
      .option("--no-wait", "do not wait until it has ended");
    if (verb === "reboot") command.option("--hard", "without asking the guest, like pulling the plug", false);
    command.action((name: string, flags: PowerFlags) => changePower(context(), name, verb, flags));
  }
  machine
    .command("actions <name>")
    .description("what was asked for the power of both machines, the latest first")
    .action((name: string) => listActions(context(), name));
  machine
    .command("cancel <name>")
    .description("take back what the clouds were not told yet")
    .action((name: string) => takeBack(context(), name));
}

async function changePower(context: Context, name: string, action: PowerVerb, flags: PowerFlags): Promise<void> {
  const workspace = await findWorkspace(context, name);
  const site = siteOf(workspace, flags.site ?? "main");
  const hard = flags.hard ?? false;
  const texts = powerConsequences({ action, hard }, site);
  for (const consequence of texts) context.terminal.err(CONSEQUENCES[consequence]);
  if (texts.some(isGrave) && !flags.yes)
    await refuseUnlessYes(context, `${action} ${workspace.name} on ${site.cloudName}?`);
  const path = `/api/v1/workspaces/${workspace.id}`;
  const body = { action, hard, accepted: true };
  const asked = await context.api.post<PowerAction>(`${path}/sites/${site.site}/power`, body);
  const ended = flags.wait ? await waitForEnd(context, path, asked) : asked;
  if (context.json) printJson(context, ended);
  else context.terminal.out(`${workspace.name}/${site.site}: ${describe(ended)}`);
  if (ended.status !== "failed" && ended.status !== "uncertain") return;
  throw new CliError(
    ended.problem ?? "power-failed",
    ended.detail ?? `The machine could not be changed: ${ended.status}`,
    `Look at it: npx twinstack show ${workspace.name}`,
    EXIT.failed,
  );
}

function siteOf({ name, sites }: Workspace, wanted: string): SiteSummary {
  const role = wanted === "main" ? "primary" : wanted;
  const found = sites.find((site) => site.role === role || site.site === role);
  if (found !== undefined) return found;
  const known = sites.map((site) => `${site.role === "primary" ? "main" : site.role} (${site.site})`).join(", ");
  throw new CliError("wrong-site", `${name} has no site "${wanted}"`, `It has: ${known || "none"}`, EXIT.usage);
}

async function refuseUnlessYes(context: Context, question: string): Promise<void> {
  if (!context.terminal.interactive) {
    throw new CliError("not-confirmed", "This has consequences and was not confirmed", "Add --yes", EXIT.refused);
  }
  const answer = await context.terminal.ask(`${question} [y/N]`);
  if (/^y(es)?$/i.test(answer)) return;
  throw new CliError("not-confirmed", "Nothing was changed", "Say y, or add --yes", EXIT.refused);
}

async function waitForEnd(context: Context, path: string, asked: PowerAction): Promise<PowerAction> {
  let told = "";
  for (let present = asked; ; ) {
    if (present.finishedAt !== null) return present;
    const words = describe(present);
    if (words !== told && !context.json) context.terminal.err(words);
    told = words;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    present = await context.api.get<PowerAction>(`${path}/power-actions/${asked.id}`);
  }
}

async function listActions(context: Context, name: string): Promise<void> {
  const { id } = await findWorkspace(context, name);
  const items = await context.api.getAll<PowerAction>(`/api/v1/workspaces/${id}/power-actions`);
  if (context.json) return printJson(context, { items });
  if (items.length === 0) return context.terminal.out(`Nobody has started or stopped ${name} by hand.`);
  printTable(
    context,
    ["ASKED", "SITE", "WHAT", "HOW IT ENDED"],
    items.map((one) => [plainTime(one.createdAt), one.site, verbOf(one), plainLine(describe(one))]),
  );
}

async function takeBack(context: Context, name: string): Promise<void> {
  const { id } = await findWorkspace(context, name);
  const path = `/api/v1/workspaces/${id}/power-actions`;
  const { items } = await context.api.get<Items<PowerAction>>(path);
  const open = items.filter(({ mayCancel }) => mayCancel);
  const canceled = [];
  for (const one of open) canceled.push(await context.api.post<PowerAction>(`${path}/${one.id}/cancel`, {}));
  if (context.json) return printJson(context, { items: canceled });
  context.terminal.out(canceled.length === 0 ? "There is nothing to take back." : canceled.map(describe).join("\n"));
}

function verbOf({ action, hard }: PowerAction): string {
  return hard ? `hard ${action}` : action;
}

function describe(one: PowerAction): string {
  return `${verbOf(one)}: ${one.status}${one.detail === null ? "" : ` (${one.detail})`}`;
}
