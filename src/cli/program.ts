import { Command, Option } from "commander";
import { makeApiClient } from "./api-client.ts";
import { showCapacity, showUses } from "./commands/cloud-care.ts";
import { addCloud, listClouds, removeCloud, showCatalog, testCloud } from "./commands/clouds.ts";
import { doctor } from "./commands/doctor.ts";
import { registerDoors } from "./commands/doors.ts";
import { registerDrift } from "./commands/drift.ts";
import { showEngine, upgradeEngine } from "./commands/engine.ts";
import { events } from "./commands/events.ts";
import { exportTerraform } from "./commands/export.ts";
import { logs } from "./commands/logs.ts";
import { registerMachine } from "./commands/machine-power.ts";
import { list, profiles, remove, show } from "./commands/machines.ts";
import { registerPolicy } from "./commands/policy.ts";
import { repair } from "./commands/repair.ts";
import { apply, cancel, destroy, diff, listRuns, review } from "./commands/runs.ts";
import { registerState } from "./commands/state.ts";
import { rollBack, submit, validate } from "./commands/submit.ts";
import { watchMachines } from "./commands/watch-machines.ts";
import { registerWebhooks } from "./commands/webhooks.ts";
import { configPath } from "./config-file.ts";
import type { Context } from "./context.ts";
import { addAccountCommands } from "./program/account-commands.ts";
import { addAdministrationCommands } from "./program/administration-commands.ts";
import { addBucketCommands } from "./program/bucket-commands.ts";
import { addCloudImport } from "./program/cloud-import-command.ts";
import { addImageCommands } from "./program/image-commands.ts";
import { addPlaceCloud } from "./program/place-cloud-command.ts";
import { addRemoteCommands } from "./program/remote-commands.ts";
import { addSigningInCommands } from "./program/signing-in-commands.ts";
import { readSettings, type SettingsFlags } from "./settings.ts";
import type { Terminal } from "./terminal.ts";

export interface ProgramOptions {
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder of the checkout: where a service started beside this command line keeps its address and token. */
  readonly checkout: string;
}

