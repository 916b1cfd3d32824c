import { expect, test } from "@jest/globals";
import type { FuzzAnswer } from "./api-oracles.ts";
import { judge } from "./api-oracles.ts";
import type { FuzzRequest } from "./api-requests.ts";
import { fuzzApi } from "./fuzz-api.ts";

/**
 * With the 30,000 documents of requirements.test.ts CI reaches 100,000 inputs; elsewhere a sample is enough.
 * `npm run test:fuzz` asks for more; a seed in the environment repeats a run that failed.
 */
const INPUTS = Number(process.env["FUZZ_API"] || 3_000);
const SEED = Number(process.env["FUZZ_SEED"] || 20_261_121);

test("no request breaks the service, reads or changes the other tenants' things, or hears more than a problem", async () => {
  const started = performance.now();
  const before = process.cpuUsage();

  const counts = await fuzzApi({ seed: SEED, inputs: INPUTS });

  const perSecond = Math.round(INPUTS / ((performance.now() - started) / 1_000));
  const cpu = process.cpuUsage(before);
  process.stdout.write(
    `API fuzzed with seed ${SEED}, ${perSecond}/s, ${Math.round((cpu.user + cpu.system) / 1_000)} ms of this process: ${JSON.stringify(counts)}\n`,
  );
  expect(counts.inputs).toBe(INPUTS);
  expect(counts.accepted).toBeGreaterThan(INPUTS / 10);
  expect(counts.refused).toBeGreaterThan(INPUTS / 10);
  expect(counts.foreign).toBeGreaterThan(INPUTS / 20);
}, 3_600_000);

const operation = { key: "GET /api/v1/runs/{id}", method: "GET", path: "/api/v1/runs/{id}", query: [], bodies: {} };
const request = { operation, method: "GET", foreign: [] as string[] } as unknown as FuzzRequest;
const forbidden = { marks: ["bob-mark"], secrets: ["canary"], guarded: new Set([operation.key]) };
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
  ["a secret in a header", { statusCode: 200, headers: { location: "/canary" }, body: "" }, []],
  ["a stack trace", refusal({ detail: "Error\n    at run (/srv/app/run.ts:1:2)" }), []],
  ["a foreign thing", { statusCode: 200, headers: {}, body: "{}" }, ["id"]],
  ["a foreign thing that is told apart from none", refusal({ code: "name-taken" }, 409), ["id"]],
])("the oracle hears %s", (_what, answer, foreign) => {
  expect(judge({ ...request, foreign, foreignObject: foreign.length > 0 }, answer, forbidden)).not.toEqual([]);
  expect(judge({ ...request, foreign: ["id"], foreignObject: true }, refusal({}), forbidden)).toEqual([]);
});
