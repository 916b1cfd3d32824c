import { userInfo } from "node:os";
import type { Command } from "commander";
import { type User, UserRequest } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { type AdminPeople, adminPeople } from "../composition/admin-people.ts";
import { withDatabase } from "../composition/with-database.ts";
import { readConfig } from "../config.ts";
import { openDataFolder } from "../start/data-folder.ts";
import type { AdminSetting } from "./run-admin.ts";

/** `admin users …`: for whoever is on call and cannot sign in any more. Works beside a running service. */
export function addUserCommands(program: Command, setting: AdminSetting): void {
  const users = program.command("users").description("people of the site, without signing in; every act is audited");
  const on = (name: string, description: string, act: (people: AdminPeople, user: User) => Promise<string>): void => {
    users
      .command(`${name} <who>`)
      .description(description)
      .action((who: string) => withPeople(setting, async (people) => act(people, await people.find(who))));
  };

  users
    .command("list [search]")
    .description("handle, e-mail address, rights and state of everybody, or of those whose name fits")
    .action((search: string | undefined) => withPeople(setting, (people) => list(people, search)));
  users
    .command("create <handle>")
    .description("make an account and print the link with which its person chooses a password")
    .requiredOption("--email <address>", "the person's e-mail address")
    .option("--name <name>", "as it is shown; the handle when left out")
    .option("--admin", "an administrator of the site")
    .action((handle: string, options: CreateOptions) =>
      withPeople(setting, (people) => create(people, { handle, ...options })),
    );
  on("reset-link", "print a link that sets a new password, once, within a day", link);
  on(
    "second-factor-off",
    "when phone and recovery codes are lost; ends the person's sessions",
    async (people, user) => {
      await people.secondFactorOff(user);
      return `${user.handle} signs in with the password alone; every session was ended.`;
    },
  );
  on("suspend", "keep a person out; ends sessions and API tokens", async (people, user) => {
    await people.suspend(user);
    return `${user.handle} is kept out; sessions and API tokens were ended.`;
  });
  on("unsuspend", "let a person in again", async (people, user) => {
    await people.unsuspend(user);
    return `${user.handle} may sign in again; API tokens of before stay revoked.`;
  });
  on("make-admin", "give the right to administer the site", async (people, user) => {
    await people.setSiteAdmin(user, true);
    return `${user.handle} is an administrator of the site.`;
  });
  on("remove-admin", "take that right away; the last administrator keeps it", async (people, user) => {
    await people.setSiteAdmin(user, false);
    return `${user.handle} is no administrator any more.`;
  });
  on("end-sessions", "sign a person out everywhere; API tokens go on", async (people, user) => {
    const ended = await people.endSessions(user);
    return `${ended} ${ended === 1 ? "session" : "sessions"} of ${user.handle} ended. API tokens go on; suspend ends those too.`;
  });
}

interface CreateOptions {
  readonly email: string;
  readonly name?: string;
  readonly admin?: boolean;
}

async function withPeople(setting: AdminSetting, act: (people: AdminPeople) => Promise<string>): Promise<void> {
  const { publicUrl, dataFolder, port } = readConfig(setting.environment, setting.checkout);
  const { url } = await (await openDataFolder(dataFolder)).published();
  const address = publicUrl ?? url ?? `http://127.0.0.1:${port}`;
  const { username } = userInfo();
  const said = await withDatabase(setting, "in-use", (pool) => act(adminPeople(pool, username, () => address)));
  setting.say(said);
}

async function list(people: AdminPeople, search: string | undefined): Promise<string> {
  const found = await people.list(search);
  if (found.length === 0) return search === undefined ? "There is nobody yet." : `Nobody fits "${search}".`;
  const rows = found.map((user) => [
    user.handle,
    user.email ?? "–",
    wordsOf(user),
    user.organisations.join(" ") || "–",
  ]);
  const table = [["HANDLE", "EMAIL", "STATE", "ORGANISATIONS"], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function wordsOf({ siteAdmin, suspended, hasPassword, secondFactor }: User): string {
  const words = [
    ...(siteAdmin ? ["administrator"] : []),
    ...(suspended ? ["suspended"] : []),
    ...(hasPassword ? [] : ["no password"]),
    ...(secondFactor ? ["second factor"] : []),
  ];
  return words.join(", ") || "–";
}

async function create(people: AdminPeople, { admin, ...asked }: CreateOptions & { handle: string }): Promise<string> {
  const parsed = UserRequest.safeParse(asked);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
    throw new AppError("validation-failed", `Nobody was made: ${wrong}.`);
  }
  const user = await people.create(parsed.data);
  if (admin === true) await people.setSiteAdmin(user, true);
  return `${user.handle} has an account${admin === true ? " and administers the site" : ""}.\n${await link(people, user)}`;
}

async function link(people: AdminPeople, user: User): Promise<string> {
  const { url, expiresAt } = await people.handOutLink(user);
  return `With this link ${user.handle} sets a password, once, until ${expiresAt}; links of before no longer work:\n${url}`;
}
