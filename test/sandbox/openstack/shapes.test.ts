import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import type { RecordedAnswer } from "../../../tools/openstack-shapes/probe.ts";
import { runShapeScenario } from "../../../tools/openstack-shapes/scenario.ts";
import { startCloud } from "./a-cloud.ts";
import { compareShapes } from "./compare-shapes.ts";

const FIXTURE = new URL("../../_fixtures/openstack-shapes.json", import.meta.url);

test("answers every recorded call with the status and the keys of a real OpenStack", async () => {
  const real = JSON.parse(readFileSync(FIXTURE, "utf8")) as Record<string, RecordedAnswer>;
  const cloud = await startCloud();
  const account = (name: string) => ({ authUrl: cloud.authUrl, username: name, password: name, projectName: name });

  const { recorded } = await runShapeScenario(account("demo"), account("admin")).finally(() => cloud.close());

  expect(Object.keys(real).length).toBeGreaterThanOrEqual(300);
  expect(compareShapes(real, recorded)).toEqual([]);
});

test("a missing key, a foreign key, another type and another status are all noticed", () => {
  const real = { call: { status: 200, body: { server: { id: "string", size: "number", tags: ["string"] } } } };
  const odd = { status: 200, body: { server: { id: "number", tags: [{ name: "string" }], extra: "string" } } } as const;

  const differences = compareShapes(real, new Map<string, RecordedAnswer>([["call", odd]]));
  const status = compareShapes(real, new Map<string, RecordedAnswer>([["call", { ...odd, status: 404 }]]));

  expect(differences).toEqual([
    'call.server.id: real "string", sandbox "number"',
    "call.server.size: missing",
    'call.server.tags[]: real "string", sandbox {"name":"string"}',
    "call.server.extra: only in the sandbox",
  ]);
  expect(status).toEqual(["call: real 200, sandbox 404"]);
});
