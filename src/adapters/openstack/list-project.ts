import * as z from "zod";
import type { CloudObjectKind, ListedObject } from "../../cloud/ports.ts";
import { MARK_START } from "../../contract/index.ts";
import type { OpenstackApi } from "./openstack-api.ts";

const named = { id: z.string(), name: z.string().nullish() };
const common = { ...named, tags: z.array(z.string()).nullish(), description: z.string().nullish() };
const adminUp = z.boolean().nullish();
const Network = z.object({ ...common, admin_state_up: adminUp });
const Subnet = z.object({
  ...common,
  network_id: z.string(),
  cidr: z.string().nullish(),
  enable_dhcp: z.boolean().nullish(),
  gateway_ip: z.string().nullish(),
  dns_nameservers: z.array(z.string()).nullish(),
});
const Router = z.object({
  ...common,
  admin_state_up: adminUp,
  external_gateway_info: z.object({ network_id: z.string().nullish() }).nullish(),
});
const Port = z.object({
  ...common,
  admin_state_up: adminUp,
  network_id: z.string(),
  device_id: z.string().nullish(),
  device_owner: z.string().nullish(),
  security_groups: z.array(z.string()).nullish(),
  fixed_ips: z.array(z.object({ subnet_id: z.string(), ip_address: z.string().nullish() })).nullish(),
});
const Rule = z.object({
  id: z.string(),
  direction: z.string().nullish(),
  protocol: z.union([z.string(), z.number()]).nullish(),
  port_range_min: z.int().nullish(),
  port_range_max: z.int().nullish(),
  remote_ip_prefix: z.string().nullish(),
});
const Group = z.object({ ...common, security_group_rules: z.array(Rule).nullish() });
const FloatingIp = z.object({ ...common, floating_ip_address: z.string(), port_id: z.string().nullish() });
const metadata = z.record(z.string(), z.string()).nullish();
const Volume = z.object({
  ...named,
  status: z.string(),
  size: z.int(),
  volume_type: z.string().nullish(),
  metadata,
  attachments: z.array(z.object({ server_id: z.string() })).nullish(),
});
const Server = z.object({
  ...named,
  status: z.string(),
  flavor: z.object({ id: z.string().nullish() }),
  metadata,
  tags: z.array(z.string()).nullish(),
  "OS-EXT-STS:task_state": z.string().nullish(),
});
const KeyPair = z.object({ keypair: z.object({ name: z.string(), public_key: z.string() }) });

type Facts = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** The oldest of Nova's that lists a server's tags, and the one the provider asks for when it sets them. */
const WITH_TAGS = "2.26";
const SETTLED_VOLUMES = new Set(["available", "in-use", "reserved", "maintenance"]);
const SETTLED_SERVERS = new Set(["ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED", "ERROR", "SHELVED", "SHELVED_OFFLOADED"]);
const ROUTER_OWNERS = /^network:(router_interface|ha_router_replicated_interface)/;

/** Nine lists, however many sites the project holds. */
export async function listOpenstackProject(api: OpenstackApi, signal?: AbortSignal): Promise<readonly ListedObject[]> {
  const project = await api.projectId(signal);
  const network = <T>(plural: string, key: string, schema: z.ZodType<T>) =>
    api.list("network", `/${plural}?project_id=${project}&limit=500`, key, schema, signal);
  const [networks, subnets, routers, ports, groups, addresses, volumes, servers, keyPairs] = await Promise.all([
    network("networks", "networks", Network),
    network("subnets", "subnets", Subnet),
    network("routers", "routers", Router),
    network("ports", "ports", Port),
    network("security-groups", "security_groups", Group),
    network("floatingips", "floatingips", FloatingIp),
    api.list("block storage", "/volumes/detail?limit=500", "volumes", Volume, signal),
    api.list("compute", "/servers/detail?limit=500", "servers", Server, signal, WITH_TAGS),
    api.list("compute", "/os-keypairs", "keypairs", KeyPair, signal),
  ]);
  return [
    ...networks.map((item) => object("network", item, { adminUp: item.admin_state_up })),
    ...subnets.map((item) =>
      object("subnet", item, {
        ...{ networkId: item.network_id, cidr: item.cidr, dhcp: item.enable_dhcp, gateway: item.gateway_ip ?? "" },
        dnsServers: joined(item.dns_nameservers),
      }),
    ),
    ...routers.map((item) =>
      object("router", item, {
        adminUp: item.admin_state_up,
        externalNetworkId: item.external_gateway_info?.network_id ?? "",
      }),
    ),
    ...ports.map(portObject),
    ...groups.flatMap(groupObjects),
    ...addresses.flatMap(addressObjects),
    ...volumes.flatMap(volumeObjects),
    ...servers.map(serverObject),
    ...keyPairs.map(({ keypair: { name, public_key: publicKey } }) =>
      object("key-pair", { id: name, name }, { publicKey: publicKey.trim() }),
    ),
  ];
}

