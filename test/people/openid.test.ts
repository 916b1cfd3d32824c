import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { CLIENT, type OpenidProvider, startOpenidProvider } from "../_helpers/openid-provider.ts";
import { ADMIN_TOKEN, type Browser, type PeopleApp, startPeopleApp } from "../_helpers/people-app.ts";

const CALLBACK = "http://localhost/api/v1/auth/openid/callback";
const ADMIN = { authorization: `Bearer ${ADMIN_TOKEN}` };
let provider: OpenidProvider;
let trusting: PeopleApp;
let wary: PeopleApp;

beforeAll(async () => {
  provider = await startOpenidProvider(CALLBACK);
  const openid = { issuer: provider.issuer, ...CLIENT, name: "the lab's account" };
  trusting = await startPeopleApp({ openid: { ...openid, trustEmail: true } });
  wary = await startPeopleApp({ openid: { ...openid, trustEmail: false } });
});
afterAll(async () => {
  await trusting.close();
  await wary.close();
  await provider.close();
});

const START = "/api/v1/auth/openid/start?returnTo=/machines";

/** The whole way: to the issuer, back, and into the service. */
async function logIn(browser: Browser, subject: string, start = START) {
  const away = await browser.send("GET", start);
  const back = await provider.signIn(String(away.headers["location"]), subject);
  return browser.send("GET", back.pathname + back.search);
}

const meOf = async (browser: Browser) => (await browser.send("GET", "/api/v1/me")).json();

test("the sign-in page learns the issuer's name", async () => {
  const { openid } = (await trusting.browser().send("GET", "/api/v1/auth/options")).json();

  expect(openid).toEqual({ name: "the lab's account", startUrl: "/api/v1/auth/openid/start" });
});

test("the browser is sent with state, nonce and a PKCE challenge, and no secret", async () => {
  const away = await trusting.browser().send("GET", START);

  const url = new URL(String(away.headers["location"]));
  expect([away.statusCode, url.origin]).toEqual([302, provider.issuer]);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    response_type: "code",
    client_id: "twinstack",
    redirect_uri: CALLBACK,
    code_challenge_method: "S256",
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    state: expect.stringMatching(/^[\w-]{20,}$/),
    nonce: expect.stringMatching(/^[\w-]{20,}$/),
  });
  expect(url.href).not.toContain(CLIENT.clientSecret);
});

test("a verified address of a trusted issuer signs in to the account that has confirmed it", async () => {
  const id = await trusting.addPerson("ann");
  provider.people.set("sub-ann", { email: "Ann@example.org", emailVerified: true });
  const browser = trusting.browser();

  const answer = await logIn(browser, "sub-ann");

  expect([answer.statusCode, answer.headers["location"]]).toEqual([302, "/machines"]);
  expect(await meOf(browser)).toMatchObject({ id, via: "session" });
  const { items } = (await browser.send("GET", "/api/v1/me/identities")).json();
  expect(items).toMatchObject([{ issuer: provider.issuer, name: "ann@example.org" }]);
});

test("an address that is only claimed links nothing, on either side", async () => {
  await trusting.addPerson("bea");
  await trusting.addPerson("cid", { confirmed: false });
  await wary.addPerson("dan");
  provider.people.set("sub-bea", { email: "bea@example.org", emailVerified: false });
  provider.people.set("sub-cid", { email: "cid@example.org", emailVerified: true });
  provider.people.set("sub-dan", { email: "dan@example.org", emailVerified: true });

  const answers = [
    await logIn(trusting.browser(), "sub-bea"),
    await logIn(trusting.browser(), "sub-cid"),
    await logIn(wary.browser(), "sub-dan"),
  ];

  expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403]);
  expect(answers.every(({ cookies }) => cookies.every(({ name }) => name !== "twinstack-session"))).toBe(true);
});

