import * as z from "zod";
import type { CloudObject, SiteMarks } from "../../cloud/ports.ts";
import { isSecondSite, MARK_START, siteMark } from "../../contract/index.ts";
import type { OpenstackApi } from "./openstack-api.ts";

const common = { id: z.string(), name: z.string().nullish(), tags: z.array(z.string()).nullish() };
const described = { ...common, description: z.string().nullish() };
const Plain = z.object(described);
const Subnet = z.object({ ...described, network_id: z.string() });
const Port = z.object({
  ...described,
  network_id: z.string(),
  device_id: z.string().nullish(),
  device_owner: z.string().nullish(),
  fixed_ips: z.array(z.object({ subnet_id: z.string() })).nullish(),
});
const Rule = z.object({
  id: z.string(),
  direction: z.string(),
  ethertype: z.string().nullish(),
  protocol: z.union([z.string(), z.number()]).nullish(),
  port_range_min: z.int().nullish(),
  port_range_max: z.int().nullish(),
  remote_ip_prefix: z.string().nullish(),
  remote_group_id: z.string().nullish(),
});
const Group = z.object({ ...described, security_group_rules: z.array(Rule).nullish() });
const FloatingIp = z.object({ ...described, floating_ip_address: z.string(), port_id: z.string().nullish() });
const Volume = z.object({
  id: z.string(),
  name: z.string().nullish(),
  status: z.string(),
  metadata: z.record(z.string(), z.string()).nullish(),
  attachments: z.array(z.object({ server_id: z.string() })).nullish(),
});
const Server = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  metadata: z.record(z.string(), z.string()).nullish(),
  "OS-EXT-STS:task_state": z.string().nullish(),
  "os-extended-volumes:volumes_attached": z.array(z.object({ id: z.string() })).nullish(),
});
const KeyPair = z.object({ keypair: z.object({ name: z.string(), public_key: z.string() }) });

const SETTLED_VOLUMES = new Set(["available", "in-use", "reserved", "maintenance"]);
const ROUTER_OWNERS = /^network:(router_interface|ha_router_replicated_interface)/;

/** Every object of a site in the token's project. Tags, metadata and descriptions count whole, names only untagged. */
export async function listOpenstackObjects(
  api: OpenstackApi,
  marks: SiteMarks,
  signal?: AbortSignal,
): Promise<readonly CloudObject[]> {
  const project = await api.projectId(signal);
  const network = <T>(plural: string, key: string, schema: z.ZodType<T>) =>
    api.list("network", `/${plural}?project_id=${project}&limit=500`, key, schema, signal);
  const [networks, subnets, routers, ports, groups, addresses, volumes, servers, keyPairs] = await Promise.all([
    network("networks", "networks", Plain),
    network("subnets", "subnets", Subnet),
    network("routers", "routers", Plain),
    network("ports", "ports", Port),
    network("security-groups", "security_groups", Group),
    network("floatingips", "floatingips", FloatingIp),
    api.list("block storage", "/volumes/detail?limit=500", "volumes", Volume, signal),
    api.list("compute", "/servers/detail?limit=500", "servers", Server, signal),
    api.list("compute", "/os-keypairs", "keypairs", KeyPair, signal),
  ]);
  const ours = ownership(marks);
  const ownRouters = routers.filter(ours.described);
  const ownServers = servers.filter(({ metadata }) => isOf(marks, metadata));
  return [
    ...networks.filter(ours.described).map((item) => ready("network", item)),
    ...subnets.filter(ours.described).map((item) => ready("subnet", item, { networkId: item.network_id })),
    ...ownRouters.map((item) => ready("router", item)),
    ...ports.filter(ours.described).map((item) => ready("port", item, { networkId: item.network_id })),
    ...ports.flatMap((port) => interfaceOf(port, ownRouters)),
    ...groups.filter(ours.described).flatMap((group) => [ready("security-group", group), ...rulesOf(group)]),
    ...addresses.filter(ours.described).flatMap(addressObjects),
    ...volumes.filter(ours.labelled).flatMap(volumeObjects),
    ...ownServers.map((server) => machine(server, ports)),
    ...keyPairs
      .filter(({ keypair }) => marks.names.includes(keypair.name) && sameKey(keypair.public_key, marks.publicKey))
      .map(({ keypair }) => ready("key-pair", { id: keypair.name, name: keypair.name })),
  ];
}

