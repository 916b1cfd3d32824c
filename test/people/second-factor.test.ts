import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { Secret, TOTP } from "otpauth";
import { ADMIN_TOKEN, type Browser, PASSWORD, type PeopleApp, startPeopleApp } from "../_helpers/people-app.ts";

let house: PeopleApp;
let browser: Browser;
let handle: string;
let id: string;
let number = 0;

beforeAll(async () => {
  house = await startPeopleApp();
});
afterAll(() => house.close());

beforeEach(async () => {
  number += 1;
  handle = `person${number}`;
  id = await house.addPerson(handle);
  browser = house.browser(`198.51.100.${number}`);
  await browser.logIn(handle);
});

function codeOf(secret: string, stepsAway = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 });
  return totp.generate({ timestamp: Date.now() + stepsAway * 30_000 });
}

/** Turns it on with the code of the step before, so that the present one is still good. */
async function turnOn(): Promise<{ secret: string; recoveryCodes: string[] }> {
  const offer = await browser.send("POST", "/api/v1/me/second-factor", { password: PASSWORD });
  const { secret } = offer.json();
  const code = codeOf(secret, -1);
  const confirmed = await browser.send("POST", "/api/v1/me/second-factor/confirm", { code });
  return { secret, recoveryCodes: confirmed.json().recoveryCodes };
}

const passCode = (from: Browser, code: string) => from.send("POST", "/api/v1/auth/login/second-factor", { code });

test("it is offered for an app, is asked for only once confirmed, and comes with ten recovery codes", async () => {
  const offer = await browser.send("POST", "/api/v1/me/second-factor", { password: PASSWORD });
  const before = await house.browser("203.0.113.1").logIn(handle);
  const wrong = await browser.send("POST", "/api/v1/me/second-factor/confirm", { code: "000000" });
  const right = await browser.send("POST", "/api/v1/me/second-factor/confirm", { code: codeOf(offer.json().secret) });
  const after = await house.browser("203.0.113.1").logIn(handle);

  expect(offer.json().uri).toMatch(/^otpauth:\/\/totp\/TwinStack:person\d+%40example\.org\?.*secret=[A-Z2-7]{32}/);
  expect(before.json()).toEqual({ next: "done" });
  expect([wrong.statusCode, right.statusCode]).toEqual([401, 200]);
  expect(new Set(right.json().recoveryCodes).size).toBe(10);
  expect(after.json()).toEqual({ next: "second-factor" });
});

test("between password and code the session opens nothing, and the code brings a new id", async () => {
  const { secret } = await turnOn();
  const phone = house.browser("203.0.113.2");

  await phone.logIn(handle);
  const [halfOpen] = phone.cookies.values();
  const tooEarly = await phone.send("GET", "/api/v1/me");
  const passed = await passCode(phone, codeOf(secret));
  const [whole] = phone.cookies.values();
  const me = await phone.send("GET", "/api/v1/me");

  expect(tooEarly.statusCode).toBe(401);
  expect([passed.statusCode, me.statusCode]).toEqual([200, 200]);
  expect(me.json()).toMatchObject({ secondFactor: true, recoveryCodesLeft: 10 });
  expect(whole).not.toBe(halfOpen);
});

test("a code works once, also for two logins at the same moment", async () => {
  const { secret } = await turnOn();
  const [one, other] = [house.browser("203.0.113.3"), house.browser("203.0.113.4")];
  await one.logIn(handle);
  await other.logIn(handle);
  const code = codeOf(secret);

  const both = await Promise.all([passCode(one, code), passCode(other, code)]);
  await one.logIn(handle);
  const again = await passCode(one, code);

  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
  expect(again.statusCode).toBe(401);
});

test("a code two steps old or of another secret is refused", async () => {
  const { secret } = await turnOn();
  const phone = house.browser("203.0.113.5");
  await phone.logIn(handle);

  const old = await passCode(phone, codeOf(secret, -3));
  const foreign = await passCode(phone, codeOf("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"));

  expect([old.statusCode, foreign.statusCode]).toEqual([401, 401]);
});

test("a recovery code works once, however it is typed", async () => {
  const { recoveryCodes } = await turnOn();
  const phone = house.browser("203.0.113.6");
  const typed = ` ${recoveryCodes[0]?.toUpperCase().replaceAll("-", " ")}`;

  await phone.logIn(handle);
  const first = await passCode(phone, typed);
  const me = await phone.send("GET", "/api/v1/me");
  await phone.logIn(handle);
  const second = await passCode(phone, typed);

  expect([first.statusCode, second.statusCode]).toEqual([200, 401]);
  expect(me.json().recoveryCodesLeft).toBe(9);
});

test("guessing codes stops after a few, whoever guesses", async () => {
  await turnOn();
  const statuses: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    const guesser = house.browser(`203.0.113.${100 + round}`);
    await guesser.logIn(handle);
    statuses.push((await passCode(guesser, "123456")).statusCode);
  }

  expect(statuses.slice(0, 4)).toEqual([401, 401, 401, 401]);
  expect(statuses.slice(-2)).toEqual([429, 429]);
});

test("turning it off needs the password and a code", async () => {
  const { secret, recoveryCodes } = await turnOn();
  const off = (proof: object) => browser.send("POST", "/api/v1/me/second-factor/turn-off", proof);

  const withoutPassword = await off({ code: codeOf(secret) });
  const withoutCode = await off({ password: PASSWORD, code: "123456" });
  const withBoth = await off({ password: PASSWORD, code: recoveryCodes[3] });

  expect([withoutPassword, withoutCode, withBoth].map(({ statusCode }) => statusCode)).toEqual([401, 401, 204]);
  expect((await house.browser("203.0.113.7").logIn(handle)).json()).toEqual({ next: "done" });
});

test("an administrator turns it off for a person who lost everything, which ends their sessions", async () => {
  await turnOn();

  const reset = await house.browser().send("DELETE", `/api/v1/users/${id}/second-factor`, undefined, {
    authorization: `Bearer ${ADMIN_TOKEN}`,
  });

  expect(reset.statusCode).toBe(204);
  expect((await browser.send("GET", "/api/v1/me")).statusCode).toBe(401);
  expect((await house.browser("203.0.113.8").logIn(handle)).json()).toEqual({ next: "done" });
});

test("the secret is sealed in the database, and codes are hashed", async () => {
  const { secret, recoveryCodes } = await turnOn();

  const { rows } = await house.database.pool.query<{ text: string }>(
    `select concat(person.*::text, encode(totp_secret_sealed, 'escape'),
                   (select string_agg(code_hash, ' ') from recovery_code where account_id = person.account_id)) as text
       from person where account_id = $1`,
    [id],
  );

  for (const hidden of [secret, ...recoveryCodes]) expect(rows[0]?.text.includes(hidden)).toBe(false);
});
