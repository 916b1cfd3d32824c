import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import {
  type CloudstackSandbox,
  startCloudstackSandbox,
} from "../../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { readExchanges } from "./exchanges.ts";
import { KNOWN_DIFFERENCES } from "./known-differences.ts";
import { type Replayed, replayToSandbox, type Verdict } from "./replay-to-sandbox.ts";

let sandbox: CloudstackSandbox;
let replayed: readonly Replayed[];

beforeAll(async () => {
  sandbox = await startCloudstackSandbox({ port: 0, latency: "instant" });
  replayed = await replayToSandbox(readExchanges(), sandbox.apiUrl);
}, 180_000);

afterAll(() => sandbox.close());

function of(verdict: Verdict): readonly Replayed[] {
  return replayed.filter((one) => one.verdict === verdict);
}

function commandsIn(some: readonly Replayed[]): number {
  return new Set(some.map(({ exchange }) => exchange.command)).size;
}

test("answers most recorded calls with the recorded outcome, and prints how many of which", () => {
  const lines = (["same", "differs", "unknown command", "no history"] as const).map(
    (verdict) => `${verdict}: ${of(verdict).length} calls of ${commandsIn(of(verdict))} commands`,
  );

  process.stdout.write(
    `contract, sandbox: ${replayed.length} calls of ${commandsIn(replayed)} commands; ${lines.join("; ")}\n`,
  );
  expect([replayed.length, commandsIn(replayed)]).toEqual([3012, 216]);
  expect(of("same")).toHaveLength(2399);
  expect(of("no history")).toHaveLength(346);
});

test("differs only where its specification says so, and as often", () => {
  const counts: Record<string, number> = {};
  for (const { exchange, recorded, answered } of of("differs")) {
    const key = `${exchange.command}: ${recorded} → ${answered}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }

  expect(counts).toEqual(Object.fromEntries(Object.entries(KNOWN_DIFFERENCES).map(([key, [count]]) => [key, count])));
});

test("has every reason of a difference in its specification", () => {
  const specification = readFileSync(new URL("../../../sandbox/cloudstack/SPEC.md", import.meta.url), "utf8");

  const missing = Object.values(KNOWN_DIFFERENCES).filter(([, reason]) => !specification.includes(`**${reason}**`));

  expect(missing).toEqual([]);
});

test("does not know the commands that its specification leaves out", () => {
  const unknown = [...new Set(of("unknown command").map(({ exchange }) => exchange.command))];

  expect(of("unknown command").every(({ answered }) => answered === "401")).toBe(true);
  expect(unknown.length).toBeGreaterThan(50);
  expect(unknown).toContain("createVPC");
});
