import { Readable } from "node:stream";
import { hashSecret } from "../identity/login.ts";
import { fillImage } from "../image/fill-image.ts";
import { newImage } from "../image/new-image.ts";
import { emptyQcow2 } from "../image/qcow2.ts";
import type { Network, Subnet } from "../network/network-state.ts";
import type { CloudState } from "./cloud-state.ts";
import { newHexId, newUuid, type World } from "./world.ts";

const GIB = 2 ** 30;
const SEEDED_AT = "2026-01-01T00:00:00Z";

/** Users of the fresh cloud. Their passwords are well known: this is a try-out tool. */
const ACCOUNTS = [
  { user: "demo", password: "demo", project: "demo", roles: ["reader", "member"] },
  { user: "guest", password: "guest", project: "guest", roles: ["reader", "member"] },
  { user: "admin", password: "admin", project: "admin", roles: ["reader", "member", "admin"] },
];

const FLAVORS: readonly (readonly [id: string, name: string, vcpus: number, ramMib: number, diskGib: number])[] = [
  ["1", "m1.tiny", 1, 512, 1],
  ["2", "m1.small", 1, 2048, 20],
  ["3", "m1.medium", 2, 4096, 40],
  ["4", "m1.large", 4, 8192, 80],
  ["5", "m1.xlarge", 8, 16_384, 160],
  ["6", "m1.micro", 1, 1024, 10],
  ["7", "c1.medium", 4, 4096, 40],
  ["8", "c1.large", 8, 8192, 40],
  ["9", "r1.medium", 2, 8192, 40],
  ["10", "r1.large", 4, 32_768, 80],
];

const IMAGES: readonly (readonly [name: string, distro: string, version: string, minDiskGib: number])[] = [
  ["Ubuntu 22.04", "ubuntu", "22.04", 5],
  ["Ubuntu 24.04", "ubuntu", "24.04", 5],
  ["Debian 12", "debian", "12", 3],
  ["Debian 13", "debian", "13", 3],
  ["Rocky 9", "rocky", "9", 10],
];

/** A cloud with accounts, flavors, volume types and the external network; images come with {@link seedImages}. */
export function freshState(externalPrefix: string): CloudState {
  const state: CloudState = {
    format: 1,
    identity: { projects: {}, users: {}, roles: {}, assignments: [], applicationCredentials: {}, tokens: {} },
    compute: { flavors: {}, keypairs: {}, serverGroups: {}, servers: {}, quotas: {}, counter: 0 },
    network: { networks: {}, subnets: {}, ports: {}, routers: {}, groups: {}, rules: {}, floatingIps: {}, quotas: {} },
    volume: { types: {}, volumes: {}, snapshots: {}, quotas: {} },
    image: { images: {} },
    pending: [],
  };
  seedAccounts(state);
  for (const [id, name, vcpus, ram, disk] of FLAVORS) {
    const rest = { ephemeral: 0, swap: 0, isPublic: true, description: null, extraSpecs: {} };
    state.compute.flavors[id] = { id, name, vcpus, ram, disk, ...rest };
  }
  for (const [name, description] of [
    ["standard", "Sandbox: the everyday tier"],
    ["fast", "Sandbox: the fast tier"],
  ] as const) {
    const id = newUuid();
    state.volume.types[id] = { id, name, description, extraSpecs: {} };
  }
  seedExternalNetwork(state, externalPrefix);
  return state;
}

/** Public images whose content is a valid, empty qcow2 disk. */
export async function seedImages(world: World): Promise<void> {
  const admin = Object.values(world.state.identity.projects).find((project) => project.name === "admin");
  for (const [name, os_distro, os_version, minDisk] of IMAGES) {
    const image = newImage(
      world,
      { projectId: admin?.id ?? "" },
      {
        name,
        diskFormat: "qcow2",
        containerFormat: "bare",
        visibility: "public",
        minDisk,
        minRam: 512,
        properties: {
          os_distro,
          os_version,
          os_type: "linux",
          hw_qemu_guest_agent: "yes",
          hw_disk_bus: "virtio",
          hw_vif_model: "virtio",
          architecture: "x86_64",
        },
      },
    );
    const content = [emptyQcow2(Math.ceil(2.25 * GIB)), Buffer.from(`\nsandbox image ${name}\n`)];
    fillImage(world, image, await world.blobs.write(Readable.from(content)));
  }
}

function seedAccounts(state: CloudState): void {
  const { identity } = state;
  const roleIds = new Map(["reader", "member", "admin"].map((name) => [name, newHexId()]));
  for (const [name, id] of roleIds) identity.roles[id] = name;
  for (const account of ACCOUNTS) {
    const projectId = newHexId();
    const userId = newHexId();
    identity.projects[projectId] = { id: projectId, name: account.project, description: "", enabled: true };
    identity.users[userId] = {
      id: userId,
      name: account.user,
      passwordHash: hashSecret(account.password),
      enabled: true,
    };
    for (const role of account.roles) identity.assignments.push({ userId, projectId, roleId: roleIds.get(role) ?? "" });
  }
}

/** `public`, 203.0.113.0/24 unless said otherwise: .10 to .250 are for routers and floating IPs. */
function seedExternalNetwork(state: CloudState, prefix: string): void {
  const owner = Object.values(state.identity.projects).find((project) => project.name === "admin")?.id ?? "";
  const subnetId = newUuid();
  const common = {
    tenant_id: owner,
    project_id: owner,
    description: "Sandbox: addresses of the documentation range",
    tags: [],
    revision_number: 2,
    created_at: SEEDED_AT,
    updated_at: SEEDED_AT,
  };
  const network: Network = {
    ...common,
    id: newUuid(),
    name: "public",
    admin_state_up: true,
    mtu: 1500,
    status: "ACTIVE",
    subnets: [subnetId],
    shared: false,
    availability_zone_hints: [],
    availability_zones: [],
    ipv4_address_scope: null,
    ipv6_address_scope: null,
    "router:external": true,
    is_default: false,
    port_security_enabled: true,
    qos_policy_id: null,
    dns_domain: "",
    l2_adjacency: true,
  };
  const subnet: Subnet = {
    ...common,
    id: subnetId,
    name: "public-subnet",
    network_id: network.id,
    ip_version: 4,
    subnetpool_id: null,
    enable_dhcp: false,
    ipv6_ra_mode: null,
    ipv6_address_mode: null,
    gateway_ip: `${prefix}.1`,
    cidr: `${prefix}.0/24`,
    allocation_pools: [{ start: `${prefix}.10`, end: `${prefix}.250` }],
    host_routes: [],
    dns_nameservers: [],
    service_types: [],
  };
  state.network.networks[network.id] = network;
  state.network.subnets[subnet.id] = subnet;
}
