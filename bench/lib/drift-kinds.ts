import * as z from "zod";
import type { CloudstackApi } from "../../src/adapters/cloudstack/cloudstack-api.ts";
import type { ChangeRequest, OpenstackApi } from "../../src/adapters/openstack/openstack-api.ts";
import type { SiteKey } from "../../src/contract/index.ts";
import { until } from "../../test/_helpers/until.ts";

/** What somebody does to a site past the service. */
export interface DriftKind {
  readonly site: SiteKey;
  readonly what: string;
  /** No plan shows it; the lists alone can. */
  readonly planIsBlind?: true;
  /** @param id of the site's only object of that Terraform type, or the first one */
  do(id: (type: string) => string): Promise<void>;
}

const Status = z.object({ server: z.object({ status: z.string() }) });
const Groups = z.object({
  security_group: z.object({
    security_group_rules: z.array(z.object({ id: z.string(), port_range_min: z.int().nullish() })),
  }),
});
const Port = z.object({
  port: z.object({ fixed_ips: z.array(z.object({ subnet_id: z.string(), ip_address: z.string() })) }),
});
const OneVolume = z.object({ volume: z.object({ status: z.string() }) });
const Flavor = z.object({ id: z.string(), ram: z.int() });

/** On OpenStack, by the API's own calls. */
export function openstackKinds(api: OpenstackApi): readonly DriftKind[] {
  const change = async (
    service: ChangeRequest["service"],
    method: ChangeRequest["method"],
    path: string,
    body?: unknown,
    microversion?: string,
  ) => void (await api.change({ service, method, path, body, ...(microversion !== undefined && { microversion }) }));
  const act = (id: string, body: object) => change("compute", "POST", `/servers/${id}/action`, body);
  const untilServer = (id: string, status: string) =>
    until(async () => (await api.get("compute", `/servers/${id}`, Status)).server.status === status);
  const untilAvailable = (id: string) =>
    until(async () => (await api.get("block storage", `/volumes/${id}`, OneVolume)).volume.status === "available");
  const put = (what: string, type: string, path: string, body: object): DriftKind => ({
    site: "openstack",
    what,
    do: (id) => change("network", "PUT", `/${path}/${id(type)}`, body),
  });
  const [NETWORK, SUBNET, ROUTER, GROUP, PORT, ADDRESS, MACHINE, VOLUME] = [
    ...["networking_network_v2", "networking_subnet_v2", "networking_router_v2", "networking_secgroup_v2"],
    ...["networking_port_v2", "networking_floatingip_v2", "compute_instance_v2", "blockstorage_volume_v3"],
  ].map((name) => `openstack_${name}`) as [string, string, string, string, string, string, string, string];
  const own = (what: string, work: DriftKind["do"]): DriftKind => ({ site: "openstack", what, do: work });

  return [
    put("network renamed", NETWORK, "networks", { network: { name: "renamed" } }),
    put("network switched off", NETWORK, "networks", { network: { admin_state_up: false } }),
    put("subnet renamed", SUBNET, "subnets", { subnet: { name: "renamed" } }),
    put("subnet with another resolver", SUBNET, "subnets", { subnet: { dns_nameservers: ["192.0.2.53"] } }),
    put("subnet without DHCP", SUBNET, "subnets", { subnet: { enable_dhcp: false } }),
    put("router renamed", ROUTER, "routers", { router: { name: "renamed" } }),
    put("router switched off", ROUTER, "routers", { router: { admin_state_up: false } }),
    put("firewall renamed", GROUP, "security-groups", { security_group: { name: "renamed" } }),
    put("port renamed", PORT, "ports", { port: { name: "renamed" } }),
    put("port switched off", PORT, "ports", { port: { admin_state_up: false } }),
    { ...put("port without a firewall", PORT, "ports", { port: { security_groups: [] } }), planIsBlind: true },
    put("public address taken off", ADDRESS, "floatingips", { floatingip: { port_id: null } }),
    own("port with another private address", async (id) => {
      const { port } = await api.get("network", `/ports/${id(PORT)}`, Port);
      const moved = port.fixed_ips.map((ip) => ({ ...ip, ip_address: ip.ip_address.replace(/\d+$/, "199") }));
      await change("network", "PUT", `/ports/${id(PORT)}`, { port: { fixed_ips: moved } });
    }),
    own("public address given back", (id) => change("network", "DELETE", `/floatingips/${id(ADDRESS)}`)),
    own("firewall rule removed", async (id) => {
      const path = `/security-groups/${id(GROUP)}`;
      const { security_group: group } = await api.get("network", path, Groups);
      const rule = group.security_group_rules.find(({ port_range_min: port }) => port === 443);
      await change("network", "DELETE", `/security-group-rules/${rule?.id}`);
    }),
    {
      ...own("firewall rule added", (id) =>
        change("network", "POST", "/security-group-rules", {
          security_group_rule: {
            ...{ security_group_id: id(GROUP), direction: "ingress", ethertype: "IPv4", protocol: "tcp" },
            ...{ port_range_min: 3306, port_range_max: 3306, remote_ip_prefix: "0.0.0.0/0" },
          },
        }),
      ),
      planIsBlind: true,
    },
    own("router's way to the subnet removed", async (id) => {
      await change("network", "PUT", `/floatingips/${id(ADDRESS)}`, { floatingip: { port_id: null } });
      await change("network", "PUT", `/routers/${id(ROUTER)}/remove_router_interface`, { subnet_id: id(SUBNET) });
    }),
    own("key pair removed", (id) => change("compute", "DELETE", `/os-keypairs/${id("openstack_compute_keypair_v2")}`)),
    own("volume renamed", (id) =>
      change("block storage", "PUT", `/volumes/${id(VOLUME)}`, { volume: { name: "renamed" } }),
    ),
    own("volume grown", async (id) => {
      await change("compute", "DELETE", `/servers/${id(MACHINE)}/os-volume_attachments/${dataVolume(id)}`);
      await untilAvailable(dataVolume(id));
      await change("block storage", "POST", `/volumes/${dataVolume(id)}/action`, { "os-extend": { new_size: 77 } });
      await untilAvailable(dataVolume(id));
      await change("compute", "POST", `/servers/${id(MACHINE)}/os-volume_attachments`, {
        volumeAttachment: { volumeId: dataVolume(id) },
      });
    }),
    own("volume taken off the machine", (id) =>
      change("compute", "DELETE", `/servers/${id(MACHINE)}/os-volume_attachments/${dataVolume(id)}`),
    ),
    own("volume taken off and removed", async (id) => {
      await change("compute", "DELETE", `/servers/${id(MACHINE)}/os-volume_attachments/${dataVolume(id)}`);
      await untilAvailable(dataVolume(id));
      await change("block storage", "DELETE", `/volumes/${dataVolume(id)}`);
    }),
    own("machine renamed", (id) =>
      change("compute", "PUT", `/servers/${id(MACHINE)}`, { server: { name: "renamed" } }),
    ),
    own("machine with other tags", (id) =>
      change("compute", "PUT", `/servers/${id(MACHINE)}/tags`, { tags: ["somebody=else"] }, "2.26"),
    ),
    {
      ...own("machine stopped", async (id) => {
        await act(id(MACHINE), { "os-stop": null });
        await untilServer(id(MACHINE), "SHUTOFF");
      }),
      planIsBlind: true,
    },
    own("machine of another size", async (id) => {
      const flavors = await api.list("compute", "/flavors/detail", "flavors", Flavor);
      const [biggest] = flavors.toSorted((left, right) => right.ram - left.ram);
      await act(id(MACHINE), { resize: { flavorRef: biggest?.id } });
      await untilServer(id(MACHINE), "VERIFY_RESIZE");
      await act(id(MACHINE), { confirmResize: null });
      await untilServer(id(MACHINE), "ACTIVE");
    }),
    own("machine removed", (id) => change("compute", "DELETE", `/servers/${id(MACHINE)}`)),
  ];
}

