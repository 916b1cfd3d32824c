import type { Command } from "commander";
import { createToken, listTokens, revokeToken, type TokenFlags } from "../commands/tokens.ts";
import type { Context } from "../context.ts";

/** `twinstack token …` */
export function addTokenCommands(program: Command, context: () => Context): void {
  const token = program.command("token").description("your API tokens");
  token
    .command("list", { isDefault: true })
    .description("those that still work, without their secrets")
    .action(() => listTokens(context()));
  token
    .command("create <name>")
    .description("make one and print it, once")
    .option("--scope <scope>", "view, change or manage", "change")
    .option("--days <days>", "how long it works, 1 to 365", "90")
    .option("--org <handle>", "let it act for this organisation and nothing else")
    .action((name: string, flags: TokenFlags) => createToken(context(), name, flags));
  token
    .command("revoke [token]")
    .description("make one useless, by name or id")
    .option("--all", "all of yours, the one in use included", false)
    .action((name: string | undefined, flags: { all: boolean }) => revokeToken(context(), name, flags));
}
