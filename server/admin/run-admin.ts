import { Command, CommanderError } from "commander";
import { backUp, exportKey, restore, rotateKey } from "./commands.ts";
import { addUserCommands } from "./user-commands.ts";

export interface AdminSetting {
  readonly environment: NodeJS.ProcessEnv;
  readonly checkout: string;
  readonly say: (line: string) => void;
}

/**
 * Runs one `admin` command.
 *
 * @throws AppError with what to do next
 */
export async function runAdmin(args: readonly string[], setting: AdminSetting): Promise<void> {
  const program = buildAdminProgram(setting);
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    // Help was asked for and is printed.
    if (error instanceof CommanderError && error.exitCode === 0) return;
    throw error;
  }
}

/** The commands without running one. */
export function buildAdminProgram(setting: AdminSetting): Command {
  const program = new Command("twinstack admin")
    .description("On the machine of the service, with its data folder and environment.")
    .exitOverride()
    .configureOutput({ writeOut: (text) => setting.say(text.trimEnd()) });
  program
    .command("backup <file>")
    .description("write the whole database into a new file, while the service runs")
    .action((file: string) => backUp(setting, file));
  program
    .command("restore <file>")
    .description("read a backup into an empty database; the service begins in quarantine")
    .action((file: string) => restore(setting, file));
  program
    .command("export-key <file>")
    .description("write the key that opens the secrets into a new file; keep it apart from the backups")
    .action((file: string) => exportKey(setting, file));
  program
    .command("rotate-key")
    .description("seal everything under TWINSTACK_SECRET_KEY instead of TWINSTACK_SECRET_KEY_OLD")
    .action(() => rotateKey(setting));
  addUserCommands(program, setting);
  return program;
}
