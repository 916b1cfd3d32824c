import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Mailbox, startMailbox, tokenIn } from "../_helpers/mailbox.ts";
import { ADMIN_TOKEN, PASSWORD, type PeopleApp, startPeopleApp } from "../_helpers/people-app.ts";

let house: PeopleApp;
let mailbox: Mailbox;
const ADMIN = { authorization: `Bearer ${ADMIN_TOKEN}` };
const NEW_PASSWORD = "nine slow otters swim";

beforeAll(async () => {
  mailbox = await startMailbox();
  house = await startPeopleApp({ smtp: mailbox.smtp, url: "https://twin.example" });
});
afterAll(async () => {
  await house.close();
  await mailbox.close();
});

const choose = (signUp: string) => house.browser().send("PATCH", "/api/v1/settings", { signUp }, ADMIN);
let address = 0;
const visitor = () => {
  address += 1;
  return house.browser(`203.0.113.${address}`);
};

function signUp(handle: string, more: object = {}) {
  const body = { email: `${handle}@example.org`, handle, name: handle, password: PASSWORD, ...more };
  return visitor().send("POST", "/api/v1/auth/sign-up", body);
}

test("nobody signs up until an administrator allows it", async () => {
  const options = (await visitor().send("GET", "/api/v1/auth/options")).json();
  const answer = await signUp("early");

  expect(options).toEqual({ signUp: "admin", mail: true, openid: null });
  expect([answer.statusCode, answer.json().code]).toEqual([403, "not-allowed"]);
});

test("with open sign-up the account is made by whoever opens the letter", async () => {
  await choose("open");

  const asked = await signUp("ann");
  const early = await visitor().logIn("ann");
  const letter = await mailbox.next("ann@example.org");
  const confirm = () => visitor().send("POST", "/api/v1/auth/sign-up/confirm", { token: tokenIn(letter) });
  const [first, second] = [await confirm(), await confirm()];
  const browser = visitor();
  const login = await browser.logIn("ann");

  expect([asked.statusCode, asked.json()]).toEqual([202, { next: "open-mail" }]);
  expect(letter.from).toBe("twinstack@example.org");
  expect(letter.text).toContain("https://twin.example/account/sign-up#token=");
  expect([early.statusCode, first.statusCode, second.statusCode, login.statusCode]).toEqual([401, 204, 410, 200]);
  expect((await browser.send("GET", "/api/v1/me")).json()).toMatchObject({ handle: "ann", emailConfirmed: true });
});

test("signing up with a known address answers the same, and tells only its owner", async () => {
  await choose("open");
  await house.addPerson("bea");

  const known = await signUp("bea");
  const unknown = await signUp("not-bea");
  const letter = await mailbox.next("bea@example.org");

  expect([known.statusCode, known.json()]).toEqual([unknown.statusCode, unknown.json()]);
  expect(letter.subject).toBe("You have a TwinStack account already");
  expect(letter.text).not.toContain("#token=");
});

test("a handle that was taken meanwhile is chosen anew with the same link", async () => {
  await choose("open");
  await house.addPerson("taken");
  await signUp("cid", { handle: "taken" });
  const token = tokenIn(await mailbox.next("cid@example.org"));

  const refused = await visitor().send("POST", "/api/v1/auth/sign-up/confirm", { token });
  const renamed = await visitor().send("POST", "/api/v1/auth/sign-up/confirm", { token, handle: "cid2" });

  expect([refused.statusCode, refused.json().code, renamed.statusCode]).toEqual([409, "name-taken", 204]);
});

test("with invitations, an invitation lets one person in, once, and only for its address", async () => {
  await choose("invitation");
  const without = await signUp("dan");
  const made = await house.browser().send("POST", "/api/v1/organisations", { handle: "lab" }, ADMIN);
  const { token } = (
    await house
      .browser()
      .send(
        "POST",
        `/api/v1/organisations/${made.json().id}/invitations`,
        { email: "dan@example.org", role: "viewer" },
        ADMIN,
      )
  ).json();
  const foreign = await signUp("eva", { invitation: token });
  const invited = await signUp("dan", { invitation: token });
  const again = await signUp("dan2", { invitation: token });

  expect([without.statusCode, foreign.statusCode, invited.statusCode, again.statusCode]).toEqual([403, 410, 202, 410]);
  expect(invited.json()).toEqual({ next: "log-in" });
  const browser = visitor();
  expect((await browser.logIn("dan")).statusCode).toBe(200);
  const { items } = (await browser.send("GET", "/api/v1/organisations")).json();
  expect(items).toMatchObject([{ handle: "lab", role: "viewer" }]);
});

test("a forgotten password is replaced through the mailbox; an unknown address answers the same", async () => {
  await house.addPerson("fay");
  const browser = visitor();
  await browser.logIn("fay");
  const forgot = (handle: string) =>
    visitor().send("POST", "/api/v1/auth/password/forgotten", { email: `${handle}@example.org` });

  const [known, unknown] = [await forgot("fay"), await forgot("nobody-at-all")];
  const token = tokenIn(await mailbox.next("fay@example.org"));
  const reset = await visitor().send("POST", "/api/v1/auth/password/reset", { token, newPassword: NEW_PASSWORD });
  const told = await mailbox.next("fay@example.org");

  expect([known.statusCode, known.body]).toEqual([unknown.statusCode, unknown.body]);
  expect(reset.statusCode).toBe(204);
  expect(told.subject).toBe("Your TwinStack password was changed");
  expect((await browser.send("GET", "/api/v1/me")).statusCode).toBe(401);
  expect((await visitor().logIn("fay", NEW_PASSWORD)).statusCode).toBe(200);
  expect(mailbox.letters.filter(({ to }) => to.includes("nobody-at-all@example.org"))).toEqual([]);
});

test("a mailbox is not flooded: after a few letters the answers stay the same and nothing is sent", async () => {
  await house.addPerson("gus");
  const statuses = [];
  for (let round = 0; round < 6; round += 1) {
    statuses.push(
      (await visitor().send("POST", "/api/v1/auth/password/forgotten", { email: "gus@example.org" })).statusCode,
    );
  }
  for (let round = 0; round < 3; round += 1) await mailbox.next("gus@example.org");

  expect(new Set(statuses)).toEqual(new Set([202]));
  expect(mailbox.letters.filter(({ to }) => to.includes("gus@example.org"))).toHaveLength(3);
});

test("a new address counts when its link is followed, and the old mailbox hears of it", async () => {
  await house.addPerson("hal");
  const browser = visitor();
  await browser.logIn("hal");
  const change = (body: object) => browser.send("PATCH", "/api/v1/me", body);

  const unproved = await change({ email: "hal@new.example" });
  const proved = await change({ email: "hal@new.example", password: PASSWORD });
  const warning = await mailbox.next("hal@example.org");
  const token = tokenIn(await mailbox.next("hal@new.example"));
  const confirmed = await visitor().send("POST", "/api/v1/auth/email/confirm", { token });
  const me = (await browser.send("GET", "/api/v1/me")).json();

  expect([unproved.statusCode, proved.statusCode, confirmed.statusCode]).toEqual([401, 200, 204]);
  expect(proved.json()).toMatchObject({ email: "hal@example.org" });
  expect(warning.subject).toBe("Your TwinStack address is about to change");
  expect(me).toMatchObject({ email: "hal@new.example", emailConfirmed: true });
});

test("nothing failed in the background", () => {
  expect(house.failures).toEqual([]);
});
