import { expect, test } from "@jest/globals";
import { samplePolicy } from "../_helpers/policy-samples.ts";
import { bench, cli, said, useFreshTerminal } from "./a-terminal.ts";
import type { FakeAnswer, SeenRequest } from "./fake-service.ts";
import { WORKSPACE } from "./sample-answers.ts";

useFreshTerminal();

const PRESENT = samplePolicy(WORKSPACE.id, {
  ...{ changes: "safe", version: 4, timeZone: "Asia/Seoul", window: { cron: "0 3 * * *", minutes: 90 } },
  ...{ windowOpen: false, windowOpensAt: "2026-11-22T18:00:00.000Z" },
});

function service({ path }: SeenRequest): FakeAnswer {
  if (path === "/api/v1/workspaces") return { body: { items: [WORKSPACE] } };
  return { body: PRESENT };
}

function sent() {
  const put = bench.service?.seen.find(({ method }) => method === "PUT");
  return [put?.headers["if-match"], JSON.parse(put?.body ?? "null")];
}

test("shows in words what may happen without a person", async () => {
  const code = await cli(["policy", "show", "web"], service);

  const text = said.out.join("\n");
  expect(code).toBe(0);
  expect(text).toContain("safe: what interrupts nothing is applied by itself");
  expect(text).toContain("0 3 * * * for 90 minutes; opens 2026-11-22 18:00 UTC");
  expect(text).toContain("nothing is left to the scheduler");
});

test("changes what is named, keeps the rest, and says on which version", async () => {
  const code = await cli(["policy", "set", "web", "--drift", "correct-safe", "--minutes", "30"], service);

  expect(code).toBe(0);
  expect(sent()).toEqual([
    '"4"',
    {
      ...{ changes: "safe", drift: "correct-safe", timeZone: "Asia/Seoul", power: null, maintenance: false },
      window: { cron: "0 3 * * *", minutes: 30 },
    },
  ]);
});

test("takes a window away, and sets when machines are stopped and started", async () => {
  const times = ["--stop", "0 20 * * *", "--start", "0 8 * * *"];

  const code = await cli(["policy", "set", "web", "--window", "none", "--maintenance", "on", ...times], service);

  expect(code).toBe(0);
  expect(sent()[1]).toMatchObject({
    ...{ window: null, maintenance: true, power: { stop: "0 20 * * *", start: "0 8 * * *" } },
  });
});
