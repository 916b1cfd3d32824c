import { expect, test } from "@jest/globals";
import Fastify from "fastify";
import type { App } from "../../server/app.ts";
import { useShuttingDown } from "../../server/plugins/shutting-down.ts";
import { AppError } from "../../src/kernel/app-error.ts";

let stopping = false;

async function ask(method: "GET" | "POST", url: string) {
  const app = Fastify();
  useShuttingDown(app as unknown as App, () => stopping);
  app.setErrorHandler((error, _request, reply) => reply.code(error instanceof AppError ? 503 : 500).send({}));
  for (const path of ["/workspaces", "/runs/:id/cancel"]) app.post(path, async () => ({}));
  app.get("/runs/:id", async () => ({}));
  try {
    return await app.inject({ method, url });
  } finally {
    await app.close();
  }
}

test("a service that is ending refuses new work, says when to come again, and still stops runs and shows them", async () => {
  stopping = true;

  const refused = await ask("POST", "/workspaces");
  const canceled = await ask("POST", "/runs/1/cancel");
  const shown = await ask("GET", "/runs/1");

  expect([refused.statusCode, refused.headers["retry-after"]]).toEqual([503, "10"]);
  expect([canceled.statusCode, shown.statusCode]).toEqual([200, 200]);
});

test("a service that is not ending refuses nothing", async () => {
  stopping = false;

  expect((await ask("POST", "/workspaces")).statusCode).toBe(200);
});
