import type { Command } from "commander";
import { CliError, EXIT } from "../cli-error.ts";

/**
 * Names what `npx twinstack` starts beside this command line: doors of the server on the machine itself, which speak no
 * HTTP. The checkout's own command takes them before this program is reached; elsewhere there is nothing to start.
 */
export function registerDoors(program: Command): void {
  const elsewhere = (): never => {
    throw new CliError(
      "not-here",
      "This runs on the machine of the service only",
      "Type it in its checkout.",
      EXIT.usage,
    );
  };
  program.command("worker").description("work on runs, beside the service or on another machine").action(elsewhere);
  const admin = program.command("admin").description("on the service's machine: database backup, restore, keys");
  admin.command("backup <file>").description("write the whole database into a new file").action(elsewhere);
  admin.command("restore <file>").description("read a backup into an empty database").action(elsewhere);
  admin.command("export-key <file>").description("write the secret key into a new file").action(elsewhere);
  admin.command("rotate-key").description("seal everything under a new secret key").action(elsewhere);
}
