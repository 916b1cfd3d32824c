import type { Command } from "commander";
import { changePassword, logIn, logOut, signUp, whoAmI } from "../commands/signing-in.ts";
import type { Context } from "../context.ts";

/** `login`, `logout`, `whoami`, `password`, `sign-up`. */
export function addSigningInCommands(program: Command, context: () => Context, configFile: () => string): void {
  program
    .command("login")
    .description("sign in; keeps an API token in the config file (asks for e-mail, password and code)")
    .action(() => logIn(context(), configFile()));
  program
    .command("logout")
    .description("revoke the token that login made, and forget it")
    .action(() => logOut(context(), configFile()));
  program
    .command("whoami")
    .description("who the commands act as, and why")
    .action(() => whoAmI(context()));
  program
    .command("password")
    .description("change your password (asks for the present one)")
    .option("--reset", "set a new one with a reset link, which is asked for", false)
    .action((flags: { reset: boolean }) => changePassword(context(), flags));
  program
    .command("sign-up")
    .description("ask for an account")
    .option("--invited", "with an invitation link, which is asked for", false)
    .action((flags: { invited: boolean }) => signUp(context(), flags));
}
