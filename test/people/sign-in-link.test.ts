import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ADMIN_TOKEN, type PeopleApp, startPeopleApp } from "../_helpers/people-app.ts";

let house: PeopleApp;

beforeAll(async () => {
  house = await startPeopleApp();
});
afterAll(() => house.close());

async function linkFor(userId: string): Promise<string> {
  const { url } = await house.composition.services.people.signInLink.make(userId);
  expect(url).toMatch(/\/account\/sign-in#token=[\w-]{43}$/);
  return url.split("#token=")[1] ?? "";
}

function asAdmin(path: string) {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, host: "localhost" };
  return house.app.inject({ method: "POST", url: `/api/v1${path}`, headers });
}

test("the link of a start opens a browser for the person who has no password yet, once", async () => {
  const token = await linkFor("local");
  const browser = house.browser();
  const stranger = house.browser();

  const followed = await browser.send("POST", "/api/v1/auth/login/link", { token });
  const me = await browser.send("GET", "/api/v1/me");
  const again = await stranger.send("POST", "/api/v1/auth/login/link", { token });

  expect([followed.statusCode, followed.json()]).toEqual([200, { next: "done" }]);
  expect(me.json()).toMatchObject({ id: "local", via: "session" });
  expect([again.statusCode, again.json().code]).toEqual([410, "link-not-valid"]);
  expect(stranger.cookies.size).toBe(0);
});

test("a link of another kind does not sign anybody in", async () => {
  const id = await house.addPerson("cleo");
  const made = await asAdmin(`/users/${id}/password-reset`);
  const token = (made.json() as { url: string }).url.split("#token=")[1];
  const browser = house.browser();

  const answer = await browser.send("POST", "/api/v1/auth/login/link", { token });

  expect(answer.json()).toMatchObject({ code: "link-not-valid" });
});

test("a suspended person's link opens nothing", async () => {
  const id = await house.addPerson("dora");
  const token = await linkFor(id);
  await asAdmin(`/users/${id}/suspend`);
  const browser = house.browser();

  const answer = await browser.send("POST", "/api/v1/auth/login/link", { token });

  expect(answer.statusCode).toBe(403);
  expect(browser.cookies.size).toBe(0);
});
