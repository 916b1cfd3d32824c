import { afterEach, beforeEach, expect, test } from "@jest/globals";
import * as z from "zod";
import { makeHttpClient } from "../../src/adapters/http/http-client.ts";
import { makeIdentity } from "../../src/adapters/openstack/identity.ts";
import { makeOpenstackApi } from "../../src/adapters/openstack/openstack-api.ts";
import { type Cloud, CloudRegistration, type PowerAction, type ProblemDetails } from "../../src/contract/index.ts";
import {
  apply,
  breakCloud,
  instances,
  makeDataFolder,
  plan,
  removeDataFolder,
  type StartedService,
  startService,
  submit,
} from "../_helpers/started-service.ts";
import { until } from "../_helpers/until.ts";

const TWIN = `
name: restless
profile: blank
access: { generateKeyPair: true }
placement: { standby: { mode: running } }
`;
let folder: string;
let service: StartedService;
let workspaceId: string;

beforeEach(async () => {
  folder = await makeDataFolder();
  service = await startService({ folder });
  workspaceId = (await submit(service, TWIN)).workspace.id;
  await apply(service, await plan(service, workspaceId));
}, 300_000);

afterEach(async () => {
  await service.stop();
  await removeDataFolder(folder);
}, 120_000);

const Actions = z.object({ instanceActions: z.array(z.object({ action: z.string() })) });

/** What the cloud itself remembers. */
async function timesRebooted(): Promise<number> {
  const { items } = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body;
  const registration = CloudRegistration.parse({
    ...{ kind: "openstack", name: "raw", authUrl: items.find(({ kind }) => kind === "openstack")?.endpoint },
    credentials: { type: "password", username: "demo", password: "demo", projectName: "demo" },
  });
  if (registration.kind !== "openstack") throw new Error("not an OpenStack");
  const http = makeHttpClient({ secrets: [] });
  const identity = makeIdentity(http, registration, { now: () => new Date() });
  const machine = (await instances(service)).find(({ site }) => site === "openstack")?.instanceId;
  const api = makeOpenstackApi(http, identity, registration);
  const { instanceActions } = await api.get("compute", `/servers/${machine}/os-instance-actions`, Actions);
  return instanceActions.filter(({ action }) => action === "reboot").length;
}

async function read(id: string): Promise<PowerAction> {
  return (await service.api<PowerAction>("GET", `/workspaces/${workspaceId}/power-actions/${id}`)).body;
}

test.each(["before", "after"] as const)(
  "a reboot whose connection broke %s it arrived, in a service that was killed then, is done once",
  async (when) => {
    await breakCloud(service, "openstack", {
      ...{ method: "POST", path: "/action$", count: 1, effect: { kind: "drop", when } },
    });
    const body = { action: "reboot", accepted: true };
    const asked = await service.api<PowerAction>("POST", `/workspaces/${workspaceId}/sites/openstack/power`, body);
    expect(asked.status).toBe(202);
    await until(async () => (await read(asked.body.id)).status === "working", 60_000);
    const beside = await service.api<ProblemDetails>("POST", `/workspaces/${workspaceId}/sites/openstack/power`, body);
    // Longer than a sandbox keeps a change to itself, and much shorter than the quiet after a lost answer.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const middle = await read(asked.body.id);
    await service.kill();

    service = await startService({ folder });
    await until(async () => (await read(asked.body.id)).finishedAt !== null, 120_000);

    expect(middle).toMatchObject({ status: "working", finishedAt: null });
    expect(beside).toMatchObject({ status: 409, body: { code: "power-active" } });
    expect(await read(asked.body.id)).toMatchObject({ status: "done", problem: null });
    expect(await timesRebooted()).toBe(1);
  },
  400_000,
);
