import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ADMIN_TOKEN, PASSWORD, type PeopleApp, startPeopleApp } from "../_helpers/people-app.ts";

let house: PeopleApp;
const NEW_PASSWORD = "nine slow otters swim";

beforeAll(async () => {
  house = await startPeopleApp();
});
afterAll(() => house.close());

test("a person sees where they are signed in and signs out at one place", async () => {
  await house.addPerson("ann");
  const [here, there] = [house.browser("192.0.2.1"), house.browser("192.0.2.2")];
  await here.logIn("ann");
  await there.logIn("ann");

  const { items } = (await here.send("GET", "/api/v1/me/sessions")).json();
  const other = items.find(({ current }: { current: boolean }) => !current);
  const ended = await here.send("DELETE", `/api/v1/me/sessions/${other.id}`);

  expect(items).toHaveLength(2);
  expect(other).toMatchObject({ remoteAddress: "192.0.2.2" });
  expect(ended.statusCode).toBe(204);
  expect((await there.send("GET", "/api/v1/me")).statusCode).toBe(401);
  expect((await here.send("GET", "/api/v1/me")).statusCode).toBe(200);
});

test("nobody ends another person's session", async () => {
  await house.addPerson("bea");
  await house.addPerson("cid");
  const [bea, cid] = [house.browser(), house.browser()];
  await bea.logIn("bea");
  await cid.logIn("cid");
  const { items } = (await bea.send("GET", "/api/v1/me/sessions")).json();

  const answer = await cid.send("DELETE", `/api/v1/me/sessions/${items[0].id}`);

  expect(answer.statusCode).toBe(404);
  expect((await bea.send("GET", "/api/v1/me")).statusCode).toBe(200);
});

test("signing out everywhere ends every session, or every other one", async () => {
  await house.addPerson("dan");
  const [here, there] = [house.browser(), house.browser()];
  await here.logIn("dan");
  await there.logIn("dan");

  const others = await here.send("POST", "/api/v1/me/sessions/end-all", { keepThisOne: true });
  const stillHere = await here.send("GET", "/api/v1/me");
  const all = await here.send("POST", "/api/v1/me/sessions/end-all", {});

  expect([others.json(), all.json()]).toEqual([{ ended: 1 }, { ended: 1 }]);
  expect(stillHere.statusCode).toBe(200);
  expect((await there.send("GET", "/api/v1/me")).statusCode).toBe(401);
  expect(here.cookies.size).toBe(0);
});

test("a new password needs the old one, ends every other session, and gives this one a new id", async () => {
  await house.addPerson("eva");
  const [here, there] = [house.browser(), house.browser()];
  await here.logIn("eva");
  await there.logIn("eva");
  const [before] = here.cookies.values();

  const wrong = await here.send("POST", "/api/v1/me/password", { oldPassword: "not it", newPassword: NEW_PASSWORD });
  const weak = await here.send("POST", "/api/v1/me/password", { oldPassword: PASSWORD, newPassword: "short" });
  const right = await here.send("POST", "/api/v1/me/password", { oldPassword: PASSWORD, newPassword: NEW_PASSWORD });

  expect([wrong.statusCode, weak.statusCode, right.statusCode]).toEqual([401, 422, 204]);
  expect(weak.json().issues).toMatchObject([{ pointer: "/newPassword", code: "too-short" }]);
  expect([...here.cookies.values()][0]).not.toBe(before);
  expect((await here.send("GET", "/api/v1/me")).statusCode).toBe(200);
  expect((await there.send("GET", "/api/v1/me")).statusCode).toBe(401);
  expect((await house.browser().logIn("eva")).statusCode).toBe(401);
  expect((await house.browser().logIn("eva", NEW_PASSWORD)).statusCode).toBe(200);
});

test("a session ends when it is not used, and at the latest after its whole life", async () => {
  const { pool } = house.database;
  await house.addPerson("fay");
  const browser = house.browser();
  await browser.logIn("fay");

  await pool.query("update session set idle_until = now() - interval '1 second'");
  const idle = await browser.send("GET", "/api/v1/me");
  await browser.logIn("fay");
  await pool.query("update session set absolute_until = now() - interval '1 second'");
  const old = await browser.send("GET", "/api/v1/me");

  expect([idle.statusCode, old.statusCode]).toEqual([401, 401]);
});

