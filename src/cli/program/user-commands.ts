import type { Command } from "commander";
import {
  createUser,
  listUsers,
  resetLink,
  resetSecondFactor,
  setAdmin,
  suspendUser,
  unsuspendUser,
} from "../commands/users.ts";
import type { Context } from "../context.ts";

/** `twinstack user …`, for administrators of the site. */
export function addUserCommands(program: Command, context: () => Context): void {
  const user = program.command("user").description("people of this site; for its administrators");
  user
    .command("list [search]", { isDefault: true })
    .description("all, or those whose handle, name or e-mail address has this part")
    .action((search: string | undefined) => listUsers(context(), search));
  user
    .command("create <handle>")
    .description("make an account and print a link through which its person chooses a password")
    .requiredOption("--email <address>", "what they sign in with")
    .option("--name <name>", "a name for people to read")
    .action((handle: string, flags: { email: string; name?: string }) => createUser(context(), handle, flags));
  user
    .command("suspend <user>")
    .description("keep a person out; ends their sessions and API tokens")
    .action((handle: string) => suspendUser(context(), handle));
  user
    .command("unsuspend <user>")
    .description("let them in again")
    .action((handle: string) => unsuspendUser(context(), handle));
  user
    .command("admin <user>")
    .description("make a person an administrator of the site")
    .option("--remove", "take that right away", false)
    .action((handle: string, flags: { remove: boolean }) => setAdmin(context(), handle, flags));
  user
    .command("reset-link <user>")
    .description("print a link through which a person chooses a new password")
    .action((handle: string) => resetLink(context(), handle));
  user
    .command("reset-second-factor <user>")
    .description("for somebody who lost phone and recovery codes")
    .action((handle: string) => resetSecondFactor(context(), handle));
}
