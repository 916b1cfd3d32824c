import { expect, test } from "@jest/globals";
import type { CloudObject } from "../../../src/cloud/index.ts";
import { open, useServers } from "./a-client.ts";

useServers();

const MACHINE: CloudObject = {
  ...{ kind: "machine", id: "vm-1", name: "web", condition: "unfinished", cloudStatus: "RESIZE", facts: {} },
};

/** A Nova whose machine passes through these states, one with each look; a second confirmation comes too late for it. */
function passing(...statuses: readonly string[]) {
  const left = [...statuses];
  const last = statuses.at(-1);
  return () => ({ body: { server: { status: left.shift() ?? last } } });
}

test("waits for the resize, confirms it, and waits until the machine is there", async () => {
  const confirmed: unknown[] = [];
  const { client } = await open({
    routes: {
      "/compute/v2.1/servers/vm-1": passing("RESIZE", "VERIFY_RESIZE", "VERIFY_RESIZE", "ACTIVE"),
      "/compute/v2.1/servers/vm-1/action": ({ body }) => {
        confirmed.push(JSON.parse(body));
        return confirmed.length === 1 ? { status: 204 } : { status: 400, body: { badRequest: { message: "no" } } };
      },
    },
  });

  await client.finishObject(MACHINE);

  expect(confirmed).toEqual([{ confirmResize: null }, { confirmResize: null }]);
});

test("confirms nothing where the machine is there already", async () => {
  const { client, cloud } = await open({ routes: { "/compute/v2.1/servers/vm-1": passing("ACTIVE") } });

  await client.finishObject(MACHINE);

  expect(cloud.seen.filter(({ path }) => path.endsWith("/action"))).toEqual([]);
});
