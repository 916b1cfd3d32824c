import { afterEach, beforeAll, expect, test } from "@jest/globals";
import { makeOpenOpenstackClient } from "../../../src/adapters/openstack/open-openstack-client.ts";
import { catalogWords } from "../../../src/cloud/index.ts";
import type { ConnectionStep, OpenstackRegistration } from "../../../src/contract/index.ts";
import { sampleOpenstack } from "../../_helpers/cloud-samples.ts";
import { makePrivateAuthority, type PrivateAuthority } from "../../_helpers/private-authority.ts";
import {
  type ScriptedOpenstackOptions,
  standardCatalog,
  startScriptedOpenstack,
} from "../../_helpers/scripted-openstack.ts";
import type { ScriptedServer } from "../../_helpers/scripted-server.ts";

const ID = "11111111-1111-4111-8111-111111111111";
const servers: ScriptedServer[] = [];
let authority: PrivateAuthority;

beforeAll(async () => {
  authority = await makePrivateAuthority();
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const openClient = makeOpenOpenstackClient({
  words: catalogWords,
  clock: { now: () => new Date() },
  tools: { pause: async () => {}, random: () => 0 },
  timeoutMs: 300,
});

const flavors = [{ id: "f1", name: "small", vcpus: 1, ram: 1024, disk: 0 }];
const WITH_FLAVOR = { "/compute/v2.1/flavors/detail": () => ({ body: { flavors } }) };

async function start(options: ScriptedOpenstackOptions) {
  const cloud = await startScriptedOpenstack({ ...options, routes: { ...WITH_FLAVOR, ...options.routes } });
  servers.push(cloud);
  return cloud;
}

async function stepsOf(
  options: ScriptedOpenstackOptions,
  change: Partial<OpenstackRegistration> = {},
  wish = {},
): Promise<readonly ConnectionStep[]> {
  const cloud = await start(options);
  const registration = sampleOpenstack({ authUrl: cloud.authUrl, ...change });
  return openClient(ID, registration).testConnection(undefined, undefined, wish);
}

test("says that the certificate has expired", async () => {
  const { caCertificate, expired } = authority;

  expect((await stepsOf({ tls: expired }, { caCertificate })).at(-1)).toEqual({
    step: "tls",
    ok: false,
    detail: "its certificate has expired or is not valid yet",
    remedy: "Renew it, and check both clocks.",
  });
});

test("says that the certificate is for another name, or signed by nobody known", async () => {
  const { caCertificate, elsewhere, server } = authority;

  const named = await stepsOf({ tls: elsewhere }, { caCertificate });
  const unknown = await stepsOf({ tls: server });

  expect(named.at(-1)).toMatchObject({ step: "tls", detail: "its certificate is for another host name" });
  expect(unknown.at(-1)).toEqual({
    step: "tls",
    ok: false,
    detail: "its certificate is signed by an authority that is not trusted here",
    remedy: "Give the PEM bundle of that authority as caCertificate.",
  });
});

test("tells a service that stands at another's address in the catalog", async () => {
  const catalog = (url: string) =>
    standardCatalog(url).map((entry) =>
      entry.type === "image" ? { ...entry, endpoints: [{ ...entry.endpoints[1], url: `${url}/compute/v2.1` }] } : entry,
    );

  const steps = await stepsOf({ catalog });
  const step = steps.find(({ ok }) => !ok);

  expect(step).toMatchObject({
    step: "image service",
    detail: expect.stringMatching(/^Something else than the image service answers at http/),
    remedy: "Ask the cloud's operator to correct this service's endpoint in the catalog.",
  });
});

test("says whose address it is when the catalog names one that is not reached from here", async () => {
  const catalog = (url: string) =>
    standardCatalog(url).map((entry) =>
      entry.type === "network"
        ? { ...entry, endpoints: [{ ...entry.endpoints[1], url: "http://127.0.0.1:9/network" }] }
        : entry,
    );

  const step = (await stepsOf({ catalog })).find(({ ok }) => !ok);

  expect(step).toMatchObject({
    step: "network service",
    detail: expect.stringContaining("The cloud's own catalog names http://127.0.0.1:9/network/v2.0."),
    remedy: "Where that is an internal address, ask the cloud's operator to publish one that is reached from here.",
  });
});

test("tells a user who may only read before a machine fails on it", async () => {
  expect((await stepsOf({ roles: ["reader"] })).at(-1)).toEqual({
    step: "permissions",
    ok: false,
    detail: "the user may only read: no other role than reader",
    remedy: "Ask the cloud's operator for the role member in the project, or make the application credential with it.",
  });
});

test("refuses a project that may have no machines, and warns of one that is full", async () => {
  const limits = (absolute: object) => ({
    routes: { "/compute/v2.1/limits": () => ({ body: { limits: { absolute } } }) },
  });

  const none = await stepsOf(limits({ maxTotalInstances: 0, totalInstancesUsed: 0, maxTotalCores: 0 }));
  const full = await stepsOf(limits({ maxTotalInstances: 2, totalInstancesUsed: 2, maxTotalCores: -1 }));

  expect(none.at(-1)).toMatchObject({ step: "quota", ok: false, detail: "the limit is 0 for machines, processors" });
  expect(full.find(({ step }) => step === "quota")).toMatchObject({ ok: true, detail: "used up: machines" });
  expect(full.every(({ ok }) => ok)).toBe(true);
});

test("warns of clocks that are apart", async () => {
  const steps = await stepsOf({ aheadMs: 20 * 60_000 });

  expect(steps.find(({ step }) => step === "clock")).toEqual({
    step: "clock",
    ok: true,
    detail: "the clock here is 20 min behind the cloud's",
    remedy: "Set both clocks by NTP.",
  });
});

test.each([
  [
    "half an answer",
    { "content-length": "500", connection: "close" },
    /the connection broke before the answer was complete/,
  ],
  ["a web page", { "content-type": "text/html" }, /a web page came instead of JSON/],
])("says that %s came from a service", async (what, headers, words) => {
  const body = what === "a web page" ? "<html>" : '{"flavors": [';
  const steps = await stepsOf({ routes: { "/compute/v2.1/flavors": () => ({ headers, body }) } });

  expect(steps.find(({ ok }) => !ok)).toMatchObject({ step: "compute service", detail: expect.stringMatching(words) });
});

test("sends an image of one byte there and back when asked, and leaves nothing behind whatever fails", async () => {
  const images = new Map<string, string>();
  const routes = (back: string | null) => ({
    "/image/v2/images": ({ method }: { readonly method: string }) => {
      if (method !== "POST") return { body: { images: [] } };
      images.set("i1", "");
      return { status: 201, body: { id: "i1", status: "queued" } };
    },
    "/image/v2/images/i1/file": ({ method, body }: { readonly method: string; readonly body: string }) => {
      if (method === "GET") return { body: images.get("i1") ?? "" };
      images.set("i1", back ?? body);
      return { status: back === "403" ? 403 : 204, body: "" };
    },
    "/image/v2/images/i1": () => ({ status: images.delete("i1") ? 204 : 404, body: "" }),
  });

  const good = await stepsOf({ routes: routes(null) }, {}, { image: true });
  const altered = await stepsOf({ routes: routes("?") }, {}, { image: true });
  const unasked = await stepsOf({ routes: routes(null) });

  expect(good.find(({ step }) => step === "image round trip")).toMatchObject({
    ok: true,
    detail: "one byte was uploaded, read back and deleted",
  });
  expect(altered.find(({ step }) => step === "image round trip")).toMatchObject({
    ok: false,
    detail: "The image that came back is not the one that was sent.",
  });
  expect(unasked.map(({ step }) => step)).not.toContain("image round trip");
  expect(images.size).toBe(0);
});
