import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { App } from "../../server/app.ts";
import { makeSandboxFaults } from "../../server/start/sandbox-faults.ts";
import { type SandboxFault, SandboxFaultRequest } from "../../src/contract/index.ts";
import { principalNamed } from "../_helpers/principals.ts";
import { openCloudstackSite, openOpenstackSite, SANDBOX_TOKEN } from "../_helpers/sandbox-site.ts";
import { buildScriptedApp } from "../_helpers/scripted-app.ts";
import { scriptServices } from "../_helpers/scripted-services.ts";

let sites: {
  readonly openstack: Awaited<ReturnType<typeof openOpenstackSite>>;
  readonly cloudstack: Awaited<ReturnType<typeof openCloudstackSite>>;
};
let faults: ReturnType<typeof makeSandboxFaults>;

beforeAll(async () => {
  const [openstack, cloudstack] = await Promise.all([openOpenstackSite(), openCloudstackSite()]);
  sites = { openstack, cloudstack };
  faults = makeSandboxFaults({
    registrations: {
      openstack: { authUrl: openstack.environment["OS_AUTH_URL"] ?? "" },
      cloudstack: { apiUrl: cloudstack.environment["CLOUDSTACK_API_URL"] ?? "" },
    },
    adminToken: SANDBOX_TOKEN,
  });
});
afterEach(() => faults.healAll());
afterAll(async () => {
  await Promise.all([sites.openstack.close(), sites.cloudstack.close()]);
});

const request = (change: object) => SandboxFaultRequest.parse(change);

test.each(["openstack", "cloudstack"] as const)("an outage of %s is felt, listed and healed", async (site) => {
  const fault = await faults.break(request({ site, effect: "outage" }));
  const broken = await sites[site].client.testConnection();
  const listed = await faults.faults();
  await faults.heal(fault.id);
  await faults.heal(fault.id);
  const healed = await sites[site].client.testConnection();

  expect(broken.at(-1)).toMatchObject({ ok: false, remedy: expect.any(String) });
  expect(listed).toEqual([fault]);
  expect(fault).toMatchObject({ site, effect: "outage", call: null, delayMs: null, status: null, times: null });
  expect(healed.every(({ ok }) => ok)).toBe(true);
  expect(await faults.faults()).toEqual([]);
});

test.each([
  { site: "openstack", effect: "error", call: "/flavors", status: 500, step: "compute service" },
  { site: "openstack", effect: "error", call: "GET /images", status: 500, step: "image service" },
  { site: "cloudstack", effect: "error", call: "listZones", status: 531, step: "zone" },
  { site: "cloudstack", effect: "lost-answer", call: "listApis", step: "permissions" },
])("$effect on $call of $site breaks only the step $step", async ({ step, ...wanted }) => {
  await faults.break(request(wanted));

  const steps = await sites[request(wanted).site].client.testConnection();

  expect(steps.filter(({ ok }) => !ok).map((one) => one.step)).toContain(step);
  expect(steps.slice(0, 3).map(({ ok }) => ok)).toEqual([true, true, true]);
});

test.each([
  { site: "openstack", call: "/flavors" },
  { site: "cloudstack", call: "listZones" },
])("what is done twice on $site is answered once, and counts down", async ({ site, call }) => {
  await faults.break(request({ site, call, effect: "duplicate", times: 1 }));

  const steps = await sites[request({ site, effect: "outage" }).site].client.testConnection();

  expect(steps.every(({ ok }) => ok)).toBe(true);
  expect(await faults.faults()).toEqual([]);
});

test("a fault is switched through the API by an administrator", async () => {
  const { services } = scriptServices();
  const app: App = await buildScriptedApp({
    ...services,
    accounts: { authenticate: async () => principalNamed("root", { siteAdmin: true }) },
    sandbox: faults,
  });
  const send = (method: "GET" | "POST" | "DELETE", path = "", body?: object) =>
    app.inject({
      method,
      url: `/api/v1/admin/sandbox-faults${path}`,
      headers: { authorization: "Bearer right" },
      ...(body && { payload: body }),
    });

  const made = await send("POST", "", {
    site: "cloudstack",
    effect: "failed-end",
    call: "deployVirtualMachine",
    times: 2,
  });
  const listed = await send("GET");
  const wrong = await send("POST", "", { site: "openstack", effect: "failed-end" });
  const unknown = await send("DELETE", "/nothing");
  const healed = await send("DELETE", `/${encodeURIComponent(made.json<SandboxFault>().id)}`);
  const all = await send("DELETE");

  expect(made.statusCode).toBe(201);
  expect(listed.json()).toMatchObject({ items: [{ effect: "failed-end", times: 2, site: "cloudstack" }] });
  expect([wrong.statusCode, unknown.statusCode, healed.statusCode, all.statusCode]).toEqual([422, 404, 204, 204]);
  await app.close();
});
