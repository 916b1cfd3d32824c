import type { Command } from "commander";
import { deleteAccount, exportAccount } from "../commands/own-account.ts";
import { acceptWorkspace, declineWorkspace, listOffers, offerWorkspace, withdrawOffer } from "../commands/transfers.ts";
import type { Context } from "../context.ts";

/** `twinstack account …` and `twinstack workspace …` */
export function addOwnAccountCommands(program: Command, context: () => Context): void {
  const account = program.command("account").description("your own account");
  account
    .command("export")
    .description("print everything the service keeps about you, as JSON")
    .action(() => exportAccount(context()));
  account
    .command("delete")
    .description("delete your account; asks for your handle and password")
    .option("--confirm <handle>", "your handle, instead of being asked for it")
    .action((flags: { confirm?: string }) => deleteAccount(context(), flags));

  const workspace = program.command("workspace").description("hand machines over to other accounts");
  workspace
    .command("transfer <name> <account>")
    .description("offer a machine to a person or an organisation")
    .action((name: string, to: string) => offerWorkspace(context(), name, to));
  workspace
    .command("keep <name>")
    .description("take such an offer back")
    .action((name: string) => withdrawOffer(context(), name));
  workspace
    .command("offers")
    .description("what is offered from and to your account")
    .action(() => listOffers(context()));
  workspace
    .command("accept <name>")
    .description("take an offered machine over; with --account for an organisation")
    .action((name: string) => acceptWorkspace(context(), name));
  workspace
    .command("decline <name>")
    .description("say no")
    .action((name: string) => declineWorkspace(context(), name));
}
