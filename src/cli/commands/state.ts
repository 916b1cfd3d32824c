import type { Command } from "commander";
import {
  type RollbackReceipt,
  SiteKey,
  type StateDiff,
  type StateHistory,
  type StateLockHolder,
  type UnlockReceipt,
} from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, findWorkspace, printJson, printTable } from "../context.ts";
import { plainLine, plainTime } from "../table.ts";

/** `twinstack state …`: versions of the Terraform state, what differs, going back, taking a lock away. */
export function registerState(program: Command, context: () => Context): void {
  const state = program.command("state").description("versions of the Terraform state of a machine's site");
  state
    .command("list <name> <site>")
    .description("kept versions, who holds the lock, and whether a waiting plan is stale")
    .action((name: string, site: string) => listVersions(context(), name, site));
  state
    .command("show <name> <site> [serial]")
    .description("the state itself as Terraform wrote it; it can hold private values")
    .action((name: string, site: string, serial?: string) => showVersion(context(), name, site, serial));
  state
    .command("diff <name> <site>")
    .description("what two versions say differently; without options the newest against the one before")
    .option("--from <serial>", "the older version")
    .option("--to <serial>", "the newer version")
    .action((name: string, site: string, flags: { from?: string; to?: string }) =>
      diffVersions(context(), name, site, flags),
    );
  state
    .command("rollback <name> <site> <serial>")
    .description("make an older version's content the newest; nothing changes on the cloud")
    .option("-y, --yes", "do not ask", false)
    .action((name: string, site: string, serial: string, flags: { yes: boolean }) =>
      rollBack(context(), name, site, serial, flags.yes),
    );
  state
    .command("unlock <name> <site>")
    .description("take the lock away from a desk that does not answer or a run that is over")
    .option("-y, --yes", "do not ask", false)
    .action((name: string, site: string, flags: { yes: boolean }) => unlock(context(), name, site, flags.yes));
}

async function pathOf(context: Context, name: string, site: string): Promise<string> {
  const workspace = await findWorkspace(context, name);
  if (!SiteKey.safeParse(site).success) {
    const own = workspace.sites.map((one) => one.site).join(" or ") || "openstack or cloudstack";
    throw new CliError("wrong-site", `There is no site "${site}"`, `Say ${own}`, EXIT.usage);
  }
  return `/api/v1/workspaces/${workspace.id}/states/${site}`;
}

async function listVersions(context: Context, name: string, site: string): Promise<void> {
  const history = await context.api.get<StateHistory>(await pathOf(context, name, site));
  if (context.json) return printJson(context, history);
  if (history.versions.length === 0) return context.terminal.out(`${name} has no state on ${site} yet.`);
  printTable(
    context,
    ["SERIAL", "WRITTEN", "BY", "BYTES"],
    history.versions.map((version) => [
      String(version.serial),
      plainTime(version.createdAt),
      plainLine(version.runId === null ? `${version.person ?? "-"} (${version.origin})` : `run ${version.runId}`),
      String(version.sizeBytes),
    ]),
  );
  if (history.lock !== null) context.terminal.out(`locked by ${describe(history.lock)}`);
  if (history.waitingPlan?.stale === true)
    context.terminal.out(
      `The plan of run ${history.waitingPlan.runId} was made on serial ${history.waitingPlan.basedOn ?? "none"} and is stale: plan again.`,
    );
}

async function showVersion(context: Context, name: string, site: string, serial: string | undefined): Promise<void> {
  const path = await pathOf(context, name, site);
  const wanted = serial ?? (await context.api.get<StateHistory>(`${path}?limit=1`)).versions[0]?.serial;
  if (wanted === undefined)
    throw new CliError("not-found", `${name} has no state on ${site} yet`, "Apply it first", EXIT.refused);
  printJson(context, await context.api.get<unknown>(`${path}/versions/${wanted}`));
}

async function diffVersions(
  context: Context,
  name: string,
  site: string,
  flags: { readonly from?: string; readonly to?: string },
): Promise<void> {
  const query = new URLSearchParams({ ...flags }).toString();
  const diff = await context.api.get<StateDiff>(`${await pathOf(context, name, site)}/diff?${query}`);
  if (context.json) return printJson(context, diff);
  const say = (text: string) => context.terminal.out(plainLine(text));
  say(`${site}: serial ${diff.from} → ${diff.to}`);
  if (diff.objects.length + diff.outputs.length === 0) say("no difference");
  for (const { address, change, attributes } of diff.objects) {
    say(`${change.padEnd(8)} ${address}`);
    for (const { name: attribute, hidden, before, after } of attributes)
      say(`           ${attribute}: ${hidden ? "(hidden)" : `${before ?? "-"} → ${after ?? "-"}`}`);
  }
  for (const output of diff.outputs) say(`${output.change.padEnd(8)} output ${output.name}`);
}

async function rollBack(context: Context, name: string, site: string, serial: string, yes: boolean): Promise<void> {
  const path = await pathOf(context, name, site);
  await confirm(context, yes, `Make serial ${serial} of ${name} on ${site} the present state? [y/N] `);
  const receipt = await context.api.post<RollbackReceipt>(`${path}/rollback`, { serial: Number(serial) });
  if (context.json) return printJson(context, receipt);
  context.terminal.out(`serial ${receipt.version.serial} has the content of ${receipt.restored}. ${receipt.warning}`);
}

async function unlock(context: Context, name: string, site: string, yes: boolean): Promise<void> {
  const path = await pathOf(context, name, site);
  const { lock } = await context.api.get<StateHistory>(`${path}?limit=1`);
  if (lock === null) return context.terminal.out(`The state of ${name} on ${site} is not locked.`);
  await confirm(context, yes, `Locked by ${describe(lock)}. Take the lock away? [y/N] `);
  const receipt = await context.api.post<UnlockReceipt>(`${path}/unlock`, { lockId: lock.lockId });
  if (context.json) return printJson(context, receipt);
  context.terminal.out(`The lock is gone. ${receipt.warning}`);
}

function describe(lock: StateLockHolder): string {
  const holder = lock.runId === null ? `${lock.person ?? "somebody"} at ${lock.who ?? "a desk"}` : `run ${lock.runId}`;
  return plainLine(`${holder} since ${plainTime(lock.lockedAt)}`);
}

async function confirm({ terminal }: Context, yes: boolean, question: string): Promise<void> {
  if (yes) return;
  const answer = terminal.interactive ? await terminal.ask(question) : "";
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw new CliError("not-confirmed", "Nothing was changed", "Answer y, or say --yes", EXIT.refused);
}
