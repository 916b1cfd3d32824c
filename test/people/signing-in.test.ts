import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { sweepPeople } from "../../src/adapters/postgres/sweep-people.ts";
import { ADMIN_TOKEN, PASSWORD, type PeopleApp, startPeopleApp } from "../_helpers/people-app.ts";

let house: PeopleApp;

beforeAll(async () => {
  house = await startPeopleApp();
});
afterAll(() => house.close());

test("a person signs in, is known by the cookie, and is nobody again after signing out", async () => {
  const id = await house.addPerson("ann");
  const browser = house.browser();

  const before = await browser.send("GET", "/api/v1/me");
  const login = await browser.logIn("ann");
  const me = await browser.send("GET", "/api/v1/me");
  const [kept] = browser.cookies.values();
  const logout = await browser.send("POST", "/api/v1/auth/logout");
  browser.cookies.set("twinstack-session", kept ?? "");
  const after = await browser.send("GET", "/api/v1/me");

  expect([before.statusCode, before.json().code]).toEqual([401, "not-authenticated"]);
  expect([login.statusCode, login.json()]).toEqual([200, { next: "done" }]);
  expect(me.json()).toMatchObject({ id, handle: "ann", email: "ann@example.org", via: "session", hasPassword: true });
  expect(logout.statusCode).toBe(204);
  expect(after.statusCode).toBe(401);
});

test("the cookie is kept from scripts and from other sites' forms", async () => {
  await house.addPerson("bea");
  const browser = house.browser();

  await browser.logIn("bea");

  expect(browser.setCookies).toHaveLength(1);
  expect(browser.setCookies[0]).toMatch(
    /^twinstack-session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
  );
});

test("only the hash of a session's id is stored, never its id or a token", async () => {
  const browser = house.browser();
  await browser.logIn("bea");
  const [id] = browser.cookies.values();

  const { rows } = await house.database.pool.query<{ row: string }>("select session::text as row from session");

  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ row }) => row.includes(id ?? "?"))).toEqual([]);
});

test("every login has a new id, and the one before it opens nothing any more", async () => {
  const browser = house.browser();
  await browser.logIn("bea");
  const [first] = browser.cookies.values();
  await browser.logIn("bea");
  const [second] = browser.cookies.values();
  const old = house.browser();
  old.cookies.set("twinstack-session", first ?? "");

  expect(second).not.toBe(first);
  expect((await old.send("GET", "/api/v1/me")).statusCode).toBe(401);
  expect((await browser.send("GET", "/api/v1/me")).statusCode).toBe(200);
});

test("an unknown address and a wrong password are told apart by nothing", async () => {
  const browser = house.browser();

  const unknown = await browser.logIn("nobody-of-that-name");
  const wrong = await browser.logIn("bea", "not the password of bea");

  const visible = ({ statusCode, body }: typeof unknown) => {
    const { requestId, ...rest } = JSON.parse(body);
    return { statusCode, rest, requestId: typeof requestId };
  };
  expect(visible(unknown)).toEqual(visible(wrong));
  expect(unknown.statusCode).toBe(401);
  expect(unknown.json().code).toBe("wrong-credentials");
});

test("an e-mail address is found in whatever case it is typed", async () => {
  const browser = house.browser();

  const answer = await browser.send("POST", "/api/v1/auth/login", { email: "BEA@Example.org", password: PASSWORD });

  expect(answer.statusCode).toBe(200);
});

test("a suspended person is told so only with the right password, and their sessions open nothing", async () => {
  const id = await house.addPerson("cid");
  const browser = house.browser();
  await browser.logIn("cid");
  await house.database.pool.query("update account set suspended_at = now() where id = $1", [id]);

  const me = await browser.send("GET", "/api/v1/me");
  const right = await browser.logIn("cid");
  const wrong = await browser.logIn("cid", "another password");

  expect([me.statusCode, right.statusCode, wrong.statusCode]).toEqual([401, 403, 401]);
});

test("the API token of the first start goes on working, and wins over a cookie", async () => {
  const browser = house.browser();
  await browser.logIn("bea");
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };

  const me = await browser.send("GET", "/api/v1/me", undefined, headers);
  const wrong = await browser.send("GET", "/api/v1/me", undefined, { authorization: "Bearer unknown" });

  expect(me.json()).toMatchObject({ id: "local", siteAdmin: true, via: "token", hasPassword: false });
  expect(wrong.statusCode).toBe(401);
});

test("logins and failed logins stand in the audit log with whom they were about", async () => {
  const id = await house.addPerson("dan");
  const browser = house.browser("203.0.113.9");
  await browser.logIn("dan", "a wrong password");
  await browser.logIn("dan");
  await browser.send("POST", "/api/v1/auth/logout");

  const { rows } = await house.database.pool.query(
    "select action, outcome, via, remote_address from audit_entry where user_id = $1 order by sequence",
    [id],
  );

  const remote_address = "203.0.113.9";
  expect(rows).toEqual([
    { action: "session.login", outcome: "refused", via: "anonymous", remote_address },
    { action: "session.login", outcome: "done", via: "anonymous", remote_address },
    { action: "session.logout", outcome: "done", via: "session", remote_address },
  ]);
});

test("a password that was hashed at a lower cost is hashed anew at the next login", async () => {
  const id = await house.addPerson("eva");
  const hashOf = async () => {
    const { rows } = await house.database.pool.query("select password_hash from person where account_id = $1", [id]);
    return String(rows[0]?.password_hash);
  };
  const before = await hashOf();

  await house.browser().logIn("eva", "a wrong password");
  const afterWrong = await hashOf();
  await house.browser().logIn("eva");
  const afterRight = await hashOf();

  expect(before).toContain("m=8,t=1");
  expect(afterWrong).toBe(before);
  expect(afterRight).toContain("$argon2id$v=19$m=19456,t=2,p=1$");
  expect((await house.browser().logIn("eva")).statusCode).toBe(200);
});

test("what has ended is swept away, and what has not is left", async () => {
  const { pool } = house.database;
  const browser = house.browser();
  await browser.logIn("eva");
  await house.browser().logIn("eva");
  const { items } = (await browser.send("GET", "/api/v1/me/sessions")).json();
  const other = items.find(({ current }: { current: boolean }) => !current);
  await pool.query("update session set idle_until = now() - interval '1 second' where id = $1", [other.id]);

  await sweepPeople(pool);

  const { rows } = await pool.query("select 1 from session where id = $1", [other.id]);
  expect(rows).toEqual([]);
  expect((await browser.send("GET", "/api/v1/me")).statusCode).toBe(200);
});
