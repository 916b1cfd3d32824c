import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { pointOf } from "./kill-point.ts";
import { runCase } from "./run-case.ts";
import { openStand, type Stand } from "./stand.ts";

jest.setTimeout(400_000);

let stand: Stand;

beforeAll(async () => {
  stand = await openStand();
});
afterAll(async () => {
  await stand?.close();
});

/** One for each who can die, at the moments that hurt most; `npm run test:kill` has all of them. */
test.each([
  ["service", "database: insert state_version | 1 | after"],
  ["worker", "engine: apply | 1 | after"],
  ["database", "database: update site_condition | 1 | before"],
  ["engine", "openstack: POST /compute/v2.1/servers | 1 | after"],
  ["provider", "cloudstack: deployVirtualMachine | 1 | after"],
])("a %s killed at %s loses nothing and doubles nothing", async (victim, place) => {
  const result = await runCase(stand, pointOf(`${victim} | ${place}`), `sample-${victim}`);

  expect(result.problems).toEqual([]);
  expect(result.phase).not.toBeNull();
});
