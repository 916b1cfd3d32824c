import * as z from "zod";
import { makeCloudstackApi } from "../../src/adapters/cloudstack/cloudstack-api.ts";
import { makeHttpClient } from "../../src/adapters/http/http-client.ts";
import { makeIdentity } from "../../src/adapters/openstack/identity.ts";
import { makeOpenstackApi } from "../../src/adapters/openstack/openstack-api.ts";
import { type Cloud, CloudRegistration } from "../../src/contract/index.ts";

const clock = { now: () => new Date() };

interface Caller {
  api<T>(method: string, path: string): Promise<{ readonly body: T }>;
}

/** Both sandbox clouds of a started service, to change them behind its back. */
export async function sandboxHands(service: Caller) {
  const { items } = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body;
  const endpoint = (kind: Cloud["kind"]) => items.find((cloud) => cloud.kind === kind)?.endpoint;
  const openstack = CloudRegistration.parse({
    ...{ kind: "openstack", name: "raw", authUrl: endpoint("openstack") },
    credentials: { type: "password", username: "demo", password: "demo", projectName: "demo" },
  });
  const cloudstack = CloudRegistration.parse({
    ...{ kind: "cloudstack", name: "raw", apiUrl: endpoint("cloudstack"), zone: "sandbox-zone" },
    credentials: { apiKey: "sandbox-admin-api-key", secretKey: "sandbox-admin-secret-key" },
  });
  if (openstack.kind !== "openstack" || cloudstack.kind !== "cloudstack") throw new Error("not the sandbox");
  const http = makeHttpClient({ secrets: [] });
  return {
    openstack: makeOpenstackApi(http, makeIdentity(http, openstack, clock), openstack),
    cloudstack: makeCloudstackApi(http, cloudstack, clock),
  };
}

/** What has an id, and an answer that nobody reads. */
export const WithId = z.object({ id: z.string() });
export const Anything = z.unknown();
