import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { App } from "../../server/app.ts";
import { buildScriptedApp } from "../_helpers/scripted-app.ts";
import { type Calls, scriptServices, TOKEN } from "../_helpers/scripted-services.ts";
import { WEBHOOK_ID } from "../_helpers/scripted-webhooks.ts";

let app: App;
let calls: Calls;

beforeEach(async () => {
  const scripted = scriptServices();
  calls = scripted.calls;
  app = await buildScriptedApp(scripted.services);
});
afterEach(() => app.close());

function api(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, payload?: object) {
  const headers = { authorization: `Bearer ${TOKEN}` };
  return app.inject({ method, url: `/api/v1${path}`, headers, ...(payload && { payload }) });
}

test("a webhook is made with its secret shown once, and read without it", async () => {
  const made = await api("POST", "/webhooks", { name: "chat", url: "https://chat.example/x", events: ["run.errored"] });
  const read = await api("GET", `/webhooks/${WEBHOOK_ID}`);

  expect([made.statusCode, made.json().secret]).toEqual([201, "whsec_c2VjcmV0"]);
  expect(made.headers["location"]).toBe(`/api/v1/webhooks/${WEBHOOK_ID}`);
  expect(read.body).not.toContain("whsec_");
});

test.each([
  ["no address", { name: "x", url: "chat", events: ["run.errored"] }, "/url"],
  ["another protocol", { name: "x", url: "file:///etc/passwd", events: ["run.errored"] }, "/url"],
  ["a password in the address", { name: "x", url: "https://a:b@chat.example", events: ["run.errored"] }, "/url"],
  ["an unknown event", { name: "x", url: "https://chat.example", events: ["run.exploded"] }, "/events/0"],
  ["the test event", { name: "x", url: "https://chat.example", events: ["test"] }, "/events/0"],
  ["no event", { name: "x", url: "https://chat.example", events: [] }, "/events"],
])("%s is refused at its field", async (_what, body, pointer) => {
  const answer = await api("POST", "/webhooks", body);

  expect(answer.statusCode).toBe(422);
  expect(answer.json().issues.map((issue: { pointer: string }) => issue.pointer)).toContain(pointer);
  expect(calls).toEqual([]);
});

test("the log of deliveries is read page by page, and ends", async () => {
  const first = await api("GET", `/webhooks/${WEBHOOK_ID}/deliveries?limit=2`);
  const cursor: string = first.json().nextCursor;
  const second = await api("GET", `/webhooks/${WEBHOOK_ID}/deliveries?limit=2&cursor=${cursor}`);

  expect(first.json().items).toHaveLength(2);
  expect(second.json()).toMatchObject({ items: [{ id: expect.stringMatching(/0001$/) }], nextCursor: null });
});

test("a cursor that this list did not give is refused in words", async () => {
  const foreign = Buffer.from('["runs",1]').toString("base64url");
  const answers = await Promise.all(
    ["nonsense", foreign, Buffer.from('["deliveries",{}]').toString("base64url")].map((cursor) =>
      api("GET", `/webhooks/${WEBHOOK_ID}/deliveries?cursor=${cursor}`),
    ),
  );

  expect(answers.map(({ statusCode }) => statusCode)).toEqual([422, 422, 422]);
  expect(answers[0]?.json().issues[0].code).toBe("wrong-cursor");
});
