import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { COMMANDS } from "../../../sandbox/cloudstack/command-table.ts";
import { API_CATALOG } from "../../../sandbox/cloudstack/core/api-catalog.ts";
import { UNRECORDED_COMMANDS } from "../../../sandbox/cloudstack/core/unrecorded-commands.ts";
import {
  type CloudstackSandbox,
  startCloudstackSandbox,
} from "../../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { type CommandShapes, type Shape, wordsOf } from "../../../tools/cloudstack-shapes.ts";
import { adminScenario } from "./admin-scenario.ts";
import { shapeDifferences } from "./compare-shapes.ts";
import { failureScenario } from "./failure-scenario.ts";
import { ADMIN_TOKEN } from "./fault-switch.ts";
import { makeObserver, type Observation } from "./recorded-scenario.ts";
import { refusalScenario } from "./refusal-scenario.ts";
import { type Answer, makeSignedClient } from "./signed-client.ts";
import { userScenario } from "./user-scenario.ts";

const SHAPES = JSON.parse(
  readFileSync(new URL("../../_fixtures/cloudstack/shapes.json", import.meta.url), "utf8"),
) as Record<string, CommandShapes>;

/** The recorded server had no custom service offering; a real one gives none of these for it. */
const NOT_RECORDED = [
  "listServiceOfferings.serviceoffering[].cpunumber: missing",
  "listServiceOfferings.serviceoffering[].memory: missing",
];

let sandbox: CloudstackSandbox;
let observations: Observation[];

beforeAll(async () => {
  sandbox = await startCloudstackSandbox({ port: 0, latency: "instant", adminToken: ADMIN_TOKEN });
  const clients = { admin: makeSignedClient(sandbox.apiUrl), user: makeSignedClient(sandbox.apiUrl, "demo") };
  const observer = makeObserver(sandbox.apiUrl, clients);
  await adminScenario(observer);
  await userScenario(observer);
  await refusalScenario(observer);
  await failureScenario(observer, sandbox.url);
  observations = observer.observations;
});

afterAll(() => sandbox.close());

test("answers have the recorded top key, fields and JSON types", () => {
  const comparable = observations.filter(({ command, caller, reply }) => {
    return reply.status === 200 && !isEmpty(reply.answer) && SHAPES[command]?.answers[caller] !== undefined;
  });

  const differences = comparable.flatMap(({ command, caller, reply }) => [
    ...(reply.topKey === SHAPES[command]?.topKey ? [] : [`${command}: top key ${reply.topKey}`]),
    ...differencesOf(command, caller, "answers", reply.answer),
  ]);

  expect(unique(differences)).toEqual(NOT_RECORDED);
  expect(commandsIn(comparable)).toHaveLength(128);
  expect(commandsIn(comparable.filter(({ caller }) => caller === "user"))).toHaveLength(41);
  expect(comparable.length).toBeGreaterThan(340);
  const left = recordedWith("answers").filter((command) => !commandsIn(comparable).includes(command));
  // The sandbox has no autoscaling: this list is always empty here.
  expect(left).toEqual(["listAutoScaleVmGroups"]);
});

test("finished jobs have the recorded class, kind of object and result", () => {
  const comparable = observations.filter(({ command, caller, job }) => {
    return job?.["jobstatus"] === 1 && SHAPES[command]?.jobResults[caller] !== undefined;
  });

  const differences = comparable.flatMap(({ command, caller, job = {} }) => {
    const { javaClasses, jobInstanceType } = SHAPES[command] ?? {};
    return [
      ...differenceIn(`${command}: cmd`, job["cmd"], javaClasses?.[caller]),
      ...differenceIn(`${command}: jobinstancetype`, job["jobinstancetype"], jobInstanceType),
      ...differencesOf(command, caller, "jobResults", job["jobresult"]),
    ];
  });

  expect(unique(differences)).toEqual([]);
  expect(commandsIn(comparable)).toHaveLength(41);
  expect(comparable.length).toBeGreaterThanOrEqual(80);
  expect(recordedWith("jobResults").filter((command) => !commandsIn(comparable).includes(command))).toEqual([]);
});

