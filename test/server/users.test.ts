import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { User } from "../../src/contract/index.ts";
import { type AccountApp, type Caller, openAccountApp } from "../_helpers/account-app.ts";

let app: AccountApp;
let admin: Caller;
let ann: Caller;

beforeAll(async () => {
  app = await openAccountApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.database.pool.query("delete from account");
  admin = await app.person("zoe", { siteAdmin: true });
  ann = await app.person("ann");
});

interface Page {
  readonly items: readonly User[];
  readonly nextCursor: string | null;
}

test("only administrators see and change people", async () => {
  const answers = await Promise.all([
    app.call("GET", "/users", ann.token),
    app.call("GET", "/users/zoe", ann.token),
    app.call("POST", "/users", ann.token, { body: { handle: "eve", email: "eve@example.org" } }),
    app.call("PUT", "/users/ann/site-admin", ann.token),
    app.call("POST", "/users/zoe/suspend", ann.token),
  ]);

  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
});

test("lists people by handle, page by page, and finds them by a part of what they are called", async () => {
  await app.call("POST", "/users", admin.token, {
    body: { handle: "ben", name: "B. Okoye", email: "Ben@Example.org" },
  });

  const first = await app.call<Page>("GET", "/users?limit=2", admin.token);
  const second = await app.call<Page>("GET", `/users?limit=2&cursor=${first.body.nextCursor}`, admin.token);
  const found = await app.call<Page>("GET", "/users?search=OKOYE", admin.token);
  const byMail = await app.call<Page>("GET", "/users?search=ben@ex", admin.token);

  expect([first, second].map(({ body }) => body.items.map(({ handle }) => handle))).toEqual([["ann", "ben"], ["zoe"]]);
  expect(second.body.nextCursor).toBeNull();
  expect(found.body.items).toEqual(byMail.body.items);
  expect(found.body.items).toEqual([
    {
      id: expect.any(String),
      handle: "ben",
      name: "B. Okoye",
      email: "ben@example.org",
      siteAdmin: false,
      suspended: false,
      hasPassword: false,
      secondFactor: false,
      createdAt: expect.any(String),
      organisations: [],
    },
  ]);
});

test("refuses a handle or an address that is taken", async () => {
  const body = { handle: "ben", email: "ben@example.org" };
  await app.call("POST", "/users", admin.token, { body });

  const handle = await app.call("POST", "/users", admin.token, { body: { ...body, email: "other@example.org" } });
  const email = await app.call("POST", "/users", admin.token, { body: { ...body, handle: "other" } });

  expect([handle, email]).toMatchObject([
    { status: 409, body: { code: "name-taken", detail: 'The handle "ben" is in use.' } },
    { status: 409, body: { code: "name-taken", detail: "The e-mail address ben@example.org is in use." } },
  ]);
});

test("a suspended person is out at once, and stays without their old tokens when they are let in again", async () => {
  await app.database.pool.query(
    `insert into session (id_hash, user_id, created_at, last_used_at, idle_until, absolute_until, second_factor,
                          remote_address, user_agent)
     values ('s', 'ann', now(), now(), now() + interval '1 hour', now() + interval '1 hour', false, '', '')`,
  );

  const suspended = await app.call<User>("POST", "/users/ann/suspend", admin.token);
  const kept = (await app.database.pool.query("select 1 from session")).rowCount;
  const during = await app.call("GET", "/organisations", ann.token);
  const back = await app.call<User>("POST", "/users/ann/unsuspend", admin.token);

  expect([suspended.body.suspended, kept, during.status, back.body.suspended]).toEqual([true, 0, 401, false]);
  expect((await app.call("GET", "/organisations", ann.token)).status).toBe(401);
});

test("the last administrator can neither be suspended nor lose the right, not even by two at once", async () => {
  expect((await app.call("DELETE", "/users/zoe/site-admin", admin.token)).body).toMatchObject({ code: "last-admin" });
  expect((await app.call("POST", "/users/zoe/suspend", admin.token)).body).toMatchObject({ code: "last-admin" });
  expect((await app.call<User>("PUT", "/users/ann/site-admin", admin.token)).body.siteAdmin).toBe(true);

  const ends = await Promise.all([
    app.call("DELETE", "/users/ann/site-admin", admin.token),
    app.call("DELETE", "/users/zoe/site-admin", ann.token),
  ]);

  const { rows } = await app.database.pool.query("select 1 from person where site_admin");
  expect(rows).toHaveLength(1);
  expect(ends.filter(({ status }) => status === 200)).toHaveLength(1);
});

test("a person who is not there is not found", async () => {
  expect((await app.call("POST", "/users/nobody/suspend", admin.token)).status).toBe(404);
  expect((await app.call("GET", "/users/nobody", admin.token)).status).toBe(404);
});
