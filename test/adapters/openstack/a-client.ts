import { afterEach } from "@jest/globals";
import { makeOpenOpenstackClient } from "../../../src/adapters/openstack/open-openstack-client.ts";
import { catalogWords } from "../../../src/cloud/index.ts";
import type { OpenstackRegistration } from "../../../src/contract/index.ts";
import { sampleOpenstack } from "../../_helpers/cloud-samples.ts";
import {
  type ScriptedOpenstack,
  type ScriptedOpenstackOptions,
  startScriptedOpenstack,
} from "../../_helpers/scripted-openstack.ts";

/** The id the cloud is registered under. */
export const ID = "11111111-1111-4111-8111-111111111111";
/** The clouds that one test has started. */
export const servers: ScriptedOpenstack[] = [];

/** Closes the clouds of every test of the file after it. */
export function useServers(): void {
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
}

/** A client of a scripted cloud that is closed after the test. */
export async function open(options: ScriptedOpenstackOptions = {}, change: Partial<OpenstackRegistration> = {}) {
  const cloud = await startScriptedOpenstack(options);
  servers.push(cloud);
  const openClient = makeOpenOpenstackClient({
    words: catalogWords,
    clock: { now: () => new Date() },
    tools: { pause: async () => {}, random: () => 0 },
    timeoutMs: 2000,
  });
  return { cloud, client: openClient(ID, sampleOpenstack({ authUrl: cloud.authUrl, ...change })) };
}

/** A flavor as Nova lists it. */
export const FLAVOR = { id: "f1", name: "m1.small", vcpus: 2, ram: 4096, disk: 20, extra: "from the future" };

/** A machine as Nova lists it. */
export function serverDocument(change: object = {}) {
  return {
    id: "vm-1",
    name: "web",
    status: "ACTIVE",
    "OS-EXT-STS:task_state": null,
    flavor: { id: "f1", links: [] },
    image: { id: "i1" },
    addresses: { net: [{ addr: "10.0.0.5", version: 4, "OS-EXT-IPS:type": "fixed" }] },
    "os-extended-volumes:volumes_attached": [],
    ...change,
  };
}

/** Routes of a Nova that lists these machines. */
export function serving(...documents: object[]) {
  return {
    "/compute/v2.1/servers/detail": () => ({ body: { servers: documents } }),
    "/compute/v2.1/flavors/detail": () => ({ body: { flavors: [FLAVOR] } }),
  };
}
