import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { PASSWORD, type PeopleApp, startPeopleApp } from "../_helpers/people-app.ts";

let house: PeopleApp;

beforeAll(async () => {
  house = await startPeopleApp();
});
afterAll(() => house.close());

test("guessing one person's password from one place stops, and says when it may go on", async () => {
  await house.addPerson("ann");
  const stranger = house.browser("203.0.113.50");
  const answers = [];
  for (let round = 0; round < 8; round += 1) answers.push(await stranger.logIn("ann", `a wrong guess ${round}`));

  expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401, 401, 401, 401, 429, 429]);
  const last = answers.at(-1);
  expect(last?.json()).toMatchObject({ code: "too-many-requests" });
  expect(Number(last?.headers["retry-after"])).toBeGreaterThan(0);
  expect(Number(last?.headers["retry-after"])).toBeLessThanOrEqual(60);
});

test("a stranger who guesses locks nobody out: the person signs in from where they are", async () => {
  await house.addPerson("bea");
  const stranger = house.browser("203.0.113.51");
  for (let round = 0; round < 8; round += 1) await stranger.logIn("bea", "a wrong guess at it");

  expect((await house.browser("192.0.2.51").logIn("bea")).statusCode).toBe(200);
});

test("an unknown address is counted like a known one", async () => {
  const stranger = house.browser("203.0.113.52");
  const statuses = [];
  for (let round = 0; round < 7; round += 1) statuses.push((await stranger.logIn("nobody")).statusCode);

  expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429]);
});

test("a household of IPv6 counts as one, another one for itself", async () => {
  await house.addPerson("cid");
  for (let round = 0; round < 7; round += 1)
    await house.browser(`2001:db8:0:1::${round}`).logIn("cid", "wrong guess it is");

  expect((await house.browser("2001:db8:0:1:ffff::9").logIn("cid")).statusCode).toBe(429);
  expect((await house.browser("2001:db8:0:2::1").logIn("cid")).statusCode).toBe(200);
});

test("whoever mistyped and then got it right starts anew", async () => {
  await house.addPerson("dan");
  const browser = house.browser("192.0.2.53");
  for (let round = 0; round < 5; round += 1) await browser.logIn("dan", "mistyped it again");
  await browser.logIn("dan");
  const again = [];
  for (let round = 0; round < 5; round += 1) again.push((await browser.logIn("dan", "mistyped once more")).statusCode);

  expect(again).toEqual([401, 401, 401, 401, 401]);
});

test("one place that tries many accounts is stopped as well", async () => {
  const sprayer = house.browser("203.0.113.54");
  const statuses: number[] = [];
  for (let round = 0; round < 45; round += 1) {
    statuses.push(
      (await sprayer.send("POST", "/api/v1/auth/login", { email: `p${round}@example.org`, password: PASSWORD }))
        .statusCode,
    );
  }

  expect(statuses.slice(0, 30).every((status) => status === 401)).toBe(true);
  expect(statuses.includes(429)).toBe(true);
});

test("a login flood waits in a bounded line; the ones too many are told to come back", async () => {
  const flood = Array.from({ length: 80 }, (_, index) => house.browser(`10.1.${index}.1`).logIn(`flood${index}`));

  const answers = await Promise.all(flood);

  const statuses = answers.map(({ statusCode }) => statusCode);
  const overloaded = answers.filter(({ statusCode }) => statusCode === 503);
  expect(new Set(statuses)).toEqual(new Set([401, 503]));
  expect(overloaded.length).toBeGreaterThan(20);
  expect(overloaded[0]?.json()).toMatchObject({ code: "overloaded" });
  expect(overloaded[0]?.headers["retry-after"]).toBe("5");
});
