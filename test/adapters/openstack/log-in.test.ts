import { expect, test } from "@jest/globals";
import { makeOpenOpenstackClient } from "../../../src/adapters/openstack/open-openstack-client.ts";
import { catalogWords } from "../../../src/cloud/index.ts";
import { sampleOpenstack } from "../../_helpers/cloud-samples.ts";
import { APPLICATION_SECRET, standardCatalog, startScriptedOpenstack } from "../../_helpers/scripted-openstack.ts";
import { ID, open, serverDocument, servers, serving, useServers } from "./a-client.ts";

useServers();

test("logs in once for everything, also when many calls start together", async () => {
  const { client, cloud } = await open();

  await Promise.all([client.readCatalog(), client.readCatalog(), client.observeInstances(["vm-1"])]);

  expect(cloud.tokens).toHaveLength(1);
});

test("renews a token that the cloud refuses in the middle, once, and goes on", async () => {
  const { client, cloud } = await open({ routes: serving(serverDocument()) });
  await client.observeInstances(["vm-1"]);
  cloud.expireTokens();

  const observed = await client.observeInstances(["vm-1"]);

  expect(observed).toHaveLength(1);
  expect(cloud.tokens).toHaveLength(2);
});

test("renews a token before it ends", async () => {
  const { client, cloud } = await open({ tokenLifeMs: 30_000 });

  await client.observeInstances(["vm-1"]);
  await client.observeInstances(["vm-1"]);

  expect(cloud.tokens.length).toBeGreaterThan(1);
});

test("gives up when even a new token is refused", async () => {
  const refused = { status: 401, body: { error: { message: "no" } } };
  const { client, cloud } = await open({ routes: { "/compute/v2.1/servers/detail": () => refused } });

  await expect(client.observeInstances(["vm-1"])).rejects.toMatchObject({ code: "cloud-credentials" });
  expect(cloud.tokens).toHaveLength(2);
});

test("logs in with an application credential and no scope", async () => {
  const credentials = { type: "application-credential" as const, id: "ac", secret: APPLICATION_SECRET };
  const { client, cloud } = await open({}, { credentials });

  await client.readCatalog();

  expect(JSON.parse(cloud.seen[0]?.body ?? "")).toEqual({
    auth: {
      identity: {
        methods: ["application_credential"],
        application_credential: { id: "ac", secret: APPLICATION_SECRET },
      },
    },
  });
});

test("logs in by ids, and by a credential's name with its user", async () => {
  const domains = { userDomainName: "Default", projectDomainName: "Default" };
  const byId = { type: "password" as const, userId: "u", password: "canary-password", projectId: "p1", ...domains };
  const byName = {
    ...{ type: "application-credential" as const, name: "robot", secret: APPLICATION_SECRET },
    ...{ username: "demo", userDomainId: "d1" },
  };
  const first = await open({}, { credentials: byId });
  const second = await open({}, { credentials: byName });

  await first.client.readCatalog();
  await second.client.readCatalog();

  expect(JSON.parse(first.cloud.seen[0]?.body ?? "")).toEqual({
    auth: {
      identity: { methods: ["password"], password: { user: { id: "u", password: "canary-password" } } },
      scope: { project: { id: "p1" } },
    },
  });
  expect(JSON.parse(second.cloud.seen[0]?.body ?? "")).toMatchObject({
    auth: {
      identity: {
        application_credential: {
          name: "robot",
          user: { name: "demo", domain: { id: "d1" } },
          secret: APPLICATION_SECRET,
        },
      },
    },
  });
});

test.each(["", "/", "/v3", "/v3/", "/v2.0"])("takes the identity address with the ending %j", async (ending) => {
  const cloud = await startScriptedOpenstack();
  servers.push(cloud);
  const authUrl = cloud.authUrl.replace("/v3", ending);
  const openClient = makeOpenOpenstackClient({ words: catalogWords, clock: { now: () => new Date() } });

  await expect(openClient(ID, sampleOpenstack({ authUrl })).readCatalog()).resolves.toMatchObject({ cloudId: ID });
});

test.each(["volumev3", "block-storage"])("finds block storage under the name %s", async (type) => {
  const catalog = (url: string) =>
    standardCatalog(url).map((entry) => (entry.type === "volumev3" ? { ...entry, type } : entry));
  const { client } = await open({ catalog });

  await expect(client.readCatalog()).resolves.toMatchObject({ volumeTypes: [] });
});

test("finds a service by region_id alone and in the registered region only", async () => {
  const catalog = (url: string) =>
    standardCatalog(url).map((entry) => ({
      ...entry,
      endpoints: [
        { interface: "public", region_id: "Elsewhere", url: "http://127.0.0.1:9/wrong" },
        ...entry.endpoints.map((endpoint) => ({ ...endpoint, region: undefined })),
      ],
    }));
  const { client } = await open({ catalog });

  await expect(client.readCatalog()).resolves.toMatchObject({ cloudId: ID });
});