/** An attachment's id is `machine/volume`. */
function dataVolume(id: (type: string) => string): string {
  return id("openstack_compute_volume_attach_v2").split("/")[1] ?? "";
}

const Job = z.object({ jobid: z.string() });
const Ended = z.object({ jobstatus: z.int(), jobresult: z.unknown() });
const Named = z.object({ id: z.string(), name: z.string().nullish() });
const Rule = z.object({ id: z.string(), startport: z.coerce.number().nullish() });
const Volume = z.object({ id: z.string(), type: z.string() });

/** On CloudStack, by the API's own calls. */
export function cloudstackKinds(api: CloudstackApi): readonly DriftKind[] {
  const run = (command: string, parameters: Readonly<Record<string, string>>) =>
    api.call(command, parameters, z.unknown());

  async function wait(command: string, parameters: Readonly<Record<string, string>>): Promise<void> {
    const { jobid } = await api.call(command, parameters, Job);
    let ended: z.infer<typeof Ended> = { jobstatus: 0, jobresult: null };
    await until(async () => {
      ended = await api.call("queryAsyncJobResult", { jobid }, Ended);
      return ended.jobstatus !== 0;
    });
    if (ended.jobstatus !== 1) throw new Error(`${command} was refused: ${JSON.stringify(ended.jobresult)}`);
  }

  const [MACHINE, DISK, NETWORK, ADDRESS] = ["instance", "disk", "network", "ipaddress"].map(
    (name) => `cloudstack_${name}`,
  ) as [string, string, string, string];
  const own = (what: string, work: DriftKind["do"]): DriftKind => ({ site: "cloudstack", what, do: work });
  const rulesOf = (id: (type: string) => string) =>
    api.list("listFirewallRules", { ipaddressid: id(ADDRESS) }, "firewallrule", Rule);
  const untag = (type: string, id: string) =>
    wait("deleteTags", { resourcetype: type, resourceids: id, "tags[0].key": "workspace" });

  return [
    own("firewall rule removed", async (id) => {
      const rule = (await rulesOf(id)).find(({ startport }) => startport === 443);
      await wait("deleteFirewallRule", { id: rule?.id ?? "" });
    }),
    {
      ...own("firewall rule added", (id) =>
        wait("createFirewallRule", {
          ...{ ipaddressid: id(ADDRESS), protocol: "tcp", startport: "3306", endport: "3306", cidrlist: "0.0.0.0/0" },
        }),
      ),
      planIsBlind: true,
    },
    own("every firewall rule removed", async (id) => {
      for (const rule of await rulesOf(id)) await wait("deleteFirewallRule", { id: rule.id });
    }),
    own("way out removed", async (id) => {
      const rules = await api.list("listEgressFirewallRules", { networkid: id(NETWORK) }, "firewallrule", Rule);
      for (const rule of rules) await wait("deleteEgressFirewallRule", { id: rule.id });
    }),
    own("network renamed", (id) => wait("updateNetwork", { id: id(NETWORK), name: "renamed" })),
    own("static NAT ended", (id) => wait("disableStaticNat", { ipaddressid: id(ADDRESS) })),
    own("public address given back", (id) => wait("disassociateIpAddress", { id: id(ADDRESS) })),
    own("machine with another display name", async (id) => {
      await run("updateVirtualMachine", { id: id(MACHINE), displayname: "renamed" });
    }),
    own("machine with another name", async (id) => {
      await wait("stopVirtualMachine", { id: id(MACHINE) });
      await run("updateVirtualMachine", { id: id(MACHINE), name: "renamed" });
      await wait("startVirtualMachine", { id: id(MACHINE) });
    }),
    own("machine without a tag", (id) => untag("UserVm", id(MACHINE))),
    { ...own("machine stopped", (id) => wait("stopVirtualMachine", { id: id(MACHINE) })), planIsBlind: true },
    own("machine of another size", async (id) => {
      const offerings = await api.list("listServiceOfferings", {}, "serviceoffering", Named);
      const machines = await api.list(
        "listVirtualMachines",
        { id: id(MACHINE) },
        "virtualmachine",
        z.object({ id: z.string(), serviceofferingid: z.string() }),
      );
      const other = offerings.find(
        (one) => one.id !== machines[0]?.serviceofferingid && !/custom/i.test(one.name ?? ""),
      );
      await wait("stopVirtualMachine", { id: id(MACHINE) });
      await run("changeServiceForVirtualMachine", { id: id(MACHINE), serviceofferingid: other?.id ?? "" });
      await wait("startVirtualMachine", { id: id(MACHINE) });
    }),
    own("system disk grown", async (id) => {
      const volumes = await api.list("listVolumes", { virtualmachineid: id(MACHINE) }, "volume", Volume);
      const root = volumes.find(({ type }) => type === "ROOT");
      await wait("resizeVolume", { id: root?.id ?? "", size: "99" });
    }),
    own("volume grown", (id) => wait("resizeVolume", { id: id(DISK), size: "77" })),
    own("volume renamed", async (id) => {
      await wait("updateVolume", { id: id(DISK), name: "renamed" });
    }),
    own("volume taken off the machine", (id) => wait("detachVolume", { id: id(DISK) })),
    own("volume taken off and removed", async (id) => {
      await wait("detachVolume", { id: id(DISK) });
      await run("deleteVolume", { id: id(DISK) });
    }),
    own("machine destroyed and kept for a day", (id) => wait("destroyVirtualMachine", { id: id(MACHINE) })),
    own("machine destroyed for good", (id) => wait("destroyVirtualMachine", { id: id(MACHINE), expunge: "true" })),
  ];
}
