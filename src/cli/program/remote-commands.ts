import type { Command } from "commander";
import { endMachineSession, listMachineSessions } from "../commands/machine-sessions.ts";
import { ssh } from "../commands/ssh.ts";
import type { Context } from "../context.ts";

/** Ways into machines through the service. */
export function addRemoteCommands(program: Command, context: () => Context): void {
  program
    .command("ssh <name>")
    .description("a terminal on the machine through the service, for networks that do not reach it")
    .option("--site <place>", "main or standby", "main")
    .action((name: string, flags: { site: string }) => ssh(context(), name, flags));

  const sessions = program.command("terminal-sessions").description("terminals and screens that are open now");
  sessions
    .command("list [name]", { isDefault: true })
    .description("those of a machine; without a name all of the site, for its administrators")
    .action((name: string | undefined) => listMachineSessions(context(), name));
  sessions
    .command("end <id>")
    .description("end one")
    .option("--of <name>", "the machine; without it as an administrator of the site")
    .action((id: string, flags: { of?: string }) => endMachineSession(context(), id, flags.of));
}
