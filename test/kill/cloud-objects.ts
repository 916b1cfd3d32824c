import { items, makeSignedClient } from "../sandbox/cloudstack/signed-client.ts";
import type { CloudKind } from "./kill-point.ts";

/** Something on a cloud that a state should know, or a repair list. */
export interface CloudObject {
  readonly cloud: CloudKind;
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  /** It is known when this is: the machine of a root disk, the network of its own address. */
  readonly partOf: string | null;
}

/** What there is, asked of the clouds themselves with an administrator's credentials and without the product's code. */
export async function listCloudObjects(clouds: Readonly<Record<CloudKind, string>>): Promise<readonly CloudObject[]> {
  return [...(await onOpenstack(clouds.openstack)), ...(await onCloudstack(`${clouds.cloudstack}/client/api`))];
}

export type Row = Readonly<Record<string, unknown>>;

/** Lists of an OpenStack, read with an administrator's token; `project` is its own. */
export async function readOpenstack(origin: string) {
  const login = await fetch(`${origin}/identity/v3/auth/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ["password"],
          password: { user: { name: "demo", domain: { id: "default" }, password: "demo" } },
        },
        scope: { project: { name: "demo", domain: { id: "default" } } },
      },
    }),
  });
  const token = login.headers.get("x-subject-token") ?? "";
  const { token: scope } = (await login.json()) as { token: { project: { id: string } } };
  const list = async (path: string, key: string): Promise<readonly Row[]> => {
    const answer = await fetch(`${origin}${path}`, { headers: { "x-auth-token": token } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return ((await answer.json()) as Record<string, Row[]>)[key] ?? [];
  };
  return { project: scope.project.id, list };
}

async function onOpenstack(origin: string): Promise<readonly CloudObject[]> {
  const { project, list } = await readOpenstack(origin);
  const network = async (kind: string) => list(`/network/v2.0/${kind}`, kind.replaceAll("-", "_"));
  const volumes = await list(`/volume/v3/${project}/volumes/detail`, "volumes");
  const machineOf = (volume: Row) => (volume["attachments"] as Row[] | undefined)?.[0]?.["server_id"] ?? null;
  // What Neutron makes for itself (DHCP, a router's legs) goes with its network and router.
  const ports = (await network("ports")).filter((port) => !String(port["device_owner"]).startsWith("network:"));
  const mine = (kind: string, rows: readonly Row[], partOf: (row: Row) => unknown = () => null) =>
    rows.map((row) => objectOf("openstack", kind, row, partOf(row)));
  return [
    ...mine("machine", await list("/compute/v2.1/servers/detail", "servers")),
    ...mine("volume", volumes, machineOf),
    ...mine("port", ports),
    ...mine("network", await network("networks")),
    ...mine("subnet", await network("subnets")),
    ...mine("router", await network("routers")),
    ...mine("public-address", await network("floatingips")),
    ...mine("firewall-group", await network("security-groups")),
  ];
}

async function onCloudstack(apiUrl: string): Promise<readonly CloudObject[]> {
  const client = makeSignedClient(apiUrl);
  const list = async (command: string, key: string) =>
    items(await client.run(command, { listall: true, pagesize: 500, page: 1 }), key);
  const mine = (kind: string, rows: readonly Row[], partOf: (row: Row) => unknown = () => null) =>
    rows.map((row) => objectOf("cloudstack", kind, row, partOf(row)));
  const machines = (await list("listVirtualMachines", "virtualmachine")).filter(({ state }) => state !== "Expunging");
  const addresses = (await list("listPublicIpAddresses", "publicipaddress")).filter(({ state }) => state !== "Free");
  const ownNetwork = (row: Row) => (row["issourcenat"] === true ? row["associatednetworkid"] : null);
  const machineOf = (row: Row) => (row["type"] === "ROOT" ? row["virtualmachineid"] : null);
  return [
    ...mine("machine", machines),
    ...mine("volume", await list("listVolumes", "volume"), machineOf),
    ...mine("network", await list("listNetworks", "network")),
    ...mine("public-address", addresses, ownNetwork),
  ];
}

function objectOf(cloud: CloudKind, kind: string, row: Row, partOf: unknown): CloudObject {
  const name = String(row["name"] ?? row["displayname"] ?? row["ipaddress"] ?? "");
  return { cloud, kind, id: String(row["id"]), name, partOf: typeof partOf === "string" ? partOf : null };
}