/** The whole command line as one table of commands; parsing is commander's, each action is a function of its own. */
export function buildProgram(options: ProgramOptions): Command {
  const program = new Command("twinstack")
    .description("Say what machine you need; get it twice, on OpenStack and on CloudStack.")
    .option("--url <url>", "address of the service (else TWINSTACK_URL, the config file, the local service)")
    .option("--account <handle>", "act for this organisation instead of for yourself")
    .option("--json", "print the service's answer as JSON", false)
    .configureOutput({
      writeOut: (text) => options.terminal.out(text.trimEnd()),
      writeErr: (text) => options.terminal.err(text.trimEnd()),
    })
    .exitOverride()
    .showHelpAfterError("(see twinstack --help)");

  function context(): Context {
    const flags = program.opts<SettingsFlags & { json: boolean; account?: string }>();
    return {
      api: makeApiClient(readSettings(flags, options.environment, options.checkout), flags.account),
      terminal: options.terminal,
      json: flags.json,
    };
  }

  program
    .command("validate <file>")
    .description("check a requirement file; prints everything that is wrong and stores nothing")
    .action((file: string) => validate(context(), file));
  program
    .command("submit <file>")
    .description("create the machine's requirement, or revise it (- reads standard input)")
    .option("--new", "refuse when the name exists already", false)
    .action((file: string, flags: { new: boolean }) => submit(context(), file, flags));
  program
    .command("list")
    .description("all machines with live facts")
    .option("--watch", "then print every change as it happens", false)
    .action((flags: { watch: boolean }) => (flags.watch ? watchMachines(context()) : list(context())));
  program
    .command("show <name>")
    .description("one machine: facts, sites, reasons")
    .action((name: string) => show(context(), name));
  program
    .command("plan <name>")
    .description("plan both sites and show what would change")
    .action((name: string) => review(context(), name));
  program
    .command("diff <name>")
    .description("like plan, but leaves nothing waiting to be applied")
    .option("--exit-code", "leave with 5 when there are changes", false)
    .action((name: string, flags: { exitCode: boolean }) => diff(context(), name, flags));
  program
    .command("apply <name>")
    .description("apply exactly the reviewed plans; plans first when none waits")
    .option("-y, --yes", "do not ask", false)
    .option("--confirm <name>", "the machine's name, needed when data is destroyed")
    .addOption(
      new Option("--only <place>", "this place's plan alone; the other one waits").choices(["main", "standby"]),
    )
    .action((name: string, flags: { yes: boolean; confirm?: string; only?: "main" | "standby" }) =>
      apply(context(), name, flags),
    );
  program
    .command("rollback <name>")
    .description("ask again for what an earlier revision asked for; nothing changes before it is planned and applied")
    .option("--to <revision>", "that revision instead of the one before the latest")
    .action((name: string, flags: { to?: string }) =>
      rollBack(context(), name, flags.to === undefined ? {} : { to: Number(flags.to) }),
    );
  program
    .command("destroy <name>")
    .description("destroy the machines on both sites; asks for the machine's name")
    .option("--confirm <name>", "the machine's name, instead of being asked for it")
    .action((name: string, flags: { confirm?: string }) => destroy(context(), name, flags));
  program
    .command("repair <name>")
    .description("what an interrupted apply left on the clouds; puts it right with --apply")
    .option("--apply", "plan what puts it right, and apply it", false)
    .option("-y, --yes", "do not ask", false)
    .option("--confirm <name>", "the machine's name, needed when data is destroyed")
    .action((name: string, flags: { apply: boolean; yes: boolean; confirm?: string }) =>
      repair(context(), name, flags),
    );
  registerDrift(program, context);
  registerPolicy(program, context);
  program
    .command("remove <name>")
    .description("forget a destroyed machine")
    .action((name: string) => remove(context(), name));
  program
    .command("runs [name]")
    .description("past and present runs")
    .action((name: string | undefined) => listRuns(context(), name));
  program
    .command("logs <run>")
    .description("log of a run, or of a machine's newest runs")
    .option("-f, --follow", "stay until it is finished", false)
    .action((run: string, flags: { follow: boolean }) => logs(context(), run, flags));
  program
    .command("cancel <run>")
    .description("cancel a run, or all unfinished runs of a machine")
    .option("--force", "kill the engine after a gentle cancel did not help", false)
    .action((run: string, flags: { force: boolean }) => cancel(context(), run, flags));
  program
    .command("events <name>")
    .description("what happened to a machine, by whom and when")
    .option("--kind <kind>", "only requirement, run, power, state, access, ownership or other")
    .option("--limit <number>", "how many of the latest", "50")
    .action((name: string, flags: { kind?: string; limit: string }) => events(context(), name, flags));
  registerMachine(program, context);
  program
    .command("engine <name>")
    .description("which Terraform and providers the machine is held to, and whether they are here")
    .action((name: string) => showEngine(context(), name));
  program
    .command("upgrade-engine <name>")
    .description("move the machine to the Terraform and providers that the service has; then plan")
    .action((name: string) => upgradeEngine(context(), name));
  program
    .command("export <name>")
    .description("write the generated Terraform into a folder, runnable with plain terraform")
    .option("-o, --output <folder>", "an empty or new folder")
    .option("--with-state", "include the Terraform state", false)
    .action((name: string, flags: { output?: string; withState: boolean }) =>
      exportTerraform(context(), name, { output: flags.output, withState: flags.withState }),
    );
  program
    .command("profiles")
    .description("the named sets of defaults")
    .action(() => profiles(context()));
  program
    .command("doctor")
    .description("can this command line reach a working service?")
    .action(() => doctor(context()));

  const clouds = program.command("clouds").description("registered clouds");
  clouds
    .command("list", { isDefault: true })
    .description("all registered clouds")
    .action(() => listClouds(context()));
  clouds
    .command("add <file>")
    .description("register a cloud from a YAML or JSON file")
    .action((file: string) => addCloud(context(), file));
  addCloudImport(clouds, context, options.environment);
  clouds
    .command("test <name>")
    .description("test the connection step by step; each failure says what to do")
    .option(
      "--image",
      "also try images: one byte there and back, or a small file that CloudStack is to fetch from here",
      false,
    )
    .action((name: string, flags: { image: boolean }) => testCloud(context(), name, flags));
  clouds
    .command("remove <name>")
    .description("forget an unused cloud")
    .action((name: string) => removeCloud(context(), name));
  clouds
    .command("catalog <name>")
    .description("sizes, images and volume types")
    .option("--refresh", "read it from the cloud now", false)
    .action((name: string, flags: { refresh: boolean }) => showCatalog(context(), name, flags));
  clouds
    .command("capacity <name>")
    .description("how much may be used there and is, as the cloud says now")
    .action((name: string) => showCapacity(context(), name));
  addPlaceCloud(clouds, context);
  clouds
    .command("uses <name>")
    .description("which machines are planned on it")
    .action((name: string) => showUses(context(), name));
  addImageCommands(program, context);
  addBucketCommands(program, context);
  addRemoteCommands(program, context);
  registerState(program, context);
  registerWebhooks(program, context);
  registerDoors(program);
  addSigningInCommands(program, context, () => configPath(options.environment));
  addAccountCommands(program, context);
  addAdministrationCommands(program, context);
  return program;
}
