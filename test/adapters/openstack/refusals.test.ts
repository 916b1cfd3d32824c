import { expect, test } from "@jest/globals";
import { makeOpenOpenstackClient } from "../../../src/adapters/openstack/open-openstack-client.ts";
import { catalogWords } from "../../../src/cloud/index.ts";
import { sampleCloudstack } from "../../_helpers/cloud-samples.ts";
import { ID, open, useServers } from "./a-client.ts";

useServers();

test.each([
  ["nova", 400, { badRequest: { code: 400, message: "bad marker" } }, "bad marker"],
  ["neutron", 409, { NeutronError: { type: "Conflict", message: "in use", detail: "" } }, "in use"],
  ["keystone", 404, { error: { code: 404, message: "no such project", title: "Not Found" } }, "no such project"],
  ["glance", 413, { message: "Quota<br /><br />\n exceeded", code: "413", title: "Too large" }, "Quota exceeded"],
  [
    "placement",
    406,
    { errors: [{ status: 406, title: "Not Acceptable", detail: "microversion 9.9" }] },
    "microversion 9.9",
  ],
])("passes on what %s says in its own form", async (_, status, body, words) => {
  const { client } = await open({ routes: { "/compute/v2.1/servers/detail": () => ({ status, body }) } });

  await expect(client.observeInstances(["vm-1"])).rejects.toMatchObject({
    code: "cloud-refused",
    facts: { status, cloudMessage: words },
  });
});

test("calls a forbidden list a matter of credentials and a dead service unreachable", async () => {
  const forbidden = await open({
    routes: {
      "/compute/v2.1/servers/detail": () => ({
        status: 403,
        body: { forbidden: { message: "Policy doesn't allow it" } },
      }),
    },
  });
  const dead = await open({
    routes: { "/compute/v2.1/servers/detail": () => ({ status: 503, body: { message: "overloaded" } }) },
  });

  await expect(forbidden.client.observeInstances(["a"])).rejects.toMatchObject({ code: "cloud-credentials" });
  await expect(dead.client.observeInstances(["a"])).rejects.toMatchObject({ code: "cloud-unreachable" });
  const asked = dead.cloud.seen.filter(({ path }) => path === "/compute/v2.1/servers/detail");
  expect(asked).toHaveLength(3);
});

test("never lets password or token out, even when a service echoes them", async () => {
  const { client } = await open({
    routes: {
      "/compute/v2.1/servers/detail": ({ headers }) => ({
        status: 400,
        body: { badRequest: { message: `token ${headers["x-auth-token"]} of canary-password` } },
      }),
    },
  });

  const error = await client.observeInstances(["a"]).catch((reason: unknown) => reason);

  expect(error).toMatchObject({ code: "cloud-refused", message: expect.stringContaining("token … of …") });
  expect(JSON.stringify([error, (error as Error).message, String((error as Error).stack)])).not.toContain("canary");
});

test("is not opened for a cloud of the other kind", () => {
  const openClient = makeOpenOpenstackClient({ words: catalogWords, clock: { now: () => new Date() } });

  expect(() => openClient(ID, sampleCloudstack())).toThrow(/not an OpenStack/);
});