test("a signed-in person links themselves and signs in that way from then on", async () => {
  const id = await wary.addPerson("eva");
  provider.people.set("sub-eva", { name: "Eva" });
  const browser = wary.browser();
  await browser.logIn("eva");

  const { url } = (await browser.send("POST", "/api/v1/me/identities", {})).json();
  const back = await provider.signIn(url, "sub-eva");
  const linked = await browser.send("GET", back.pathname + back.search);
  const other = wary.browser();
  await logIn(other, "sub-eva");

  expect(linked.statusCode).toBe(302);
  expect(await meOf(other)).toMatchObject({ id });
});

test("a link that somebody else began is not finished by a visitor's browser", async () => {
  await wary.addPerson("fay");
  provider.people.set("sub-fay", {});
  const stranger = wary.browser();
  await stranger.logIn("fay");
  const { url } = (await stranger.send("POST", "/api/v1/me/identities", {})).json();
  const back = await provider.signIn(url, "sub-fay");

  const planted = await wary.browser().send("GET", back.pathname + back.search);
  await stranger.send("POST", "/api/v1/auth/logout");
  const signedOut = await stranger.send("GET", back.pathname + back.search);

  expect([planted.statusCode, signedOut.statusCode]).toEqual([401, 401]);
});

test("an answer works once, only in the browser that asked, and only with its own state", async () => {
  await trusting.addPerson("gus");
  provider.people.set("sub-gus", { email: "gus@example.org", emailVerified: true });
  const browser = trusting.browser();
  const away = await browser.send("GET", START);
  const back = await provider.signIn(String(away.headers["location"]), "sub-gus");
  const flow = browser.cookies.get("twinstack-openid") ?? "";

  const elsewhere = await trusting.browser().send("GET", back.pathname + back.search);
  const first = await browser.send("GET", back.pathname + back.search);
  browser.cookies.set("twinstack-openid", flow);
  const second = await browser.send("GET", back.pathname + back.search);
  const forger = trusting.browser();
  await forger.send("GET", START);
  back.searchParams.set("state", "another-state");
  const forged = await forger.send("GET", back.pathname + back.search);

  expect([elsewhere, first, second].map(({ statusCode }) => statusCode)).toEqual([401, 302, 401]);
  expect([forged.statusCode, forged.json().code]).toEqual([502, "identity-provider-failed"]);
});

test("the sign-up policy holds for strangers from the issuer too", async () => {
  provider.people.set("sub-hal", { email: "hal@example.org", emailVerified: true, name: "Hal" });
  const closed = await logIn(wary.browser(), "sub-hal");
  await wary.browser().send("PATCH", "/api/v1/settings", { signUp: "invitation" }, ADMIN);
  const org = (await wary.browser().send("POST", "/api/v1/organisations", { handle: "lab" }, ADMIN)).json();
  const path = `/api/v1/organisations/${org.id}/invitations`;
  const { token } = (await wary.browser().send("POST", path, { role: "member" }, ADMIN)).json();
  const uninvited = await logIn(wary.browser(), "sub-hal");
  const browser = wary.browser();
  const invited = await logIn(browser, "sub-hal", `/api/v1/auth/openid/start?invitation=${token}`);

  expect([closed.statusCode, uninvited.statusCode, invited.statusCode]).toEqual([403, 403, 302]);
  expect(await meOf(browser)).toMatchObject({ handle: "hal", name: "Hal", hasPassword: false, emailConfirmed: true });
});

test("nobody is sent on to another site after signing in", async () => {
  const answers = [];
  for (const path of ["//evil.example", "/\\evil.example", "https://evil.example", "evil"]) {
    const start = `/api/v1/auth/openid/start?returnTo=${encodeURIComponent(path)}`;
    answers.push((await logIn(trusting.browser(), "sub-ann", start)).headers["location"]);
  }

  expect(answers).toEqual(["/", "/", "/", "/"]);
});

test("the only way to sign in cannot be taken away", async () => {
  const browser = wary.browser();
  await logIn(browser, "sub-hal");
  const { items } = (await browser.send("GET", "/api/v1/me/identities")).json();

  const answer = await browser.send("DELETE", `/api/v1/me/identities/${items[0].id}`);

  expect(answer.statusCode).toBe(403);
});
