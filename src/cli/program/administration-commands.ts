import type { Command } from "commander";
import { addBanner, type BannerFlags, changeBanner, listBanners, removeBanner } from "../commands/banners.ts";
import { type BreakFlags, breakSandbox, healSandbox, listFaults } from "../commands/sandbox.ts";
import { cancelAnyRun, listAllMachines, listAllOrganisations, listAllRuns } from "../commands/site.ts";
import type { Context } from "../context.ts";
import { addTenantCommands } from "./tenant-commands.ts";

/** Commands for administrators of the site. */
export function addAdministrationCommands(program: Command, context: () => Context): void {
  addSiteCommands(program, context);
  addTenantCommands(program, context);
  addBannerCommands(program, context);
  addSandboxCommands(program, context);
}

function addSiteCommands(program: Command, context: () => Context): void {
  const site = program.command("site").description("everything of everybody; for administrators of the site");
  site
    .command("machines", { isDefault: true })
    .description("machines of everybody, with their owners")
    .action(() => listAllMachines(context()));
  site
    .command("runs")
    .description("everybody's runs that are at work or wait, and why")
    .action(() => listAllRuns(context()));
  site
    .command("cancel <run>")
    .description("stop anybody's run, by its id")
    .option("--force", "kill the engine; only after a gentle cancel", false)
    .action((run: string, flags: { force: boolean }) => cancelAnyRun(context(), run, flags));
  site
    .command("organisations [search]")
    .description("all organisations, or those whose handle or name has this part")
    .action((search: string | undefined) => listAllOrganisations(context(), search));
}

function addBannerCommands(program: Command, context: () => Context): void {
  const banners = program.command("banners").description("sentences that everybody sees; for administrators");
  const times = (command: Command): Command =>
    command
      .option("--level <level>", "note, warning or outage")
      .option("--from <time>", "not before, such as 2026-11-21 or 2026-11-21T14:00:00Z")
      .option("--until <time>", "no longer than that; none takes an end away")
      .option("--on-sign-in", "also on the sign-in page");
  banners
    .command("list", { isDefault: true })
    .description("all, also those that are over or not to be seen yet")
    .action(() => listBanners(context()));
  times(banners.command("add"))
    .description("show a sentence to everybody")
    .requiredOption("--en <text>", "the sentence in English")
    .requiredOption("--ko <text>", "the sentence in Korean")
    .action((flags: BannerFlags & { en: string; ko: string }) => addBanner(context(), flags));
  times(banners.command("change <banner>"))
    .description("change it; what is left out stays")
    .option("--en <text>", "the sentence in English")
    .option("--ko <text>", "the sentence in Korean")
    .option("--no-on-sign-in", "not on the sign-in page any more")
    .action((id: string, flags: BannerFlags) => changeBanner(context(), id, flags));
  banners
    .command("remove <banner>")
    .description("take it down")
    .action((id: string) => removeBanner(context(), id));
}

function addSandboxCommands(program: Command, context: () => Context): void {
  const sandbox = program
    .command("sandbox")
    .description("break the built-in sandbox clouds on purpose; for administrators, and only where they run");
  sandbox
    .command("faults", { isDefault: true })
    .description("how they are broken now")
    .action(() => listFaults(context()));
  sandbox
    .command("break <site> <effect>")
    .description(
      "site: openstack or cloudstack; effect: delay, error, outage, lost-request, lost-answer, duplicate, late-end, failed-end",
    )
    .option("--call <call>", "only these calls: a CloudStack command, or a part of an OpenStack address")
    .option("--delay <ms>", "how much later")
    .option("--status <status>", "HTTP status of an error")
    .option("--times <count>", "how often; else until it is healed")
    .action((site: string, effect: string, flags: BreakFlags) => breakSandbox(context(), site, effect, flags));
  sandbox
    .command("heal [fault]")
    .description("heal one fault, or everything")
    .action((fault: string | undefined) => healSandbox(context(), fault));
}
