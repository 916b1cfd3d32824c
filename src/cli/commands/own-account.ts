import type { AccountExport, Me } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, printJson } from "../context.ts";

/** Prints the whole document: it is for a file. */
export async function exportAccount(context: Context): Promise<void> {
  printJson(context, await context.api.get<AccountExport>("/api/v1/me/export"));
}

export async function deleteAccount(context: Context, flags: { readonly confirm?: string }): Promise<void> {
  const me = await context.api.get<Me>("/api/v1/me");
  const { terminal } = context;
  const typed =
    flags.confirm ?? (terminal.interactive ? await terminal.ask(`Type ${me.handle} to delete your account:`) : "");
  if (typed !== me.handle) {
    throw new CliError("not-confirmed", "Nothing was deleted", `Confirm with --confirm ${me.handle}`, EXIT.refused);
  }
  const password = me.hasPassword ? await askPassword(context) : undefined;
  await context.api.send("DELETE", "/api/v1/me", {
    confirmHandle: typed,
    ...(password !== undefined && { password }),
  });
  if (context.json) printJson(context, { removed: me.id });
  else terminal.out(`${me.handle} is deleted`);
}

/** Never an argument: those can be read by everybody on the machine. */
async function askPassword({ terminal }: Context): Promise<string> {
  if (terminal.interactive) return terminal.askSecret("Password:");
  throw new CliError("no-password", "The password is asked for at a terminal", "Run it in a terminal", EXIT.usage);
}
