import * as z from "zod";
import type { CloudObjectKind, ListedObject } from "../../cloud/ports.ts";
import type { CloudstackApi } from "./cloudstack-api.ts";
import type { Parameters } from "./sign-request.ts";

const Tags = z.array(z.object({ key: z.string(), value: z.string().nullish() })).nullish();
const common = { id: z.string(), name: z.string().nullish(), state: z.string().nullish(), tags: Tags };
const Network = z.object({ ...common, cidr: z.string().nullish(), networkofferingid: z.string().nullish() });
const Machine = z.object({
  ...common,
  displayname: z.string().nullish(),
  serviceofferingid: z.string().nullish(),
  jobstatus: z.int().nullish(),
  jobid: z.string().nullish(),
  nic: z.array(z.object({ networkid: z.string().nullish() })).nullish(),
});
const Disk = z.object({
  ...common,
  type: z.string().nullish(),
  size: z.number().nullish(),
  diskofferingid: z.string().nullish(),
  virtualmachineid: z.string().nullish(),
});
const Address = z.object({
  ...common,
  ipaddress: z.string(),
  issourcenat: z.boolean().nullish(),
  isstaticnat: z.boolean().nullish(),
  associatednetworkid: z.string().nullish(),
  virtualmachineid: z.string().nullish(),
});
const Rule = z.object({
  id: z.string(),
  protocol: z.string().nullish(),
  startport: z.union([z.int(), z.string()]).nullish(),
  endport: z.union([z.int(), z.string()]).nullish(),
  cidrlist: z.string().nullish(),
  networkid: z.string().nullish(),
  ipaddressid: z.string().nullish(),
});

type Facts = Readonly<Record<string, string | number | boolean | null | undefined>>;

const LEAVING = new Set(["Destroyed", "Destroying", "Destroy", "Expunging", "Expunged", "Releasing"]);
const SETTLED_MACHINES = new Set(["Running", "Stopped", "Error", "Destroyed"]);
const MOVING_DISKS = new Set(["Creating", "Uploading", "Copying", "Migrating", "Resizing", "Attaching"]);
const GIB = 1024 ** 3;

/** Six lists, however many sites the account or project holds. */
export async function listCloudstackProject(
  api: CloudstackApi,
  projectId: string | undefined,
  signal?: AbortSignal,
): Promise<readonly ListedObject[]> {
  const project: Parameters = projectId === undefined ? {} : { projectid: projectId };
  const [networks, machines, disks, addresses, egress, firewall] = await Promise.all([
    api.list("listNetworks", project, "network", Network, signal),
    api.list("listVirtualMachines", project, "virtualmachine", Machine, signal),
    api.list("listVolumes", project, "volume", Disk, signal),
    api.list("listPublicIpAddresses", project, "publicipaddress", Address, signal),
    api.list("listEgressFirewallRules", project, "firewallrule", Rule, signal),
    api.list("listFirewallRules", project, "firewallrule", Rule, signal),
  ]);
  const standing = disks.filter(({ state }) => !LEAVING.has(state ?? ""));
  const roots = new Map(standing.filter(({ type }) => type === "ROOT").map((disk) => [disk.virtualmachineid, disk]));
  return [
    ...networks.map((item) => object("network", item, { cidr: item.cidr, offeringId: item.networkofferingid })),
    ...machines
      .filter(({ state }) => state === "Destroyed" || !LEAVING.has(state ?? ""))
      .map((machine) => machineObject(machine, gib(roots.get(machine.id)?.size))),
    ...standing.filter(({ type }) => type === "DATADISK").map(diskObject),
    ...addresses
      .filter(({ state, issourcenat }) => issourcenat !== true && !LEAVING.has(state ?? ""))
      .flatMap(addressObjects),
    ...egress.map((rule) => ruleObject("egress-rule", rule)),
    ...firewall.map((rule) => ruleObject("firewall-rule", rule)),
  ];
}

function machineObject(machine: z.infer<typeof Machine>, rootDiskGib: number | undefined): ListedObject {
  const working = Boolean(machine.jobid) && machine.jobstatus === 0;
  return {
    ...object("machine", machine, {
      ...{ displayName: machine.displayname, offeringId: machine.serviceofferingid, rootDiskGib },
      ...{ networkId: machine.nic?.[0]?.networkid, power: machine.state?.toLowerCase() },
      tags: (machine.tags ?? [])
        .map(({ key, value }) => `${key}=${value ?? ""}`)
        .toSorted()
        .join(","),
    }),
    settled: SETTLED_MACHINES.has(machine.state ?? "") && !working,
  };
}

function diskObject(disk: z.infer<typeof Disk>): ListedObject {
  const facts = {
    ...{ sizeGib: gib(disk.size), offeringId: disk.diskofferingid, machineId: disk.virtualmachineid ?? "" },
  };
  return { ...object("volume", disk, facts), settled: !MOVING_DISKS.has(disk.state ?? "") };
}

function addressObjects(address: z.infer<typeof Address>): readonly ListedObject[] {
  const { id, ipaddress, associatednetworkid: networkId, virtualmachineid: machineId, state } = address;
  const self = {
    ...object("public-address", address, { address: ipaddress, networkId }),
    name: ipaddress,
    settled: state !== "Allocating",
  };
  if (address.isstaticnat !== true || !machineId) return [self];
  return [self, object("static-nat", { id, name: ipaddress }, { addressId: id, machineId })];
}

function ruleObject(kind: "egress-rule" | "firewall-rule", rule: z.infer<typeof Rule>): ListedObject {
  const { id, protocol, startport: fromPort, endport: toPort, cidrlist: source } = rule;
  const parent = { networkId: rule.networkid, addressId: rule.ipaddressid };
  return object(kind, { id, name: id }, { ...parent, protocol, fromPort, toPort, source });
}

function object(
  kind: CloudObjectKind,
  item: {
    readonly id: string;
    readonly name?: string | null | undefined;
    readonly tags?: z.infer<typeof Tags>;
  },
  facts: Facts,
): ListedObject {
  const known = Object.entries(facts).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [[key, String(value)] as const],
  );
  const mark = markOf(item.tags);
  return { kind, id: item.id, name: item.name ?? "", settled: true, mark, facts: Object.fromEntries(known) };
}

function markOf(tags: z.infer<typeof Tags>): ListedObject["mark"] {
  const workspaceId = tags?.find(({ key }) => key === "workspace-id")?.value;
  return workspaceId ? { workspaceId, secondSite: tags?.some(({ key }) => key === "site") === true } : null;
}

function gib(bytes: number | null | undefined): number | undefined {
  return bytes === null || bytes === undefined ? undefined : Math.floor(bytes / GIB);
}
