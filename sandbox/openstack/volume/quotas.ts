import type { FastifyInstance, FastifyRequest } from "fastify";
import { callerOf } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { envelope, param, queryValue } from "../core/read.ts";
import type { World } from "../core/world.ts";
import { overLimit } from "./refusals.ts";
import type { VolumeQuota } from "./volume-state.ts";

const DEFAULT_VOLUME_QUOTA: VolumeQuota = {
  volumes: 100,
  per_volume_gigabytes: -1,
  snapshots: 100,
  gigabytes: 5000,
  backups: 10,
  backup_gigabytes: 1000,
  groups: 10,
};

const KEYS = Object.keys(DEFAULT_VOLUME_QUOTA) as (keyof VolumeQuota)[];

export function addVolumeQuotaRoutes(service: FastifyInstance, world: World): void {
  const path = "/v3/:tenant/os-quota-sets/:project";
  const administrator = (request: FastifyRequest, action: string) => {
    if (!callerOf(request).isAdmin)
      throw faultRefusal(403, `Policy doesn't allow volume_extension:quotas:${action} to be performed.`);
  };
  service.get(path, async (request) => {
    const project = param(request, "project");
    const usage = queryValue(request, "usage")?.toLowerCase() === "true";
    const entries = quotaEntries(world, project).map(([key, limit]) => {
      const used = { limit, in_use: usedOf(world, project, key), reserved: 0 };
      return [key, usage ? used : limit];
    });
    return { quota_set: { ...Object.fromEntries(entries), id: project } };
  });
  service.put(path, async (request) => {
    administrator(request, "update");
    const wanted = envelope(request, "quota_set") ?? {};
    const quota = { ...quotaOf(world, param(request, "project")) };
    for (const key of KEYS) if (wanted[key] !== undefined) quota[key] = Number(wanted[key]);
    world.state.volume.quotas[param(request, "project")] = quota;
    world.changed();
    return { quota_set: Object.fromEntries(quotaEntries(world, param(request, "project"))) };
  });
  service.delete(path, async (request, reply) => {
    administrator(request, "delete");
    delete world.state.volume.quotas[param(request, "project")];
    world.changed();
    return reply.code(200).send();
  });
  service.get("/v3/:tenant/limits", async (request) => {
    const { projectId } = callerOf(request);
    const quota = quotaOf(world, projectId);
    const absolute = {
      maxTotalVolumes: quota.volumes,
      maxTotalSnapshots: quota.snapshots,
      maxTotalVolumeGigabytes: quota.gigabytes,
      maxTotalBackups: quota.backups,
      maxTotalBackupGigabytes: quota.backup_gigabytes,
      totalVolumesUsed: usedOf(world, projectId, "volumes"),
      totalGigabytesUsed: usedOf(world, projectId, "gigabytes"),
      totalSnapshotsUsed: usedOf(world, projectId, "snapshots"),
      totalBackupsUsed: 0,
      totalBackupGigabytesUsed: 0,
    };
    return { limits: { rate: [], absolute } };
  });
}

/** Refuses growth beyond the quota, in cinder's words. */
export function checkVolumeQuota(
  world: World,
  projectId: string,
  growth: { count: number; gigabytes: number; size: number },
): void {
  const quota = quotaOf(world, projectId);
  const usedCount = usedOf(world, projectId, "volumes");
  if (growth.count > 0 && quota.volumes >= 0 && usedCount + growth.count > quota.volumes) {
    throw overLimit(
      `VolumeLimitExceeded: Maximum number of volumes allowed (${quota.volumes}) exceeded for quota 'volumes'.`,
    );
  }
  if (quota.per_volume_gigabytes >= 0 && growth.size > quota.per_volume_gigabytes) {
    const text = `Requested volume size ${growth.size}G is larger than maximum allowed limit ${quota.per_volume_gigabytes}G.`;
    throw overLimit(`VolumeSizeExceedsLimit: ${text}`);
  }
  checkGigabytes(world, projectId, growth.gigabytes);
}

export function checkSnapshotQuota(world: World, projectId: string, gigabytes: number): void {
  const quota = quotaOf(world, projectId);
  if (quota.snapshots >= 0 && usedOf(world, projectId, "snapshots") >= quota.snapshots) {
    throw overLimit(`SnapshotLimitExceeded: Maximum number of snapshots allowed (${quota.snapshots}) exceeded`);
  }
  checkGigabytes(world, projectId, gigabytes);
}

function checkGigabytes(world: World, projectId: string, more: number): void {
  const limit = quotaOf(world, projectId).gigabytes;
  const used = usedOf(world, projectId, "gigabytes");
  if (limit < 0 || used + more <= limit) return;
  const text = `Requested volume or snapshot exceeds allowed gigabytes quota. Requested ${more}G, quota is ${limit}G and ${used}G has been consumed.`;
  throw overLimit(`VolumeSizeExceedsAvailableQuota: ${text}`);
}

function quotaOf(world: World, projectId: string): VolumeQuota {
  return world.state.volume.quotas[projectId] ?? DEFAULT_VOLUME_QUOTA;
}

/** The quota and, as cinder has them, unlimited entries per volume type. */
function quotaEntries(world: World, projectId: string): [string, number][] {
  const quota = quotaOf(world, projectId);
  const types = Object.values(world.state.volume.types).flatMap((type): [string, number][] => [
    [`volumes_${type.name}`, -1],
    [`gigabytes_${type.name}`, -1],
    [`snapshots_${type.name}`, -1],
  ]);
  return [...KEYS.map((key): [string, number] => [key, quota[key]]), ...types];
}

function usedOf(world: World, projectId: string, key: string): number {
  const volumes = Object.values(world.state.volume.volumes).filter((one) => one.projectId === projectId);
  const snapshots = Object.values(world.state.volume.snapshots).filter((one) => one.projectId === projectId);
  if (key === "volumes") return volumes.length;
  if (key === "snapshots") return snapshots.length;
  if (key !== "gigabytes") return 0;
  return [...volumes, ...snapshots].map((one) => one.size).reduce((sum, size) => sum + size, 0);
}
