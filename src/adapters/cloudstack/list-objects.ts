import * as z from "zod";
import type { CloudObject, SiteMarks } from "../../cloud/ports.ts";
import { isSecondSite, MARK_START, siteMark } from "../../contract/index.ts";
import type { CloudstackApi } from "./cloudstack-api.ts";
import type { Parameters } from "./sign-request.ts";

const Tags = z.array(z.object({ key: z.string(), value: z.string().nullish() })).nullish();
const Network = z.object({
  id: z.string(),
  name: z.string().nullish(),
  displaytext: z.string().nullish(),
  state: z.string().nullish(),
  tags: Tags,
});
const Machine = z.object({
  id: z.string(),
  name: z.string(),
  displayname: z.string().nullish(),
  state: z.string(),
  jobid: z.string().nullish(),
  jobstatus: z.int().nullish(),
  nic: z.array(z.object({ networkid: z.string().nullish() })).nullish(),
  tags: Tags,
});
const Disk = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string().nullish(),
  virtualmachineid: z.string().nullish(),
  tags: Tags,
});
const Address = z.object({
  id: z.string(),
  ipaddress: z.string(),
  state: z.string().nullish(),
  issourcenat: z.boolean().nullish(),
  isstaticnat: z.boolean().nullish(),
  associatednetworkid: z.string().nullish(),
  virtualmachineid: z.string().nullish(),
  tags: Tags,
});
const Rule = z.object({
  id: z.string(),
  protocol: z.string().nullish(),
  startport: z.union([z.int(), z.string()]).nullish(),
  endport: z.union([z.int(), z.string()]).nullish(),
  icmptype: z.int().nullish(),
  icmpcode: z.int().nullish(),
  cidrlist: z.string().nullish(),
  state: z.string().nullish(),
});

/** States of what is on its way out and needs no removing. */
const LEAVING = new Set(["Destroyed", "Destroying", "Destroy", "Expunging", "Expunged", "Releasing"]);
const MOVING_MACHINES = new Set(["Starting", "Stopping", "Migrating"]);
const MOVING_DISKS = new Set(["Creating", "Uploading", "Copying", "Migrating", "Resizing", "Attaching"]);

/** Every object of a site in the account or its project. Tags and display texts count whole, names only untagged. */
export async function listCloudstackObjects(
  api: CloudstackApi,
  marks: SiteMarks,
  projectId: string | undefined,
  signal?: AbortSignal,
): Promise<readonly CloudObject[]> {
  const project: Parameters = projectId === undefined ? {} : { projectid: projectId };
  const ours = ownership(marks);
  const [networks, machines, disks, addresses] = await Promise.all([
    api.list("listNetworks", project, "network", Network, signal),
    api.list("listVirtualMachines", project, "virtualmachine", Machine, signal),
    api.list("listVolumes", { ...project, type: "DATADISK" }, "volume", Disk, signal),
    api.list("listPublicIpAddresses", project, "publicipaddress", Address, signal),
  ]);
  const ownNetworks = networks.filter(({ name, displaytext, tags }) => ours(tags, displaytext, name));
  const ids = new Set(ownNetworks.map(({ id }) => id));
  const ownAddresses = addresses.filter(
    (address) =>
      address.issourcenat !== true &&
      !LEAVING.has(address.state ?? "") &&
      (ours(address.tags, null, null) ||
        (workspaceOf(address.tags) === undefined && ids.has(address.associatednetworkid ?? ""))),
  );
  const [egress, firewall] = await Promise.all([
    Promise.all(ownNetworks.map(({ id }) => rulesOf(api, { ...project, networkid: id }, signal))),
    Promise.all(ownAddresses.map(({ id }) => rulesOf(api, { ...project, ipaddressid: id }, signal))),
  ]);
  return [
    ...ownNetworks.map((item) => object("network", item, "ready", sourceNatOf(item.id, addresses))),
    ...machines
      .filter((machine) => !LEAVING.has(machine.state))
      .filter(
        (machine) =>
          ours(machine.tags, machine.displayname, null) ||
          (workspaceOf(machine.tags) === undefined &&
            marks.machineNames.includes(machine.name) &&
            machine.nic?.some(({ networkid }) => ids.has(networkid ?? "")) === true),
      )
      .map(machineObject),
    ...disks
      .filter(({ tags, name, state }) => !LEAVING.has(state ?? "") && ours(tags, null, name))
      .map((disk) =>
        object("volume", disk, MOVING_DISKS.has(disk.state ?? "") ? "busy" : "ready", {
          machineId: disk.virtualmachineid ?? "",
        }),
      ),
    ...ownAddresses.flatMap(addressObjects),
    ...egress.flat(),
    ...firewall.flat(),
  ];
}

