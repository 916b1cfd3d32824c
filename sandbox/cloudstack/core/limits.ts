import { ApiError } from "./api-error.ts";
import type { Owned, VirtualMachine } from "./model.ts";
import type { World } from "./world.ts";

/** What can be limited, in the order of its number in the API. */
export const RESOURCE_TYPES = [
  "user_vm",
  "public_ip",
  "volume",
  "snapshot",
  "template",
  "project",
  "network",
  "vpc",
  "cpu",
  "memory",
  "primary_storage",
  "secondary_storage",
  "backup",
  "backup_storage",
  "bucket",
  "object_storage",
  "gpu",
] as const;

export type ResourceType = (typeof RESOURCE_TYPES)[number];

/** Defaults of an ordinary account and of a project; administrators have none (−1). */
const DEFAULTS: Record<ResourceType, number> = {
  user_vm: 20,
  public_ip: 20,
  volume: 20,
  snapshot: 20,
  template: 20,
  project: 10,
  network: 20,
  vpc: 20,
  cpu: 40,
  memory: 40_960,
  primary_storage: 200,
  secondary_storage: 400,
  backup: 20,
  backup_storage: 400,
  bucket: 20,
  object_storage: 400,
  gpu: 20,
};

const GIB = 2 ** 30;

/** The limit of an account or project; −1 is none. */
export function limitOf(world: World, owner: Owned, type: ResourceType): number {
  const ownerId = owner.projectId ?? owner.accountId;
  const set = world.tables.limits.get(limitId(ownerId, type));
  if (set) return set.max;
  if (owner.projectId !== undefined) return DEFAULTS[type];
  return world.tables.accounts.must(owner.accountId).type === 0 ? DEFAULTS[type] : -1;
}

export function setLimit(world: World, ownerId: string, type: ResourceType, max: number): void {
  const id = limitId(ownerId, type);
  world.tables.limits.add({ id, ownerId, type: RESOURCE_TYPES.indexOf(type), max });
}

/** How much of a type an account or project uses. */
export function usageOf({ tables }: World, owner: Owned, type: ResourceType): number {
  const mine = <T extends Owned>(rows: T[]) =>
    rows.filter((row) => row.projectId === owner.projectId && (owner.projectId || row.accountId === owner.accountId));
  const machines = mine(tables.virtualMachines.where((vm) => vm.state !== "Destroyed" && vm.state !== "Error"));
  const sizes = machines.map((machine) => sizeOf(tables, machine));
  switch (type) {
    case "user_vm":
      return machines.length;
    case "cpu":
      return sizes.reduce((sum, size) => sum + size.cpu, 0);
    case "memory":
      return sizes.reduce((sum, size) => sum + size.memory, 0);
    case "public_ip":
      return mine(tables.ipAddresses.where((ip) => ip.state !== "Free")).length;
    case "volume":
      return mine(tables.volumes.all()).length;
    case "primary_storage":
      return Math.round(mine(tables.volumes.all()).reduce((sum, volume) => sum + volume.sizeBytes, 0) / GIB);
    case "snapshot":
      return mine(tables.snapshots.all()).length;
    case "template":
      return mine(tables.templates.all()).length;
    case "network":
      return mine(tables.networks.all()).length;
    case "project":
      return tables.projects.where((project) => project.ownerAccountId === owner.accountId).length;
    default:
      return 0;
  }
}

/** Refuses with 535 what would exceed the owner's limit. */
export function requireRoom(world: World, owner: Owned, type: ResourceType, amount: number): void {
  const limit = limitOf(world, owner, type);
  const used = usageOf(world, owner, type);
  if (limit < 0 || used + amount <= limit) return;
  const text =
    `Maximum amount of resources of Type = '${type}', tag = 'null' for ${ownerInErrors(world, owner)} is exceeded: ` +
    `Account Resource Limit = ${limit}, Current Account Resource Amount = ${used}, ` +
    `Current Account Resource Reservation = 0, Requested Resource Amount = ${amount}.`;
  throw new ApiError(535, text, { cserrorcode: 9999 });
}

/** vCPUs and MiB of a machine, custom or not. */
export function sizeOf(tables: World["tables"], machine: VirtualMachine): { cpu: number; memory: number } {
  const offering = tables.serviceOfferings.must(machine.serviceOfferingId);
  return {
    cpu: offering.cpuNumber ?? Number(machine.details["cpuNumber"] ?? 0),
    memory: offering.memory ?? Number(machine.details["memory"] ?? 0),
  };
}

function ownerInErrors({ tables }: World, owner: Owned): string {
  const project = tables.projects.get(owner.projectId);
  const account = tables.accounts.must(owner.accountId);
  const domain = tables.domains.must(project?.domainId ?? account.domainId);
  const name = project ? `Project Name = ${project.name}` : `Account Name = ${account.name}`;
  return `${name} in Domain Id = ${domain.serial}`;
}

function limitId(ownerId: string, type: ResourceType): string {
  return `${ownerId}:${type}`;
}
