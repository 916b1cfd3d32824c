import { expect, test } from "@jest/globals";
import type { FuzzAnswer } from "./api-oracles.ts";
import { judge, TOKEN_LENGTH } from "./api-oracles.ts";
import type { FuzzRequest } from "./api-requests.ts";
import { fuzzApi } from "./fuzz-api.ts";
import { noteCounts } from "./note-counts.ts";
import { SIZES } from "./sizes.ts";
import { UNREACHED } from "./sound-requests.ts";

/** From so many on every operation has had its chance to succeed. */
const MANY = 30_000;
/** So many operations may miss their chance: they need a state that others of the sixteen at once take away again. */
const CHANCE = 6;

test("no request breaks the service, reads or changes the other tenants' things, or hears more than a problem", async () => {
  const { api: inputs, seed } = SIZES;
  const started = performance.now();
  const before = process.cpuUsage();

  const counts = await fuzzApi({ seed, inputs });

  const perSecond = Math.round(inputs / ((performance.now() - started) / 1_000));
  const cpu = process.cpuUsage(before);
  const { byOperation, ...printed } = counts;
  await noteCounts("api", { ...counts, reasons: UNREACHED });
  process.stdout.write(
    `API fuzzed with seed ${seed}, ${perSecond}/s, ${((cpu.user + cpu.system) / 1_000 / inputs).toFixed(2)} ms of this process each: ${JSON.stringify(printed)}\n`,
  );
  for (const key of counts.neverAccepted)
    process.stdout.write(
      `never accepted: ${key} ${JSON.stringify(byOperation[key]?.statuses)}: ${UNREACHED[key] ?? ""}\n`,
    );
  expect(counts.inputs).toBe(inputs);
  expect(counts.accepted).toBeGreaterThan(inputs / 10);
  expect(counts.refused).toBeGreaterThan(inputs / 10);
  expect(counts.foreign).toBeGreaterThan(inputs / 20);
  // Another tenant's thing was named to every operation that takes one, and nearly every one succeeded at some time.
  expect(inputs < MANY ? [] : counts.neverForeign).toEqual([]);
  const unexplained = counts.neverAccepted.filter((key) => UNREACHED[key] === undefined);
  expect(inputs < MANY ? 0 : unexplained.length).toBeLessThanOrEqual(CHANCE);
}, 3_600_000);

const operation = { key: "GET /api/v1/runs/{id}", method: "GET", path: "/api/v1/runs/{id}", query: [], bodies: {} };
const request = { operation, method: "GET", foreign: [] as string[] } as unknown as FuzzRequest;
const forbidden = {
  marks: ["bob-mark"],
  secrets: ["canary"],
  ownSecrets: new Set(["t".repeat(TOKEN_LENGTH)]),
  guarded: new Set([operation.key]),
};
const type = "application/problem+json; charset=utf-8";
const refusal = (change: object, status = 404): FuzzAnswer => ({
  statusCode: status,
  headers: { "content-type": type },
  body: JSON.stringify({ code: "not-found", status, requestId: "r", ...change }),
});

test.each<[string, FuzzAnswer, readonly string[]]>([
  ["a failure", refusal({ code: "internal" }, 500), []],
  ["a refusal without a code", refusal({ code: undefined }), []],
  ["a refusal without a request id", refusal({ requestId: "" }), []],
  ["a refusal that is no problem document", { ...refusal({}), headers: { "content-type": "text/html" } }, []],
  ["a stranger's name", { statusCode: 200, headers: {}, body: '{"name":"bob-mark"}' }, []],
  ["a secret", { statusCode: 200, headers: {}, body: '{"password":"canary"}' }, []],
  ["a caller's token", { statusCode: 200, headers: {}, body: `{"password":"${"t".repeat(TOKEN_LENGTH)}"}` }, []],
  [
    "a caller's token in something longer",
    { statusCode: 200, headers: {}, body: `x-${"t".repeat(TOKEN_LENGTH)}_y` },
    [],
  ],
  ["a secret in a header", { statusCode: 200, headers: { location: "/canary" }, body: "" }, []],
  ["a stack trace", refusal({ detail: "Error\n    at run (/srv/app/run.ts:1:2)" }), []],
  ["a foreign thing", { statusCode: 200, headers: {}, body: "{}" }, ["id"]],
  ["a foreign thing that is told apart from none", refusal({ code: "name-taken" }, 409), ["id"]],
])("the oracle hears %s", (_what, answer, foreign) => {
  expect(judge({ ...request, foreign, foreignObject: foreign.length > 0 }, answer, forbidden)).not.toEqual([]);
  expect(judge({ ...request, foreign: ["id"], foreignObject: true }, refusal({}), forbidden)).toEqual([]);
});
