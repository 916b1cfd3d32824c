import type { ObservedInstance } from "../../cloud/ports.ts";
import { AppError } from "../../kernel/app-error.ts";
import { VirtualMachine, Volume } from "./answers.ts";
import type { CloudstackApi } from "./cloudstack-api.ts";
import { powerStateOf } from "./power-state.ts";
import type { Parameters } from "./sign-request.ts";

const GIB = 1024 ** 3;
/** Keeps the signed address of one request below 4 KiB. */
const IDS_PER_CALL = 50;

/** Machines by id with the sum of their disks. A silent volume list costs only the disk size. */
export async function observeCloudstackInstances(
  api: CloudstackApi,
  ids: readonly string[],
  projectId: string | undefined,
  signal?: AbortSignal,
): Promise<readonly ObservedInstance[]> {
  const project: Parameters = projectId === undefined ? {} : { projectid: projectId };
  const chunks = Array.from({ length: Math.ceil(ids.length / IDS_PER_CALL) }, (_, at) =>
    ids.slice(at * IDS_PER_CALL, (at + 1) * IDS_PER_CALL),
  );
  const [machines, disks] = await Promise.all([
    Promise.all(chunks.map((chunk) => findMachines(api, chunk, project, signal))),
    readDisks(api, project, signal),
  ]);
  return machines.flat().map((machine) => observed(machine, disks));
}

/** One id that the server never had spoils the whole request (431), so then each is asked for alone. */
async function findMachines(
  api: CloudstackApi,
  ids: readonly string[],
  project: Parameters,
  signal: AbortSignal | undefined,
): Promise<readonly VirtualMachine[]> {
  const list = (filter: Parameters) =>
    api.list("listVirtualMachines", { ...filter, ...project }, "virtualmachine", VirtualMachine, signal);
  const found = await unlessUnknown(() => list(ids.length === 1 ? { id: ids[0] ?? "" } : { ids: ids.join(",") }));
  if (found !== null) return found.filter((machine) => ids.includes(machine.id));
  if (ids.length === 1) return [];
  const alone = await Promise.all(ids.map((id) => unlessUnknown(() => list({ id }))));
  return alone.flatMap((machines) => machines ?? []);
}

async function unlessUnknown<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError && error.facts["status"] === 431) return null;
    throw error;
  }
}

async function readDisks(
  api: CloudstackApi,
  project: Parameters,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, number> | null> {
  try {
    const sums = new Map<string, number>();
    for (const volume of await api.list("listVolumes", project, "volume", Volume, signal)) {
      const machine = volume.virtualmachineid;
      if (machine) sums.set(machine, (sums.get(machine) ?? 0) + Math.ceil((volume.size ?? 0) / GIB));
    }
    return sums;
  } catch (error) {
    if (error instanceof AppError && error.code !== "cloud-credentials") return null;
    throw error;
  }
}

function observed(machine: VirtualMachine, disks: ReadonlyMap<string, number> | null): ObservedInstance {
  return {
    instanceId: machine.id,
    name: machine.name,
    vcpu: machine.cpunumber ?? null,
    memoryMib: machine.memory ?? null,
    offering: machine.serviceofferingname ?? null,
    diskGib: disks?.get(machine.id) ?? null,
    privateAddresses: (machine.nic ?? []).flatMap((nic) => nic.ipaddress ?? []),
    publicAddress: machine.publicip ?? null,
    powerState: powerStateOf(machine.state),
    cloudStatus: machine.state,
  };
}
