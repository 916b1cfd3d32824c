import type { Command } from "commander";
import { type AuditFlags, showAudit } from "../commands/audit.ts";
import type { Context } from "../context.ts";

/** `twinstack audit` */
export function addAuditCommands(program: Command, context: () => Context): void {
  program
    .command("audit")
    .description("who did what in your account, or with --account in an organisation you own")
    .option("--site", "in all accounts; for administrators of the site", false)
    .option("--user <user>", "only what this person did, by name or id")
    .option("--action <action>", "only this, such as removeWorkspace")
    .option("--object <object>", "only what was done to this kind, id or name")
    .option("--from <time>", "not before, such as 2026-11-21 or 2026-11-21T14:00:00Z")
    .option("--until <time>", "before")
    .option("--limit <count>", "how many of the latest", "50")
    .option("--export <format>", "print everything that matches as ndjson or csv")
    .action((flags: AuditFlags) => showAudit(context(), flags));
}