function portObject(port: z.infer<typeof Port>): ListedObject {
  if (ROUTER_OWNERS.test(port.device_owner ?? "")) {
    const facts = { routerId: port.device_id, subnetId: port.fixed_ips?.[0]?.subnet_id };
    return { ...object("router-interface", port, facts), mark: null };
  }
  return object("port", port, {
    ...{ adminUp: port.admin_state_up, networkId: port.network_id },
    securityGroups: joined(port.security_groups),
    addresses: joined(port.fixed_ips?.flatMap(({ ip_address: address }) => address ?? [])),
  });
}

function groupObjects(group: z.infer<typeof Group>): readonly ListedObject[] {
  const rules = (group.security_group_rules ?? []).map((rule) =>
    object(
      "security-group-rule",
      { id: rule.id, name: group.name },
      {
        ...{ groupId: group.id, direction: rule.direction, protocol: rule.protocol ?? "any" },
        ...{ fromPort: rule.port_range_min, toPort: rule.port_range_max, source: rule.remote_ip_prefix },
      },
    ),
  );
  return [object("security-group", group, {}), ...rules];
}

function addressObjects(item: z.infer<typeof FloatingIp>): readonly ListedObject[] {
  const { id, floating_ip_address: address, port_id: portId } = item;
  const self = { ...object("public-address", item, { address }), name: address };
  if (!portId) return [self];
  return [self, object("address-association", { id, name: address }, { address, portId })];
}

function volumeObjects(volume: z.infer<typeof Volume>): readonly ListedObject[] {
  const { id, name } = volume;
  const self = {
    ...object("volume", volume, { sizeGib: volume.size, volumeType: volume.volume_type, status: volume.status }),
    settled: SETTLED_VOLUMES.has(volume.status) || volume.status.startsWith("error"),
    mark: markOfMetadata(volume.metadata),
  };
  const attachments = (volume.attachments ?? []).map(({ server_id: machineId }) =>
    object("volume-attachment", { id: `${machineId}/${id}`, name }, { machineId, volumeId: id }),
  );
  return [self, ...attachments];
}

function serverObject(server: z.infer<typeof Server>): ListedObject {
  return {
    ...object("machine", server, {
      ...{ flavorId: server.flavor.id, power: powerWord(server.status) },
      tags: server.tags && joined(server.tags),
    }),
    settled: SETTLED_SERVERS.has(server.status) && !server["OS-EXT-STS:task_state"],
    mark: markOfMetadata(server.metadata),
  };
}

/** As the provider writes it into `power_state`. */
function powerWord(status: string): string {
  return status.toLowerCase();
}

function object(
  kind: CloudObjectKind,
  item: {
    readonly id: string;
    readonly name?: string | null | undefined;
    readonly tags?: readonly string[] | null | undefined;
    readonly description?: string | null | undefined;
  },
  facts: Facts,
): ListedObject {
  const known = Object.entries(facts).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [[key, String(value)] as const],
  );
  const mark = markOfWords(item.tags ?? []) ?? markOfWords(wordsOf(item.description));
  return { kind, id: item.id, name: item.name ?? "", settled: true, mark, facts: Object.fromEntries(known) };
}

function wordsOf(description: string | null | undefined): readonly string[] {
  return description?.startsWith(MARK_START) === true ? description.split(" ").slice(1) : [];
}

function markOfWords(words: readonly string[]): ListedObject["mark"] {
  const owner = words.find((word) => word.startsWith("workspace-id="));
  if (owner === undefined) return null;
  return {
    workspaceId: owner.slice("workspace-id=".length),
    secondSite: words.some((word) => word.startsWith("site=")),
  };
}

function markOfMetadata(labels: z.infer<typeof metadata>): ListedObject["mark"] {
  const workspaceId = labels?.["workspace-id"];
  return workspaceId === undefined ? null : { workspaceId, secondSite: labels?.["site"] !== undefined };
}

function joined(list: readonly string[] | null | undefined): string {
  return (list ?? []).toSorted().join(",");
}