test("every recorded refusal is made with the same status, codes and words, in the answer or in the job", () => {
  const made = new Set(observations.flatMap(refusalsOf));

  const recorded = Object.entries(SHAPES).flatMap(([command, { errors }]) =>
    errors.map(({ topKey, status, cserrorcode = "", text, inJob }) =>
      [command, inJob ? "job" : topKey, status, cserrorcode, text].join("|"),
    ),
  );

  expect(recorded.filter((refusal) => !made.has(refusal))).toEqual([]);
  expect(recorded).toHaveLength(36);
});

test("an empty list is an empty object, and a page beyond the end is only a count", () => {
  const empty = observations.filter(({ command, reply }) => command.startsWith("list") && isEmpty(reply.answer));

  const shown = empty.map(({ reply }) => Object.keys(reply.answer).join());

  expect(unique(shown).sort()).toEqual(["", "count"]);
});

test("the HTTP status is the error code, and X-Description repeats the text", () => {
  const refusals = observations.filter(({ reply }) => reply.status !== 200).map(({ reply }) => reply);

  for (const { status, headers, answer } of refusals) {
    expect(answer["errorcode"]).toBe(status);
    expect(headers.get("x-description")).toBe(answer["errortext"]);
  }

  expect(refusals.length).toBeGreaterThan(25);
});

test("every command was held against a recording, or is known to have none", () => {
  const held = new Set(observations.map(({ command }) => command).filter((command) => SHAPES[command]));

  const without = Object.keys(COMMANDS).filter((command) => !held.has(command));

  expect(without.filter((command) => !(command in UNRECORDED_COMMANDS))).toEqual([]);
  expect(Object.keys(COMMANDS)).toHaveLength(147);
});

test("asynchronous commands are those of the recorded server", () => {
  const wrong = Object.entries(COMMANDS).filter(([name, { mode }]) => {
    return (API_CATALOG.get(name)?.isAsync ?? false) !== (mode === "async");
  });

  expect(wrong.map(([name]) => name)).toEqual([]);
});

test("the comparison sees a missing field, an unknown field and another type", () => {
  const shape: Shape = { fields: { id: { shape: "string" }, port: { shape: "number", optional: true } } };

  const compare = (value: unknown) => shapeDifferences(value, shape, "x", new Set());

  expect(compare({ id: "a" })).toEqual([]);
  expect(compare({})).toEqual(["x.id: missing"]);
  expect(compare({ id: "a", more: 1 })).toEqual(["x.more: unknown"]);
  expect(compare({ id: "a", port: "22" })).toEqual(["x.port: is string, recorded number"]);
});

function refusalsOf({ command, reply, job }: Observation): string[] {
  if (reply.status !== 200) {
    const { errorcode, cserrorcode = "", errortext } = reply.answer;
    return [[command, reply.topKey, errorcode, cserrorcode, wordsOf(String(errortext))].join("|")];
  }
  if (job?.["jobstatus"] !== 2) return [];
  const { errorcode, errortext } = job["jobresult"] as Answer;
  return [[command, "job", errorcode, "", wordsOf(String(errortext))].join("|")];
}

function differencesOf(
  command: string,
  caller: "admin" | "user",
  part: "answers" | "jobResults",
  value: unknown,
): string[] {
  const shape = SHAPES[command]?.[part][caller];
  if (shape === undefined) return [`${command}: no recorded shape`];
  return shapeDifferences(value, shape, command, new Set(API_CATALOG.get(command)?.response ?? []));
}

function differenceIn(what: string, is: unknown, recorded: unknown): string[] {
  return is === recorded ? [] : [`${what} is ${is}, recorded ${recorded}`];
}

function recordedWith(part: "answers" | "jobResults"): string[] {
  const recorded = Object.entries(SHAPES).filter(([, shapes]) => Object.keys(shapes[part]).length > 0);
  return recorded.map(([command]) => command);
}

function isEmpty(answer: Answer): boolean {
  return Object.keys(answer).length === 0 || Object.keys(answer).join() === "count";
}

function commandsIn(list: Observation[]): string[] {
  return unique(list.map(({ command }) => command));
}

function unique(texts: string[]): string[] {
  return [...new Set(texts)];
}
