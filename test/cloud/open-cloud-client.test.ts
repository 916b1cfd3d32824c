import { expect, test } from "@jest/globals";
import { makeCloudClients, makeOpenCloudClient } from "../../src/cloud/index.ts";
import type { CloudRegistration } from "../../src/contract/index.ts";
import { memoryCloudStore, sampleCloudstack, sampleOpenstack, scriptedClient } from "../_helpers/cloud-samples.ts";

test("opens the client of the cloud's kind", () => {
  const openstack = scriptedClient();
  const cloudstack = scriptedClient();
  const open = makeOpenCloudClient({ openstack: () => openstack, cloudstack: () => cloudstack });

  expect(open("a", sampleOpenstack())).toBe(openstack);
  expect(open("b", sampleCloudstack())).toBe(cloudstack);
});

test("keeps a cloud's client, and with it the token, until the registration changes", async () => {
  let registration: CloudRegistration | null = sampleOpenstack();
  let opened = 0;
  const clients = makeCloudClients({
    store: {
      connection: async () => (registration === null ? null : { cloud: {} as never, registration }),
    },
    openClient: () => {
      opened += 1;
      return scriptedClient();
    },
  });

  const first = await clients("a");
  const again = await clients("a");
  registration = sampleOpenstack({ region: "north" });
  const changed = await clients("a");
  registration = null;

  expect(again).toBe(first);
  expect(changed).not.toBe(first);
  expect(opened).toBe(2);
  await expect(clients("a")).rejects.toMatchObject({ code: "not-found", facts: { cloudId: "a" } });
});

test("answers not-found for a cloud that never was", async () => {
  const clients = makeCloudClients({ store: memoryCloudStore(), openClient: () => scriptedClient() });

  await expect(clients("a")).rejects.toMatchObject({ code: "not-found" });
});
