import { expect, test } from "@jest/globals";
import { managedCount, readOutputs } from "../../src/state/index.ts";
import { SAMPLE_OUTPUTS } from "../_helpers/terraform-data.ts";

const outputs = Object.fromEntries(Object.entries(SAMPLE_OUTPUTS).map(([name, value]) => [name, { value }]));
const resources = [
  { mode: "managed", type: "a", instances: [{}, {}] },
  { mode: "data", type: "b", instances: [{}] },
];

function state(overrides: Readonly<Record<string, unknown>>): Uint8Array {
  return Buffer.from(JSON.stringify({ version: 4, serial: 1, lineage: "line-1", resources: [], ...overrides }));
}

test("the facts of a state are its outputs, and how many objects it manages without data sources", () => {
  const bytes = state({ outputs, resources });

  expect(readOutputs(bytes)).toEqual(SAMPLE_OUTPUTS);
  expect(managedCount(bytes)).toBe(2);
});

test("the facts of a state are nothing when an output is missing or the document is broken", () => {
  const { instance_name: _left, ...incomplete } = outputs;

  expect(readOutputs(state({ outputs: incomplete }))).toBeNull();
  expect(readOutputs(Buffer.from("broken"))).toBeNull();
  expect(managedCount(Buffer.from("broken"))).toBe(0);
});
