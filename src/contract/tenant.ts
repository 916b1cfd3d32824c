import * as z from "zod";
import { Owner } from "./administration.ts";
import { CloudKind } from "./cloud.ts";
import { SafeName } from "./names.ts";
import { RunStatus } from "./run.ts";

const count = (most: number, description: string) => z.int().min(1).max(most).meta({ description });

/** How much a tenant may use on its cloud, in whole numbers. The cloud itself refuses what goes beyond. */
export const TenantLimits = z
  .strictObject({
    machines: count(10_000, "Machines, running or not"),
    vcpus: count(100_000, "Processors of all machines together"),
    memoryGib: count(1_000_000, "Memory of all machines together, GiB"),
    diskGib: count(10_000_000, "All disks together, GiB"),
    volumes: count(100_000, "Disks"),
    addresses: count(10_000, "Public addresses"),
  })
  .meta({ id: "TenantLimits" });
export type TenantLimits = z.infer<typeof TenantLimits>;

/** What a new tenant gets where nothing is said. */
export const USUAL_LIMITS: TenantLimits = {
  machines: 10,
  vcpus: 20,
  memoryGib: 64,
  diskGib: 500,
  volumes: 40,
  addresses: 10,
};

/** Whose tenant on which cloud, and how large. Sent again it changes the limits and puts right what has drifted. */
export const TenantRequest = z
  .strictObject({
    account: z.string().min(1).max(100).meta({ description: "Handle or id of a person or an organisation" }),
    cloud: z.string().min(1).max(100).meta({ description: "Name or id of a cloud registered for administration" }),
    limits: TenantLimits.partial().default({}).meta({
      description: "What is left out stays as it is, or is as usual for a new tenant",
    }),
    cidr: z
      .cidrv4()
      .optional()
      .meta({ description: "Addresses of the private network; cannot change. Left out: 10.200.0.0/24" }),
    name: SafeName.optional().meta({
      description: "Name of the cloud that the owner gets; left out: the cloud's name and the owner's handle",
    }),
  })
  .meta({ id: "TenantRequest" });
export type TenantRequest = z.infer<typeof TenantRequest>;

export const TenantStatus = z.enum(["creating", "ready", "removing", "failed"]);
export type TenantStatus = z.infer<typeof TenantStatus>;

/** One account's own project on an OpenStack, or account on a CloudStack. */
export const Tenant = z
  .object({
    id: z.uuid(),
    owner: Owner,
    cloudId: z.uuid().meta({ description: "The cloud registered for administration" }),
    cloudName: z.string(),
    cloudKind: CloudKind,
    name: z.string().meta({ description: "Of project and user, or of the account, on the cloud" }),
    limits: TenantLimits,
    cidr: z.string(),
    generation: z.int().meta({ description: "Grows with every request" }),
    status: TenantStatus,
    detail: z.string().nullable().meta({ description: "Why it failed, or what it waits for" }),
    ownCloudId: z
      .uuid()
      .nullable()
      .meta({ description: "The cloud registered for the owner, with the tenant's own credential" }),
    ownCloudName: z.string(),
    lastRun: z.object({ id: z.uuid(), status: RunStatus }).nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Tenant" });
export type Tenant = z.infer<typeof Tenant>;

export const TenantPart = z.object({
  kind: z.enum(["project", "account", "user", "role", "network", "subnet", "router", "router-interface"]),
  name: z.string(),
  id: z.string(),
});
export type TenantPart = z.infer<typeof TenantPart>;

export const TenantDrift = z.object({
  subject: z.string(),
  wanted: z.string(),
  found: z.string(),
});
export type TenantDrift = z.infer<typeof TenantDrift>;

/** A tenant, and how its cloud shows it now. */
export const TenantReport = z
  .object({
    tenant: Tenant,
    lookedAt: z.iso.datetime(),
    problem: z.string().nullable().meta({ description: "Why the cloud could not be asked; then the rest is empty" }),
    parts: z.array(TenantPart),
    drift: z.array(TenantDrift).meta({ description: "What is not as it was asked for; asking again puts it right" }),
    machines: z.int().nullable().meta({ description: "Machines on the cloud, whoever made them" }),
  })
  .meta({ id: "TenantReport" });
export type TenantReport = z.infer<typeof TenantReport>;

/** On everything that belongs to a tenant and can carry a text. */
export function tenantMark(tenantId: string): string {
  return `TwinStack tenant ${tenantId}`;
}

/** How OpenStack's three services count it. */
export function openstackLimits(limits: TenantLimits) {
  const { machines, vcpus, memoryGib, diskGib, volumes, addresses } = limits;
  return {
    ...{ instances: machines, cores: vcpus, ram: memoryGib * 1024 },
    ...{ volumes, gigabytes: diskGib, floatingip: addresses },
  };
}

/** The same as CloudStack counts it: every network's first address is its source NAT, and memory is in MiB. */
export function cloudstackLimits(limits: TenantLimits) {
  const { machines, vcpus, memoryGib, diskGib, volumes, addresses } = limits;
  return {
    instance: machines,
    ip: addresses + machines + 1,
    volume: volumes,
    cpu: vcpus,
    memory: memoryGib * 1024,
    primarystorage: diskGib,
  };
}
