import * as z from "zod";
import type { CapacityItem, CapacityKind } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { CloudstackApi } from "./cloudstack-api.ts";

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** What precedes `limit` and `total` in the answer. Memory is in MiB and storage in GiB there. */
const OF_TENANT: readonly (readonly [CapacityKind, string])[] = [
  ["instances", "vm"],
  ["vcpus", "cpu"],
  ["memory-mib", "memory"],
  ["volumes", "volume"],
  ["disk-gib", "primarystorage"],
  ["public-addresses", "ip"],
  ["networks", "network"],
  ["images", "template"],
];
/** Numbers of CloudStack's capacity types, and what one of our units is in theirs. */
const OF_ZONE: Readonly<Record<number, readonly [CapacityKind, number]>> = {
  0: ["memory-mib", MIB],
  3: ["disk-gib", GIB],
  4: ["public-addresses", 1],
  90: ["vcpus", 1],
};

const Tenant = z.looseObject({ id: z.string() });
const Limit = z.object({ account: z.string().nullish(), domainid: z.string().nullish() });
const LimitsAnswer = z.object({ resourcelimit: z.array(Limit).nullish() });
const Capacity = z.object({
  type: z.int(),
  zoneid: z.string().nullish(),
  capacityallocated: z.number().nullish(),
  capacityused: z.number().nullish(),
  capacitytotal: z.number(),
});

const CapacityAnswer = z.object({ capacity: z.array(Capacity).nullish() });

/** What the registered account or project may use and uses; of the whole zone as well for those whom CloudStack tells. */
export async function readCloudstackCapacity(
  api: CloudstackApi,
  projectId: string | undefined,
  signal?: AbortSignal,
): Promise<readonly CapacityItem[]> {
  const [tenant, zone] = await Promise.all([
    projectId === undefined ? readAccount(api, signal) : readProject(api, projectId, signal),
    unlessRefused(() => api.call("listCapacity", {}, CapacityAnswer, signal)),
  ]);
  return [
    ...OF_TENANT.flatMap(([kind, name]) => tenantItem(kind, tenant?.[`${name}total`], tenant?.[`${name}limit`])),
    ...(zone?.capacity ?? []).flatMap(zoneItem),
  ];
}

/** Limits name the account that the key belongs to, which nothing else does. */
async function readAccount(api: CloudstackApi, signal: AbortSignal | undefined) {
  const limit = (await api.call("listResourceLimits", {}, LimitsAnswer, signal)).resourcelimit?.[0];
  if (!limit?.account || !limit.domainid) return undefined;
  const which = { name: limit.account, domainid: limit.domainid };
  return (await api.list("listAccounts", which, "account", Tenant, signal))[0];
}

async function readProject(api: CloudstackApi, id: string, signal: AbortSignal | undefined) {
  return (await api.list("listProjects", { id }, "project", Tenant, signal))[0];
}

/** Numbers with a limit come as text, and none as "Unlimited". */
function tenantItem(kind: CapacityKind, total: unknown, limit: unknown): readonly CapacityItem[] {
  if (limit === undefined || limit === null) return [];
  const used = Number(total);
  const most = Number(limit);
  const known = total !== undefined && total !== null && Number.isFinite(used);
  return [
    { kind, scope: "tenant", used: known ? used : null, limit: Number.isFinite(most) && most >= 0 ? most : null },
  ];
}

function zoneItem({
  type,
  capacitytotal,
  capacityallocated,
  capacityused,
}: z.infer<typeof Capacity>): readonly CapacityItem[] {
  const known = OF_ZONE[type];
  if (known === undefined) return [];
  const [kind, unit] = known;
  const used = capacityallocated ?? capacityused ?? null;
  return [
    {
      kind,
      scope: "cloud",
      used: used === null ? null : Math.round(used / unit),
      limit: Math.round(capacitytotal / unit),
    },
  ];
}

/** Only administrators of a cloud hear how full it is. */
async function unlessRefused<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError && error.code !== "cloud-unreachable") return null;
    throw error;
  }
}
