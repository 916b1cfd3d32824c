import type { HandedLink, User } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, printJson, printTable } from "../context.ts";
import { plainTime } from "../table.ts";

export async function listUsers(context: Context, search: string | undefined): Promise<void> {
  const items = await findUsers(context, search);
  if (context.json) return printJson(context, { items });
  printTable(
    context,
    ["USER", "NAME", "E-MAIL", "IS", "ORGANISATIONS", "SINCE"],
    items.map((user) => [
      user.handle,
      user.name,
      user.email ?? "-",
      [user.siteAdmin ? "admin" : "", user.suspended ? "suspended" : ""].filter((word) => word !== "").join(", ") ||
        "-",
      user.organisations.join(", ") || "-",
      plainTime(user.createdAt),
    ]),
  );
}

/** Makes an account and prints the link through which its person chooses a password. */
export async function createUser(
  context: Context,
  handle: string,
  flags: { readonly email: string; readonly name?: string },
): Promise<void> {
  const user = await context.api.post<User>("/api/v1/users", { handle, ...flags });
  const link = await handOutLink(context, user);
  if (context.json) printJson(context, { user, link });
  else tellLink(context, user, link);
}

export async function resetLink(context: Context, handle: string): Promise<void> {
  const user = await findUser(context, handle);
  const link = await handOutLink(context, user);
  if (context.json) printJson(context, link);
  else tellLink(context, user, link);
}

export async function resetSecondFactor(context: Context, handle: string): Promise<void> {
  const user = await findUser(context, handle);
  await context.api.send("DELETE", `/api/v1/users/${user.id}/second-factor`);
  if (context.json) printJson(context, { userId: user.id });
  else context.terminal.out(`${user.handle} signs in without a second factor until they set one up again`);
}

export async function suspendUser(context: Context, handle: string): Promise<void> {
  await change(context, handle, "POST", "suspend", "is suspended; their sessions and API tokens have ended");
}

export async function unsuspendUser(context: Context, handle: string): Promise<void> {
  await change(context, handle, "POST", "unsuspend", "may sign in again");
}

export async function setAdmin(context: Context, handle: string, flags: { readonly remove: boolean }): Promise<void> {
  if (flags.remove) await change(context, handle, "DELETE", "site-admin", "is no longer an administrator");
  else await change(context, handle, "PUT", "site-admin", "is now an administrator of this site");
}

async function change(context: Context, handle: string, method: string, what: string, said: string): Promise<void> {
  const user = await findUser(context, handle);
  const changed = await context.api.send<User>(method, `/api/v1/users/${user.id}/${what}`);
  if (context.json) printJson(context, changed);
  else context.terminal.out(`${user.handle} ${said}`);
}

function handOutLink(context: Context, user: User): Promise<HandedLink> {
  return context.api.send("POST", `/api/v1/users/${user.id}/password-reset`);
}

function tellLink(context: Context, user: User, link: HandedLink): void {
  context.terminal.out(link.url);
  context.terminal.err(
    `Give this link to ${user.handle} and to nobody else: whoever follows it chooses the password. It works once, until ${plainTime(link.expiresAt)}.`,
  );
}

function findUsers(context: Context, search: string | undefined): Promise<readonly User[]> {
  return context.api.getAll<User>(
    `/api/v1/users${search === undefined ? "" : `?search=${encodeURIComponent(search)}`}`,
  );
}

async function findUser(context: Context, handleOrId: string): Promise<User> {
  const all = await findUsers(context, undefined);
  const found = all.find(({ handle, id }) => handle === handleOrId || id === handleOrId);
  if (found !== undefined) return found;
  throw new CliError(
    "not-found",
    `There is no user "${handleOrId}"`,
    "List them: npx twinstack user list",
    EXIT.refused,
  );
}
