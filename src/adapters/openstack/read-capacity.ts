import * as z from "zod";
import type { CapacityItem, CapacityKind } from "../../contract/index.ts";
import type { OpenstackApi } from "./openstack-api.ts";
import { unlessRefused } from "./unless-refused.ts";

/** Names of a limit and of its use, as nova and cinder write them. */
type Names = readonly [kind: CapacityKind, limit: string, used: string];

const COMPUTE: readonly Names[] = [
  ["instances", "maxTotalInstances", "totalInstancesUsed"],
  ["vcpus", "maxTotalCores", "totalCoresUsed"],
  ["memory-mib", "maxTotalRAMSize", "totalRAMUsed"],
];
const STORAGE: readonly Names[] = [
  ["volumes", "maxTotalVolumes", "totalVolumesUsed"],
  ["disk-gib", "maxTotalVolumeGigabytes", "totalGigabytesUsed"],
];
const NETWORK: readonly (readonly [CapacityKind, string])[] = [
  ["public-addresses", "floatingip"],
  ["networks", "network"],
];

const Limits = z.object({ limits: z.object({ absolute: z.record(z.string(), z.unknown()) }) });
const Details = z.object({ quota: z.record(z.string(), z.unknown()) });
const Detail = z.object({ limit: z.number(), used: z.number() });

/** What the registered project may use and uses. A service that tells nothing of it is left out. */
export async function readOpenstackCapacity(api: OpenstackApi, signal?: AbortSignal): Promise<readonly CapacityItem[]> {
  const project = await api.projectId(signal);
  const [compute, storage, network] = await Promise.all([
    unlessRefused(() => api.get("compute", "/limits", Limits, signal)),
    unlessRefused(() => api.get("block storage", "/limits", Limits, signal)),
    unlessRefused(() => api.get("network", `/quotas/${project}/details.json`, Details, signal)),
  ]);
  return [
    ...absolute(COMPUTE, compute?.limits.absolute ?? {}),
    ...absolute(STORAGE, storage?.limits.absolute ?? {}),
    ...NETWORK.flatMap(([kind, name]): CapacityItem[] => {
      const detail = Detail.safeParse(network?.quota[name]).data;
      return detail === undefined ? [] : [item(kind, detail.used, detail.limit)];
    }),
  ];
}

function absolute(names: readonly Names[], limits: Readonly<Record<string, unknown>>): readonly CapacityItem[] {
  return names.flatMap(([kind, limitName, usedName]) => {
    const [limit, used] = [limits[limitName], limits[usedName]];
    return typeof limit === "number" ? [item(kind, typeof used === "number" ? used : null, limit)] : [];
  });
}

/** Negative limits are none. */
function item(kind: CapacityKind, used: number | null, limit: number): CapacityItem {
  return { kind, scope: "tenant", used, limit: limit < 0 ? null : limit };
}
