import type { InvitationReceipt, Member, Organisation } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, type Items, printJson, printTable } from "../context.ts";
import { plainTime } from "../table.ts";

export async function listOrganisations(context: Context): Promise<void> {
  const { items } = await context.api.get<Items<Organisation>>("/api/v1/organisations");
  if (context.json) return printJson(context, { items });
  if (items.length === 0) {
    context.terminal.out("You belong to no organisation. Make one: npx twinstack org create HANDLE");
    return;
  }
  printTable(
    context,
    ["ORGANISATION", "NAME", "YOUR ROLE", "ID"],
    items.map(({ handle, name, role, id }) => [handle, name, role, id]),
  );
}

export async function createOrganisation(
  context: Context,
  handle: string,
  flags: { readonly name?: string },
): Promise<void> {
  const made = await context.api.post<Organisation>("/api/v1/organisations", { handle, ...flags });
  if (context.json) printJson(context, made);
  else context.terminal.out(`${made.handle} is made; act for it with --account ${made.handle}`);
}

export async function deleteOrganisation(context: Context, handle: string): Promise<void> {
  const organisation = await findOrganisation(context, handle);
  await context.api.send("DELETE", `/api/v1/organisations/${organisation.id}`);
  if (context.json) printJson(context, { removed: organisation.id });
  else context.terminal.out(`${organisation.handle} is deleted`);
}

export async function listMembers(context: Context, handle: string): Promise<void> {
  const { items } = await membersOf(context, await findOrganisation(context, handle));
  if (context.json) return printJson(context, { items });
  printTable(
    context,
    ["MEMBER", "NAME", "ROLE", "SINCE"],
    items.map((member) => [
      member.suspended ? `${member.handle} (suspended)` : member.handle,
      member.name,
      member.role,
      plainTime(member.since),
    ]),
  );
}

export interface InviteFlags {
  readonly role?: string;
  readonly email?: string;
  readonly days?: string;
}

/** Makes a link into an organisation, or onto the site when no organisation is named. */
export async function invite(context: Context, handle: string | undefined, flags: InviteFlags): Promise<void> {
  const at = handle === undefined ? "" : `/organisations/${(await findOrganisation(context, handle)).id}`;
  const receipt = await context.api.post<InvitationReceipt>(`/api/v1${at}/invitations`, {
    ...(flags.email !== undefined && { email: flags.email }),
    ...(flags.role !== undefined && { role: flags.role }),
    ...(flags.days !== undefined && { expiresInDays: Number(flags.days) }),
  });
  if (context.json) return printJson(context, receipt);
  const until = plainTime(receipt.invitation.expiresAt);
  context.terminal.out(receipt.link);
  context.terminal.err(
    `The link works once, until ${until}, and is not shown again.${receipt.mailed ? ` It was sent to ${flags.email}.` : ""}`,
  );
}

/** Takes the whole link or only its secret part. */
export async function acceptInvitation(context: Context, link: string): Promise<void> {
  const token = link.split("token=").at(-1) ?? link;
  const joined = await context.api.post<Organisation>("/api/v1/invitations/accept", { token });
  if (context.json) printJson(context, joined);
  else context.terminal.out(`You have the role ${joined.role} in ${joined.handle}`);
}

export async function changeRole(context: Context, handle: string, person: string, role: string): Promise<void> {
  const organisation = await findOrganisation(context, handle);
  const member = await findMember(context, organisation, person);
  await context.api.send("PATCH", `/api/v1/organisations/${organisation.id}/members/${member.userId}`, { role });
  if (context.json) printJson(context, { userId: member.userId, role });
  else context.terminal.out(`${member.handle} has the role ${role} in ${organisation.handle}`);
}

export async function removeMember(context: Context, handle: string, person: string): Promise<void> {
  const organisation = await findOrganisation(context, handle);
  const member = await findMember(context, organisation, person);
  await context.api.send("DELETE", `/api/v1/organisations/${organisation.id}/members/${member.userId}`);
  if (context.json) printJson(context, { removed: member.userId });
  else context.terminal.out(`${member.handle} is no longer in ${organisation.handle}`);
}

export async function leaveOrganisation(context: Context, handle: string): Promise<void> {
  const organisation = await findOrganisation(context, handle);
  await context.api.send("POST", `/api/v1/organisations/${organisation.id}/leave`);
  if (context.json) printJson(context, { left: organisation.id });
  else context.terminal.out(`You have left ${organisation.handle}`);
}

/** Finds one of the caller's organisations by handle or id. */
export async function findOrganisation(context: Context, handleOrId: string): Promise<Organisation> {
  const { items } = await context.api.get<Items<Organisation>>("/api/v1/organisations");
  const found = items.find(({ handle, id }) => handle === handleOrId || id === handleOrId);
  if (found !== undefined) return found;
  throw new CliError(
    "not-found",
    `You belong to no organisation "${handleOrId}"`,
    `Yours: ${items.map(({ handle }) => handle).join(", ") || "none"}`,
    EXIT.refused,
  );
}

function membersOf(context: Context, organisation: Organisation): Promise<Items<Member>> {
  return context.api.get(`/api/v1/organisations/${organisation.id}/members`);
}

async function findMember(context: Context, organisation: Organisation, person: string): Promise<Member> {
  const { items } = await membersOf(context, organisation);
  const found = items.find(({ handle, userId }) => handle === person || userId === person);
  if (found !== undefined) return found;
  throw new CliError(
    "not-found",
    `${organisation.handle} has no member "${person}"`,
    `It has: ${items.map(({ handle }) => handle).join(", ")}`,
    EXIT.refused,
  );
}
