import { afterAll, beforeAll, expect, test } from "@jest/globals";
import * as z from "zod";
import type { DriftFinding, DriftReport, Instance, SiteDrift, SiteKey } from "../../src/contract/index.ts";
import { Anything, sandboxHands, WithId } from "../_helpers/sandbox-hands.ts";
import {
  apply,
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
name: watched
profile: blank
access: { generateKeyPair: true }
hardware: { volumes: [{ name: content, sizeGib: 5, mountPath: /srv/content }] }
network: { openPorts: [{ port: 443 }, { port: 8443 }] }
placement: { standby: { mode: running } }
`;
let folder: string;
let service: StartedService;
let workspaceId: string;

beforeAll(async () => {
  folder = await makeDataFolder();
  service = await startService({ folder });
  workspaceId = (await submit(service, TWIN)).workspace.id;
  await apply(service, await plan(service, workspaceId));
}, 300_000);

afterAll(async () => {
  await service.stop();
  await removeDataFolder(folder);
}, 120_000);

async function report(): Promise<DriftReport> {
  return (await service.api<DriftReport>("GET", `/workspaces/${workspaceId}/drift`)).body;
}

/** Asks for a look at both clouds and waits for it. */
async function checked(): Promise<DriftReport> {
  const asked = await service.api<DriftReport>("POST", `/workspaces/${workspaceId}/drift/check`);
  expect([asked.status, asked.body.sites.length]).toEqual([202, 2]);
  await until(async () => (await report()).sites.every((site) => !site.asked), 180_000);
  return report();
}

function on(site: SiteKey, { sites }: DriftReport): SiteDrift | undefined {
  return sites.find((one) => one.site === site);
}

function told({ kind, type, class: grave, seenBy, attributes }: DriftFinding) {
  return [kind, type, grave, seenBy, attributes.map(({ path }) => path).join()];
}

async function machineOn(site: SiteKey): Promise<Instance | undefined> {
  return (await instances(service)).find((one) => one.site === site);
}

const Group = z.object({
  id: z.string(),
  name: z.string(),
  security_group_rules: z.array(z.object({ id: z.string(), port_range_min: z.int().nullish() })),
});
const Flavor = z.object({ id: z.string(), name: z.string() });
const Rule = z.object({ id: z.string(), startport: z.coerce.number().nullish() });

/** One rule away, another one added, and a bigger machine. */
async function meddleWithOpenstack(machineId: string, offering: string): Promise<{ readonly flavorId: string }> {
  const { openstack } = await sandboxHands(service);
  const groups = await openstack.list("network", "/security-groups", "security_groups", Group);
  const group = groups.find(({ name }) => name.includes("watched"));
  const rule = group?.security_group_rules.find(({ port_range_min: port }) => port === 443);
  await openstack.change({ method: "DELETE", service: "network", path: `/security-group-rules/${rule?.id}` });
  const opened = {
    direction: "ingress",
    ethertype: "IPv4",
    protocol: "tcp",
    port_range_min: 3306,
    port_range_max: 3306,
  };
  const body = { security_group_rule: { security_group_id: group?.id, ...opened, remote_ip_prefix: "0.0.0.0/0" } };
  await openstack.change({ method: "POST", service: "network", path: "/security-group-rules", body });
  const flavors = await openstack.list("compute", "/flavors/detail", "flavors", Flavor);
  const other = flavors.find(({ name }) => name !== offering)?.id ?? "";
  const act = (wish: object) =>
    openstack.change({ method: "POST", service: "compute", path: `/servers/${machineId}/action`, body: wish });
  await act({ resize: { flavorRef: other } });
  const Server = z.object({ server: z.object({ status: z.string() }) });
  const status = async () => (await openstack.get("compute", `/servers/${machineId}`, Server)).server.status;
  await until(async () => (await status()) === "VERIFY_RESIZE");
  await act({ confirmResize: null });
  await until(async () => (await status()) === "ACTIVE");
  return { flavorId: other };
}

/** One rule away, and the machine stopped. */
async function meddleWithCloudstack(machineId: string): Promise<void> {
  const { cloudstack } = await sandboxHands(service);
  const rules = await cloudstack.list("listFirewallRules", {}, "firewallrule", Rule);
  const rule = rules.find(({ startport }) => startport === 443);
  await cloudstack.call("deleteFirewallRule", { id: rule?.id ?? "" }, Anything);
  await cloudstack.call("stopVirtualMachine", { id: machineId }, Anything);
  const State = WithId.extend({ state: z.string() });
  const stopped = async () => {
    const [found] = await cloudstack.list("listVirtualMachines", { id: machineId }, "virtualmachine", State);
    const left = await cloudstack.list("listFirewallRules", {}, "firewallrule", Rule);
    return found?.state === "Stopped" && left.every(({ id }) => id !== rule?.id);
  };
  await until(stopped);
}

test("nothing is told when nothing changed, on either cloud", async () => {
  const before = await report();
  const now = await checked();

  expect(before.sites.map(({ site, status, checkedAt }) => [site, status, checkedAt])).toEqual([
    ["openstack", "unchecked", null],
    ["cloudstack", "unchecked", null],
  ]);
  expect(now.sites.map(({ site, status, findings, problem }) => [site, status, findings, problem])).toEqual([
    ["openstack", "in-step", [], null],
    ["cloudstack", "in-step", [], null],
  ]);
}, 240_000);

test("what somebody changed is named attribute by attribute, classed and told once", async () => {
  const [main, standby] = [await machineOn("openstack"), await machineOn("cloudstack")];
  const { flavorId } = await meddleWithOpenstack(main?.instanceId ?? "", main?.offering ?? "");
  await meddleWithCloudstack(standby?.instanceId ?? "");

  const now = await checked();
  const again = await checked();
  const fleet = await service.api<{ items: SiteDrift[] }>("GET", "/drift?status=drifted");

  expect(on("openstack", now)?.findings.map(told)).toEqual([
    ["extra", "security-group-rule", "dangerous", "listing", ""],
    ["changed", "openstack_compute_instance_v2", "dangerous", "plan", "flavor_id"],
    ["gone", "openstack_networking_secgroup_rule_v2", "safe-to-correct", "plan", ""],
  ]);
  expect(on("openstack", now)?.findings[1]?.attributes).toEqual([
    { path: "flavor_id", recorded: expect.any(String), observed: flavorId },
  ]);
  expect(on("cloudstack", now)?.findings.map(told)).toEqual([
    ["changed", "cloudstack_instance", "dangerous", "listing", "power_state"],
    ["changed", "cloudstack_firewall", "safe-to-correct", "plan", "rule"],
  ]);
  expect(on("cloudstack", now)?.findings[1]?.attributes).toEqual([
    { path: "rule", recorded: "tcp 443 from 0.0.0.0/0", observed: null },
  ]);
  // Who did it is told where the clouds keep a record: of the machines, by both.
  expect(on("openstack", now)?.findings.map(({ lastAct }) => lastAct?.what)).toEqual([undefined, "resize", undefined]);
  expect(on("cloudstack", now)?.findings[0]?.lastAct).toEqual({
    ...{ what: "VM.STOP", by: expect.any(String), at: expect.any(String) },
  });
  expect(again.sites.map(({ findings, since }) => [findings, since])).toEqual(
    now.sites.map(({ findings, since }) => [findings, since]),
  );
  expect(again.history.map(({ status }) => status)).toEqual(["drifted", "drifted", "in-step", "in-step"]);
  expect(fleet.body.items).toHaveLength(2);
}, 300_000);
