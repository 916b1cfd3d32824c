import { afterEach, expect, test } from "@jest/globals";
import type { App } from "../../server/app.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { buildScriptedApp } from "../_helpers/scripted-app.ts";
import { type Calls, scriptServices, TOKEN } from "../_helpers/scripted-services.ts";

let app: App;
let calls: Calls;
const fail: Record<string, Error> = {};

async function build(): Promise<void> {
  const scripted = scriptServices({ fail });
  calls = scripted.calls;
  app = await buildScriptedApp(scripted.services);
}

afterEach(async () => {
  for (const name of Object.keys(fail)) delete fail[name];
  await app.close();
});

function submit(key: string, body: object) {
  return app.inject({
    method: "POST",
    url: "/api/v1/workspaces",
    headers: { authorization: `Bearer ${TOKEN}`, "idempotency-key": key },
    payload: body,
  });
}

test("a repeated submission is answered as the first one and reaches the core once", async () => {
  await build();

  const first = await submit("k-1", { name: "web", hardware: { vcpu: 2 } });
  const second = await submit("k-1", { hardware: { vcpu: 2 }, name: "web" });

  expect(second.statusCode).toBe(201);
  expect(second.json()).toEqual(first.json());
  expect(second.headers["location"]).toBe(first.headers["location"]);
  expect([first.headers["idempotency-replayed"], second.headers["idempotency-replayed"]]).toEqual([undefined, "true"]);
  expect(calls.filter(([name]) => name === "submit")).toHaveLength(1);
});

test("the same key with another body is refused and reaches nothing", async () => {
  await build();
  await submit("k-1", { name: "web" });

  const other = await submit("k-1", { name: "other" });

  expect([other.statusCode, other.json().code]).toEqual([422, "idempotency-key-reused"]);
  expect(calls.filter(([name]) => name === "submit")).toHaveLength(1);
});

test("a refused submission keeps nothing, so the same key works once the cause is gone", async () => {
  fail["submit"] = new AppError("no-cloud", "There is no cloud.");
  await build();
  const refused = await submit("k-1", { name: "web" });
  delete fail["submit"];

  const accepted = await submit("k-1", { name: "web" });

  expect([refused.json().code, accepted.statusCode]).toEqual(["no-cloud", 201]);
  expect(accepted.headers["idempotency-replayed"]).toBeUndefined();
});

test("a key that is no key is refused with what it should be", async () => {
  await build();

  const answer = await submit("two words", { name: "web" });

  expect(answer.statusCode).toBe(422);
  expect(answer.json().issues[0].code).toBe("wrong-header");
});

test("without a key nothing is remembered", async () => {
  await build();
  const plain = () =>
    app.inject({
      method: "POST",
      url: "/api/v1/workspaces",
      headers: { authorization: `Bearer ${TOKEN}` },
      payload: { name: "web" },
    });

  await plain();
  await plain();

  expect(calls.filter(([name]) => name === "submit")).toHaveLength(2);
});
