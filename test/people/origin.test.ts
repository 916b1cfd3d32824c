import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ADMIN_TOKEN, PASSWORD, type PeopleApp, startPeopleApp } from "../_helpers/people-app.ts";

let house: PeopleApp;

beforeAll(async () => {
  house = await startPeopleApp({ url: "https://twin.example" });
  await house.addPerson("ann");
});
afterAll(() => house.close());

/** A request with exactly these headers, besides host and cookie. */
async function change(headers: Record<string, string>, cookie: string) {
  const answer = await house.app.inject({
    method: "PATCH",
    url: "/api/v1/me",
    headers: { host: "twin.example", ...(cookie !== "" && { cookie }), ...headers },
    payload: { name: "Ann" },
  });
  return [answer.statusCode, answer.json().code ?? "done"];
}

async function cookieOfAnn(): Promise<string> {
  const browser = house.browser();
  await browser.logIn("ann");
  return [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

test.each([
  ["our own page", { origin: "https://twin.example", "sec-fetch-site": "same-origin" }, [200, "done"]],
  ["our own page in an old browser", { origin: "https://twin.example" }, [200, "done"]],
  ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }, [403, "foreign-origin"]],
  ["another site in an old browser", { origin: "https://evil.example" }, [403, "foreign-origin"]],
  ["a neighbouring host", { origin: "https://x.twin.example", "sec-fetch-site": "same-site" }, [403, "foreign-origin"]],
  ["another port", { origin: "https://twin.example:8443" }, [403, "foreign-origin"]],
  ["a sandboxed frame", { origin: "null" }, [403, "foreign-origin"]],
  ["a form that hides its origin", { "sec-fetch-site": "cross-site" }, [403, "foreign-origin"]],
  ["a client that says nothing", {}, [403, "foreign-origin"]],
])("with a cookie, a change from %s is judged by where it comes from", async (_from, headers, expected) => {
  expect(await change(headers, await cookieOfAnn())).toEqual(expected);
});

test("with an API token nothing has to be said, for no foreign page can add one", async () => {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };

  expect(await change(headers, "")).toEqual([200, "done"]);
  expect(await change({ ...headers, origin: "https://evil.example" }, "")).toEqual([200, "done"]);
});

test("no other site signs a visitor in as somebody", async () => {
  const answer = await house
    .browser()
    .send(
      "POST",
      "/api/v1/auth/login",
      { email: "ann@example.org", password: PASSWORD },
      { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    );

  expect([answer.statusCode, answer.json().code]).toEqual([403, "foreign-origin"]);
  expect(answer.headers["set-cookie"]).toBeUndefined();
});

test("under https the cookie is Secure and cannot be planted by a neighbouring host", async () => {
  const browser = house.browser();

  await browser.logIn("ann");

  expect(browser.setCookies[0]).toMatch(/^__Host-twinstack-session=[\w-]+; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
  expect(browser.setCookies[0]).not.toContain("Domain");
});
