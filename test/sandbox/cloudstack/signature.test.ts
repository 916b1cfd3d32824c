import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { SANDBOX_CREDENTIALS } from "../../../sandbox/cloudstack/seed/credentials.ts";
import {
  type CloudstackSandbox,
  startCloudstackSandbox,
} from "../../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { encodeLikeJava, items, makeSignedClient, send, sign } from "./signed-client.ts";

const { apiKey, secretKey } = SANDBOX_CREDENTIALS.admin;
const REFUSED = {
  uuidList: [],
  errorcode: 401,
  errortext: "unable to verify user credentials and/or request signature",
};

let sandbox: CloudstackSandbox;

beforeAll(async () => {
  sandbox = await startCloudstackSandbox({ port: 0, latency: "instant" });
});

afterAll(() => sandbox.close());

beforeEach(() => makeSignedClient(sandbox.apiUrl).run("resetConfiguration", { name: ENFORCE }));

const ENFORCE = "enforce.post.requests.and.timestamps";

test.each([
  ["the documented date", inMinutes(10).replace(/\.\d+Z$/, "+0000")],
  ["a date in RFC 3339", inMinutes(10).replace(/\.\d+Z$/, "Z")],
])("takes a version 3 signature with %s", async (_form, expires) => {
  const reply = await ask({ signatureVersion: "3", expires });

  expect(reply.status).toBe(200);
});

test.each([
  ["has expired", { signatureVersion: "3", expires: inMinutes(-1) }],
  ["names no date", { signatureVersion: "3" }],
  ["names no date it can read", { signatureversion: "3", expires: "soon" }],
])("refuses a version 3 signature that %s", async (_why, parameters) => {
  const reply = await ask(parameters as Record<string, string>);

  expect(reply.status).toBe(401);
  expect(reply.topKey).toBe("listzonesresponse");
  expect(reply.answer).toEqual(REFUSED);
});

test("takes a signature in the query and in a form, and names in either case", async () => {
  const get = await ask({ signatureversion: "3", expires: inMinutes(1) }, "GET");
  const post = await ask({ SignatureVersion: "3", Expires: inMinutes(1) }, "POST");

  expect([get.status, post.status]).toEqual([200, 200]);
});

test("refuses a wrong secret, an unknown key and a missing signature alike", async () => {
  const query = { command: "listZones", apiKey, response: "json" };

  const wrongSecret = await send(sandbox.apiUrl, sign(query, "wrong"), "GET");
  const unknownKey = await send(sandbox.apiUrl, sign({ ...query, apiKey: "nobody" }, secretKey), "GET");
  const unsigned = await send(sandbox.apiUrl, new URLSearchParams(query).toString(), "GET");

  expect([wrongSecret, unknownKey, unsigned].map(({ answer }) => answer)).toEqual([REFUSED, REFUSED, REFUSED]);
});

test("answers a command nobody knows like a bad signature", async () => {
  const { status, topKey, answer } = await makeSignedClient(sandbox.apiUrl).call("fooBar");

  expect({ status, topKey, answer }).toEqual({ status: 401, topKey: "errorresponse", answer: REFUSED });
});

test("a value signed in its own case but sent in another is still the same signature text", async () => {
  const query = { command: "listZones", apiKey, response: "json", name: "SANDBOX-zone" };

  const reply = await send(sandbox.apiUrl, sign(query, secretKey).replace("SANDBOX-zone", "sandbox-ZONE"), "GET");

  // The text to sign is lower-cased as a whole, so letter case is not protected: the filter itself still is exact.
  expect(reply.status).toBe(200);
  expect(reply.answer).toEqual({});
});

test("C12: a tilde signed the way Go leaves it is refused, the way Java escapes it is taken", async () => {
  const query = { command: "listZones", apiKey, response: "json", name: "a~b" };

  const likeGo = await send(sandbox.apiUrl, sign(query, secretKey, encodeURIComponent), "GET");
  const likeJava = await send(sandbox.apiUrl, sign(query, secretKey, encodeLikeJava), "GET");

  expect(likeGo.status).toBe(401);
  expect(likeJava.status).toBe(200);
});

test("signs spaces, stars, plus signs and letters beyond ASCII like the server", async () => {
  const client = makeSignedClient(sandbox.apiUrl);
  const name = "a b*c+d/é!'()";

  await client.run("createDiskOffering", { name, displaytext: name, disksize: 1 });
  const found = await client.run("listDiskOfferings", { name });

  expect(items(found, "diskoffering").map((offering) => offering["name"])).toEqual([name]);
});

test("C20: with enforcement on, a far expiry date and a change by GET are refused", async () => {
  const client = makeSignedClient(sandbox.apiUrl);
  await client.run("updateConfiguration", { name: ENFORCE, value: true });
  const query = { command: "listZones", apiKey, signatureVersion: "3" };
  const change = { command: "createDiskOffering", name: "x", displaytext: "x", apiKey, signatureVersion: "3" };

  const soon = await send(sandbox.apiUrl, sign({ ...query, expires: inMinutes(14) }, secretKey), "GET");
  const far = await send(sandbox.apiUrl, sign({ ...query, expires: inMinutes(16) }, secretKey), "GET");
  const byGet = await send(sandbox.apiUrl, sign({ ...change, expires: inMinutes(1) }, secretKey), "GET");
  const reset = { command: "resetConfiguration", name: ENFORCE, apiKey, signatureVersion: "3", expires: inMinutes(1) };
  const byPost = await send(sandbox.apiUrl, sign(reset, secretKey), "POST");

  expect([soon.status, far.status, byGet.status, byPost.status]).toEqual([200, 401, 401, 200]);
});

test("says on every answer that it is a sandbox", async () => {
  const good = await ask({});
  const bad = await fetch(sandbox.apiUrl);
  const elsewhere = await fetch(`${sandbox.url}/nowhere`);

  expect(good.headers.get("x-twinstack-sandbox")).toBe("cloudstack");
  expect(bad.headers.get("x-twinstack-sandbox")).toBe("cloudstack");
  expect(elsewhere.headers.get("x-twinstack-sandbox")).toBe("cloudstack");
});

function ask(parameters: Record<string, string>, method: "GET" | "POST" = "GET") {
  const query = { command: "listZones", apiKey, response: "json", ...parameters };
  return send(sandbox.apiUrl, sign(query, secretKey), method);
}

function inMinutes(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString();
}