/** A name counts only for what carries no workspace's mark: in the moment before its tags arrive. */
function ownership(marks: SiteMarks) {
  const { workspaceId, site, names } = marks;
  const mark = siteMark(marks);
  const word = `workspace-id=${workspaceId}`;
  const siteWord = isSecondSite(site) ? `site=${site}` : undefined;
  return {
    described({ name, tags, description }: z.infer<typeof Plain>): boolean {
      if (description === mark) return true;
      if (tags?.includes(word) === true && tags.find((tag) => tag.startsWith("site=")) === siteWord) return true;
      const marked = tags?.some((tag) => tag.startsWith("workspace-id=")) === true || isMark(description);
      return !marked && names.includes(name ?? "");
    },
    labelled({ name, metadata }: z.infer<typeof Volume>): boolean {
      return metadata?.["workspace-id"] === undefined ? names.includes(name ?? "") : isOf(marks, metadata);
    },
  };
}

/** A workspace's first site names no site, its second one does. */
function isOf({ workspaceId, site }: SiteMarks, metadata: z.infer<typeof Server>["metadata"]): boolean {
  return metadata?.["workspace-id"] === workspaceId && metadata["site"] === (isSecondSite(site) ? site : undefined);
}

function isMark(description: string | null | undefined): boolean {
  return description?.startsWith(MARK_START) === true;
}

function ready(
  kind: CloudObject["kind"],
  item: { readonly id: string; readonly name?: string | null | undefined },
  facts: CloudObject["facts"] = {},
): CloudObject {
  return { kind, id: item.id, name: item.name ?? "", condition: "ready", cloudStatus: "", facts };
}

function interfaceOf(port: z.infer<typeof Port>, routers: readonly z.infer<typeof Plain>[]): readonly CloudObject[] {
  const router = routers.find(({ id }) => id === port.device_id);
  if (router === undefined || !ROUTER_OWNERS.test(port.device_owner ?? "")) return [];
  const subnetId = port.fixed_ips?.[0]?.subnet_id ?? "";
  return [ready("router-interface", { id: port.id, name: router.name }, { routerId: router.id, subnetId })];
}

function rulesOf(group: z.infer<typeof Group>): readonly CloudObject[] {
  return (group.security_group_rules ?? []).map((rule) =>
    ready(
      "security-group-rule",
      { id: rule.id, name: group.name },
      {
        groupId: group.id,
        direction: rule.direction,
        ethertype: rule.ethertype ?? "",
        protocol: String(rule.protocol ?? ""),
        fromPort: String(rule.port_range_min ?? ""),
        toPort: String(rule.port_range_max ?? ""),
        source: rule.remote_ip_prefix ?? "",
        remoteGroupId: rule.remote_group_id ?? "",
      },
    ),
  );
}

function addressObjects(item: z.infer<typeof FloatingIp>): readonly CloudObject[] {
  const { id, floating_ip_address: address, port_id: portId } = item;
  const name = address;
  const self = ready("public-address", { id, name }, { address });
  return portId ? [self, ready("address-association", { id, name }, { address, portId })] : [self];
}

function volumeObjects(volume: z.infer<typeof Volume>): readonly CloudObject[] {
  const { id, name, status } = volume;
  const condition = SETTLED_VOLUMES.has(status) ? "ready" : status.startsWith("error") ? "failed" : "busy";
  const self = { ...ready("volume", { id, name }), condition, cloudStatus: status } as const;
  const attachments = (volume.attachments ?? []).map(({ server_id: machineId }) =>
    ready("volume-attachment", { id: `${machineId}/${id}`, name }, { machineId, volumeId: id }),
  );
  return [self, ...attachments];
}

function machine(server: z.infer<typeof Server>, ports: readonly z.infer<typeof Port>[]): CloudObject {
  const busy = server.status === "BUILD" || server["OS-EXT-STS:task_state"] === "deleting";
  const condition = server.status === "ERROR" ? "failed" : busy ? "busy" : conditionBetweenSizes(server.status);
  const portIds = ports.filter((port) => port.device_id === server.id).map(({ id }) => id);
  const volumeIds = (server["os-extended-volumes:volumes_attached"] ?? []).map(({ id }) => id);
  const facts = { portIds: portIds.join(), volumeIds: volumeIds.join() };
  return { ...ready("machine", server, facts), condition, cloudStatus: server.status };
}

/** Terraform plans nothing on a machine that is between two sizes, and only a confirmation brings it out of there. */
function conditionBetweenSizes(status: string): CloudObject["condition"] {
  return status === "RESIZE" || status === "VERIFY_RESIZE" ? "unfinished" : "ready";
}

/** Type and key; the comment behind them is nobody's identity. */
function sameKey(left: string, right: string | null): boolean {
  const key = (text: string) => text.trim().split(/\s+/).slice(0, 2).join(" ");
  return right !== null && key(left) === key(right);
}
