import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { makeStateStore } from "../../src/adapters/postgres/state-store.ts";
import { stateOf } from "../_helpers/state-versions.ts";
import { openTenantWorld, type TenantWorld } from "../_helpers/tenant-world.ts";

let world: TenantWorld;

beforeAll(async () => {
  world = await openTenantWorld();
});
afterAll(() => world.close());

test("a member rolls a state back through the API, though requests may not read the table of credentials", async () => {
  const { workspace, marker } = await world.plant("ann");
  const token = world.callers.find(({ name }) => name === "ann/manage")?.token;
  const states = makeStateStore(world.database.pool, world.keyring);
  await states.write(workspace, "openstack", stateOf(2, marker), () => "accept");
  await world.database.pool.query("delete from state_lock where workspace_id = $1", [workspace]);

  const answer = await world.app.inject({
    ...{ method: "POST" as const, url: `/api/v1/workspaces/${workspace}/states/openstack/rollback` },
    headers: { host: "twin.example", authorization: `Bearer ${token}` },
    payload: { serial: 1 },
  });

  expect(world.failures).toEqual([]);
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({ version: { serial: 3, origin: "rollback" }, restored: 1 });
  expect(await states.lock(workspace, "openstack")).toBeNull();
});
