import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { App } from "../../server/app.ts";
import { IDS } from "../_helpers/samples.ts";
import { buildScriptedApp } from "../_helpers/scripted-app.ts";
import { scriptServices, TOKEN } from "../_helpers/scripted-services.ts";

let app: App;

beforeEach(async () => {
  app = await buildScriptedApp(scriptServices().services);
});
afterEach(() => app.close());

function read(token?: string) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return app.inject({ method: "GET", url: "/metrics", headers });
}

test("metrics count requests by route and never by address", async () => {
  const headers = { authorization: `Bearer ${TOKEN}` };
  await app.inject({ method: "GET", url: `/api/v1/workspaces/${IDS.workspace}`, headers });
  await app.inject({ method: "GET", url: "/api/v1/workspaces/no-id", headers });
  await app.inject({ method: "GET", url: "/nowhere/at-all" });

  const answer = await read("metrics-token-of-a-test");

  expect(answer.headers["content-type"]).toContain("text/plain");
  expect(answer.body).toContain(
    'twinstack_http_requests_total{method="GET",route="/api/v1/workspaces/:id",status="200"} 1',
  );
  expect(answer.body).toContain('route="/api/v1/workspaces/:id",status="404"} 1');
  expect(answer.body).toContain('route="unknown",status="404"} 1');
  expect(answer.body).not.toContain(IDS.workspace);
});

test("metrics tell what waits", async () => {
  const { body } = await read("metrics-token-of-a-test");

  expect(body).toContain('twinstack_runs{status="applying"} 1');
  expect(body).toContain("twinstack_queue_oldest_waiting_seconds 7");
  expect(body).toContain("twinstack_webhook_messages_waiting 2");
  expect(body).toContain('twinstack_database_connections{state="open"} 3');
  expect(body).toContain('twinstack_info{version="0.1.0"} 1');
});

test("a stranger reads no metrics, and a person who is no administrator neither", async () => {
  const answers = await Promise.all([read(), read("wrong-token-of-a-test!!"), read(TOKEN)]);

  expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 403]);
});
