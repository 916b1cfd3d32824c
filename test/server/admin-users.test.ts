import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { runAdmin } from "../../server/admin/run-admin.ts";
import { addPerson } from "../_helpers/account-world.ts";
import { type FreshDatabase, freshDatabase } from "../_helpers/database.ts";

let folder: string;
let database: FreshDatabase;
let said: string[];

beforeEach(async () => {
  said = [];
  folder = await mkdtemp(join(tmpdir(), "twinstack-admin-"));
  await chmod(folder, 0o755);
  database = await freshDatabase();
  await addPerson(database.pool, "root", { siteAdmin: true });
  await addPerson(database.pool, "ann");
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function admin(...args: readonly string[]): Promise<string> {
  said = [];
  const environment = {
    DATABASE_URL: database.url,
    TWINSTACK_DATA: folder,
    TWINSTACK_PUBLIC_URL: "https://twin.example",
  };
  await runAdmin(["users", ...args], { environment, checkout: folder, say: (line) => said.push(line) });
  return said.join("\n");
}

async function one(statement: string, values: readonly unknown[] = []): Promise<Record<string, unknown>> {
  const { rows } = await database.pool.query(statement, [...values]);
  return rows[0] ?? {};
}

async function lines(): Promise<readonly Record<string, unknown>[]> {
  const { rows } = await database.pool.query(
    "select user_id, user_name, via, action, object_name, outcome, detail from audit_entry order by sequence",
  );
  return rows;
}

async function signIn(userId: string): Promise<void> {
  await database.pool.query(
    `insert into session (id, id_hash, user_id, created_at, last_used_at, idle_until, absolute_until, second_factor,
                          awaits_second_factor, remote_address, user_agent)
     values ($1, $2, $3, now(), now(), now() + interval '1 hour', now() + interval '1 day', false, false, '::1', 'x')`,
    [randomUUID(), randomUUID(), userId],
  );
}

test("an account is made with a link for its person, and both are in the audit log, the link's token nowhere", async () => {
  const told = await admin("create", "ben", "--email", "Ben@Lab.example", "--admin");

  const [, token] = /#token=(\S+)/.exec(told) ?? [];
  expect(told).toContain("https://twin.example/account/reset-password#token=");
  expect(await one("select email, site_admin from person where email = 'ben@lab.example'")).toEqual({
    email: "ben@lab.example",
    site_admin: true,
  });
  expect(await lines()).toMatchObject([
    { via: "service", action: "createUser", object_name: "ben", outcome: "done" },
    { action: "makeSiteAdmin", object_name: "ben" },
    { action: "password.hand-out-reset", object_name: "ben" },
  ]);
  expect((await lines())[0]?.["user_name"]).toMatch(/ on the machine$/);
  expect(JSON.stringify(await lines())).not.toContain(token);
  expect(await one("select count(*)::int as n from access_link where token_hash = $1", [token])).toEqual({ n: 0 });
});

test("a new link makes the one before worthless", async () => {
  await admin("reset-link", "ann");
  await admin("reset-link", "ann");

  const open = await one("select count(*)::int as n from access_link where user_id = 'ann' and used_at is null");
  expect(open).toEqual({ n: 1 });
});

test("sessions end, and the log says how many", async () => {
  await signIn("ann");
  await signIn("ann");
  await signIn("root");

  expect(await admin("end-sessions", "ann")).toContain("2 sessions of ann ended");

  expect(await one("select array_agg(user_id) as left from session")).toEqual({ left: ["root"] });
  expect(await lines()).toMatchObject([{ action: "session.end-all", object_name: "ann", detail: { ended: 2 } }]);
});

test("a lost second factor is turned off and the person signed out", async () => {
  await signIn("ann");
  await database.pool.query(
    "update person set totp_secret_sealed = '\\x00', totp_confirmed_at = now() where account_id = 'ann'",
  );

  await admin("second-factor-off", "ann");

  const { factor, sessions } = await one(
    `select totp_confirmed_at as factor, (select count(*)::int from session) as sessions from person
      where account_id = 'ann'`,
  );
  expect({ factor, sessions }).toEqual({ factor: null, sessions: 0 });
});

test("suspending and letting in again, making an administrator and no more", async () => {
  await signIn("ann");
  await admin("suspend", "ann");
  const suspended = await admin("list", "ann");
  await admin("unsuspend", "ann");
  await admin("make-admin", "ann");
  const everybody = await admin("list");
  await admin("remove-admin", "ann");

  expect(suspended).toMatch(/^HANDLE +EMAIL +STATE +ORGANISATIONS\nann .*suspended/);
  expect(everybody).toMatch(/ann +\S+ +administrator/);
  expect(everybody).toMatch(/root +\S+ +administrator/);
  expect(await admin("list", "ann")).not.toContain("administrator");
  expect(await one("select count(*)::int as n from session")).toEqual({ n: 0 });
  expect((await lines()).map(({ action }) => action)).toEqual([
    "suspendUser",
    "unsuspendUser",
    "makeSiteAdmin",
    "removeSiteAdmin",
  ]);
});

test.each([
  [["suspend", "root"], "last-admin"],
  [["remove-admin", "root"], "last-admin"],
  [["suspend", "nobody"], "not-found"],
  [["create", "ann", "--email", "other@lab.example"], "name-taken"],
  [["create", "x y", "--email", "none"], "validation-failed"],
])("%j is refused, changes nothing and leaves no line", async (args, code) => {
  await expect(admin(...args)).rejects.toMatchObject({ code });

  expect(await lines()).toEqual([]);
  expect(await one("select count(*)::int as n from account where suspended_at is not null")).toEqual({ n: 0 });
});

test("an act whose line cannot be written has not happened", async () => {
  await signIn("ann");
  await database.pool.query(
    "alter table audit_entry add constraint full_disk check (action <> 'suspendUser') not valid",
  );

  await expect(admin("suspend", "ann")).rejects.toThrow("full_disk");

  expect(await one("select suspended_at as at from account where id = 'ann'")).toEqual({ at: null });
  expect(await one("select count(*)::int as n from session")).toEqual({ n: 1 });
});
