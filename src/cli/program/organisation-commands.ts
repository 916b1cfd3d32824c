import type { Command } from "commander";
import {
  acceptInvitation,
  changeRole,
  createOrganisation,
  deleteOrganisation,
  type InviteFlags,
  invite,
  leaveOrganisation,
  listMembers,
  listOrganisations,
  removeMember,
} from "../commands/organisations.ts";
import type { Context } from "../context.ts";

/** `twinstack org …` */
export function addOrganisationCommands(program: Command, context: () => Context): void {
  const org = program.command("org").description("organisations you belong to");
  org
    .command("list", { isDefault: true })
    .description("all of them, with your role")
    .action(() => listOrganisations(context()));
  org
    .command("create <handle>")
    .description("make one; you become its owner")
    .option("--name <name>", "a name for people to read")
    .action((handle: string, flags: { name?: string }) => createOrganisation(context(), handle, flags));
  org
    .command("members <org>")
    .description("who belongs to it, and as what")
    .action((handle: string) => listMembers(context(), handle));
  org
    .command("invite <org>")
    .description("print a link that lets one person in")
    .option("--role <role>", "owner, member or viewer", "member")
    .option("--email <address>", "also send it there, when the service can send mail")
    .option("--days <days>", "how long the link works, 1 to 30", "7")
    .action((handle: string, flags: InviteFlags) => invite(context(), handle, flags));
  org
    .command("accept <link>")
    .description("become a member with such a link")
    .action((link: string) => acceptInvitation(context(), link));
  org
    .command("role <org> <person> <role>")
    .description("make a member owner, member or viewer")
    .action((handle: string, person: string, role: string) => changeRole(context(), handle, person, role));
  org
    .command("remove <org> <person>")
    .description("take a member out")
    .action((handle: string, person: string) => removeMember(context(), handle, person));
  org
    .command("leave <org>")
    .description("go; the last owner cannot")
    .action((handle: string) => leaveOrganisation(context(), handle));
  org
    .command("delete <org>")
    .description("delete one that owns nothing any more")
    .action((handle: string) => deleteOrganisation(context(), handle));
}