test("using a session moves its idle end, and never beyond its whole life", async () => {
  const { pool } = house.database;
  const id = await house.addPerson("gus");
  const browser = house.browser();
  await browser.logIn("gus");
  await pool.query(
    `update session set last_used_at = now() - interval '2 minutes', idle_until = now() + interval '1 minute',
                        absolute_until = date_trunc('second', now()) + interval '1 hour' where user_id = $1`,
    [id],
  );

  await browser.send("GET", "/api/v1/me");

  const { rows } = await pool.query(
    "select idle_until = absolute_until as bounded, last_used_at > now() - interval '1 minute' as noted from session where user_id = $1",
    [id],
  );
  expect(rows).toEqual([{ bounded: true, noted: true }]);
});

test("the first start's person chooses a first password with their token, and then signs in with it", async () => {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const desk = house.browser();

  const email = await desk.send("PATCH", "/api/v1/me", { email: "Admin@Example.org", name: "Ada" }, headers);
  const password = await desk.send("POST", "/api/v1/me/password", { newPassword: NEW_PASSWORD }, headers);
  const login = await house.browser().logIn("admin", NEW_PASSWORD);

  expect(email.json()).toMatchObject({ id: "local", name: "Ada", email: "admin@example.org", emailConfirmed: false });
  expect([password.statusCode, login.statusCode]).toEqual([204, 200]);
});

test("an administrator hands out a reset link that works once and ends the sessions; nobody else may", async () => {
  const id = await house.addPerson("hal");
  const browser = house.browser();
  await browser.logIn("hal");
  const ask = (headers: Record<string, string>) =>
    browser.send("POST", `/api/v1/users/${id}/password-reset`, undefined, headers);

  const refused = await ask({});
  const handed = await ask({ authorization: `Bearer ${ADMIN_TOKEN}` });
  const token = /#token=([\w-]+)$/.exec(handed.json().url)?.[1];
  const reset = () => house.browser().send("POST", "/api/v1/auth/password/reset", { token, newPassword: NEW_PASSWORD });
  const [first, second] = [await reset(), await reset()];

  expect([refused.statusCode, handed.statusCode]).toEqual([403, 201]);
  expect([first.statusCode, second.statusCode]).toEqual([204, 410]);
  expect((await browser.send("GET", "/api/v1/me")).statusCode).toBe(401);
  expect((await house.browser().logIn("hal", NEW_PASSWORD)).statusCode).toBe(200);
});

test("an administrator sees where a person is signed in and ends it there; nobody else does", async () => {
  const dana = await house.addPerson("dana");
  const [here, there] = [house.browser(), house.browser()];
  await here.logIn("dana");
  await there.logIn("dana");
  const asAdmin = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const admin = house.browser();
  const path = `/api/v1/users/${dana}/sessions`;
  const open = async () =>
    (await admin.send("GET", path, undefined, asAdmin)).json<{ items: { id: string; current: boolean }[] }>().items;

  const [first] = await open();
  const foreign = await here.send("GET", path);
  const ended = await admin.send("DELETE", `${path}/${first?.id}`, undefined, asAdmin);
  const again = await admin.send("DELETE", `${path}/${first?.id}`, undefined, asAdmin);
  const nobody = await admin.send("GET", "/api/v1/users/nobody/sessions", undefined, asAdmin);
  const stillIn = await Promise.all([here, there].map((one) => one.send("GET", "/api/v1/me")));

  expect(first).toMatchObject({ current: false });
  expect([foreign, ended, again, nobody].map(({ statusCode }) => statusCode)).toEqual([403, 204, 404, 404]);
  expect(stillIn.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
  expect(await open()).toHaveLength(1);
  expect((await house.audit()).filter(({ action }) => action === "endUserSession")).toMatchObject([
    { outcome: "done" },
    { outcome: "refused" },
  ]);
});
