import type { ObservedInstance } from "../../cloud/ports.ts";
import { AppError } from "../../kernel/app-error.ts";
import { Flavor, FloatingIp, Server, Volume } from "./answers.ts";
import type { OpenstackApi } from "./openstack-api.ts";
import { powerStateOf } from "./power-state.ts";

interface Surroundings {
  readonly flavors: ReadonlyMap<string, Flavor> | null;
  readonly volumes: ReadonlyMap<string, number> | null;
  readonly floatingIps: readonly FloatingIp[] | null;
}

/**
 * One list call per service however many machines are asked for. A silent volume, network or flavor list costs only
 * its own facts (null); without the server list there is no answer at all.
 */
export async function observeOpenstackInstances(
  api: OpenstackApi,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<readonly ObservedInstance[]> {
  const wanted = new Set(ids);
  const [servers, flavors, volumes, floatingIps] = await Promise.all([
    api.list("compute", "/servers/detail?limit=500", "servers", Server, signal),
    orNull(api.list("compute", "/flavors/detail?limit=500", "flavors", Flavor, signal)),
    orNull(api.list("block storage", "/volumes/detail?limit=500", "volumes", Volume, signal)),
    orNull(api.list("network", "/floatingips", "floatingips", FloatingIp, signal)),
  ]);
  const around: Surroundings = {
    flavors: flavors && new Map(flavors.map((flavor) => [flavor.id, flavor])),
    volumes: volumes && new Map(volumes.map((volume) => [volume.id, volume.size])),
    floatingIps,
  };
  return servers.filter((server) => wanted.has(server.id)).map((server) => observed(server, around));
}

function observed(server: Server, around: Surroundings): ObservedInstance {
  const size = sizeOf(server, around.flavors);
  const fixed = addressesOf(server, "fixed");
  return {
    instanceId: server.id,
    name: server.name,
    vcpu: size?.vcpu ?? null,
    memoryMib: size?.memoryMib ?? null,
    offering: size?.name ?? null,
    diskGib: diskOf(server, size?.diskGib ?? null, around.volumes),
    privateAddresses: fixed,
    publicAddress: publicAddressOf(server, fixed, around.floatingIps),
    powerState: powerStateOf(server.status, server["OS-EXT-STS:task_state"] ?? null),
    cloudStatus: server.status,
  };
}

function sizeOf(
  { flavor }: Server,
  flavors: Surroundings["flavors"],
): { name: string | null; vcpu: number; memoryMib: number; diskGib: number } | null {
  const known = flavors?.get(flavor.id ?? "");
  if (known !== undefined) {
    return { name: known.name, vcpu: known.vcpus, memoryMib: known.ram, diskGib: known.disk };
  }
  const { vcpus, ram, disk } = flavor;
  if (typeof vcpus !== "number" || typeof ram !== "number") return null;
  return { name: flavor.original_name ?? null, vcpu: vcpus, memoryMib: ram, diskGib: disk ?? 0 };
}

/** A server started from a volume has no image; its root disk is then one of its volumes, not the flavor's disk. */
function diskOf(server: Server, flavorDiskGib: number | null, volumes: Surroundings["volumes"]): number | null {
  const fromVolume = server.image === "" || server.image === null || server.image === undefined;
  const root = fromVolume ? 0 : flavorDiskGib;
  if (root === null || volumes === null) return null;
  const sizes = (server["os-extended-volumes:volumes_attached"] ?? []).map(({ id }) => volumes.get(id) ?? 0);
  return sizes.reduce((sum, size) => sum + size, root);
}

function addressesOf(server: Server, type: "fixed" | "floating"): string[] {
  return Object.values(server.addresses ?? {})
    .flat()
    .filter((address) => (address["OS-EXT-IPS:type"] ?? "fixed") === type)
    .map((address) => address.addr);
}

/** Neutron first: Nova's copy of the addresses may lag by a minute. Older Neutrons do not name the port's machine. */
function publicAddressOf(
  server: Server,
  fixed: readonly string[],
  floatingIps: Surroundings["floatingIps"],
): string | null {
  const own = floatingIps?.find(
    (ip) => ip.port_details?.device_id === server.id && fixed.includes(ip.fixed_ip_address ?? ""),
  );
  if (own !== undefined) return own.floating_ip_address;
  const tellsMachines = floatingIps?.every((ip) => ip.port_details !== undefined) ?? false;
  return tellsMachines ? null : (addressesOf(server, "floating")[0] ?? null);
}

async function orNull<T>(list: Promise<readonly T[]>): Promise<readonly T[] | null> {
  try {
    return await list;
  } catch (error) {
    if (error instanceof AppError && error.code !== "cloud-credentials") return null;
    throw error;
  }
}