/** A name counts only for what carries no workspace's mark: in the moment before its tags arrive. */
function ownership(marks: SiteMarks) {
  const { workspaceId, site, names } = marks;
  const ends = new RegExp(`${siteMark(marks)}(?! site=)`);
  return (tags: z.infer<typeof Tags>, text: string | null | undefined, name: string | null | undefined): boolean => {
    const owner = workspaceOf(tags);
    if (owner !== undefined) return owner === workspaceId && siteOf(tags) === (isSecondSite(site) ? site : undefined);
    if (text?.includes(MARK_START) === true) return ends.test(text);
    return names.includes(name ?? "");
  };
}

function workspaceOf(tags: z.infer<typeof Tags>): string | undefined {
  return tags?.find(({ key }) => key === "workspace-id")?.value ?? undefined;
}

/** A workspace's first site names no site, its second one does. */
function siteOf(tags: z.infer<typeof Tags>): string | undefined {
  return tags?.find(({ key }) => key === "site")?.value ?? undefined;
}

function object(
  kind: CloudObject["kind"],
  item: { readonly id: string; readonly name?: string | null | undefined; readonly state?: string | null | undefined },
  condition: CloudObject["condition"],
  facts: CloudObject["facts"] = {},
): CloudObject {
  return { kind, id: item.id, name: item.name ?? "", condition, cloudStatus: item.state ?? "", facts };
}

function machineObject(machine: z.infer<typeof Machine>): CloudObject {
  const working = MOVING_MACHINES.has(machine.state) || (Boolean(machine.jobid) && machine.jobstatus === 0);
  const condition = machine.state === "Error" ? "failed" : working ? "busy" : "ready";
  const networkId = machine.nic?.[0]?.networkid ?? "";
  return object("machine", machine, condition, { networkId, ...(machine.jobid && { jobId: machine.jobid }) });
}

/** The provider takes a network for one without source NAT unless its state names that address. */
function sourceNatOf(networkId: string, addresses: readonly z.infer<typeof Address>[]): CloudObject["facts"] {
  const own = addresses.find((one) => one.issourcenat === true && one.associatednetworkid === networkId);
  return own === undefined ? {} : { sourceNatId: own.id, sourceNatAddress: own.ipaddress };
}

function addressObjects(address: z.infer<typeof Address>): readonly CloudObject[] {
  const { id, ipaddress, associatednetworkid, virtualmachineid, state } = address;
  const item = { id, name: ipaddress, state };
  const condition = state === "Allocating" ? "busy" : "ready";
  const self = object("public-address", item, condition, {
    address: ipaddress,
    networkId: associatednetworkid ?? "",
  });
  if (address.isstaticnat !== true || !virtualmachineid) return [self];
  return [self, object("static-nat", item, "ready", { addressId: id, machineId: virtualmachineid })];
}

async function rulesOf(
  api: CloudstackApi,
  filter: Parameters,
  signal: AbortSignal | undefined,
): Promise<readonly CloudObject[]> {
  const isEgress = "networkid" in filter;
  const rules = isEgress
    ? await api.list("listEgressFirewallRules", filter, "firewallrule", Rule, signal)
    : await api.list("listFirewallRules", filter, "firewallrule", Rule, signal);
  const parent: Readonly<Record<string, string>> = isEgress
    ? { networkId: filter["networkid"] ?? "" }
    : { addressId: filter["ipaddressid"] ?? "" };
  return rules.map((rule) =>
    object(
      isEgress ? "egress-rule" : "firewall-rule",
      { id: rule.id, name: ruleName(rule), state: rule.state },
      "ready",
      {
        ...parent,
        protocol: rule.protocol ?? "",
        fromPort: String(rule.startport ?? ""),
        toPort: String(rule.endport ?? ""),
        source: rule.cidrlist ?? "",
      },
    ),
  );
}

function ruleName({ protocol, startport, endport, cidrlist }: z.infer<typeof Rule>): string {
  const ports = startport === null || startport === undefined ? "" : ` ${startport}-${endport ?? startport}`;
  return `${protocol ?? "all"}${ports} ${cidrlist ?? ""}`.trim();
}
