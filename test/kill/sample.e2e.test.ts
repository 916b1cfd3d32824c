import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { pointOf } from "./kill-point.ts";
import { liveThrough } from "./life.ts";
import { openStand, type Stand } from "./stand.ts";

jest.setTimeout(400_000);

let stand: Stand;

beforeAll(async () => {
  stand = await openStand();
});
afterAll(async () => {
  await stand?.close();
});

test("in one life a provider, an engine, a worker, the database and the service are killed, and nothing is lost or doubled", async () => {
  const blows = {
    first: pointOf("engine | apply | engine | openstack: POST /compute/v2.1/servers | 1 | after"),
    changes: [
      pointOf("worker | change | worker | engine: apply | 1 | after"),
      pointOf("database | change | worker | database: update site_condition | 1 | before"),
      pointOf("service | change | service | database: insert state_version | 1 | after"),
    ],
    destroy: pointOf("provider | destroy | engine | cloudstack: destroyVirtualMachine | 1 | after"),
  };

  const results = await liveThrough(stand, blows, "sample", async () => undefined);

  expect(results.flatMap(({ problems }) => problems)).toEqual([]);
  expect(results.map(({ phase }) => phase)).toEqual(["apply", "change", "change", "change", "destroy"]);
});
