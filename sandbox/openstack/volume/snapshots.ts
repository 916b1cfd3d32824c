import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Caller, callerOf } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { envelope, param, queryValue, textMap } from "../core/read.ts";
import { isoMicros, newUuid, type World } from "../core/world.ts";
import { checkSnapshotQuota } from "./quotas.ts";
import { snapshotView } from "./views.ts";
import type { Snapshot, Volume } from "./volume-state.ts";
import { ownVolume } from "./volumes.ts";

export function addSnapshotRoutes(service: FastifyInstance, world: World): void {
  service.get("/v3/:tenant/snapshots", async (request) => ({
    snapshots: listed(world, request).map((one) => snapshotView(one, false)),
  }));
  service.get("/v3/:tenant/snapshots/detail", async (request) => ({
    snapshots: listed(world, request).map((one) => snapshotView(one, true)),
  }));
  service.post("/v3/:tenant/snapshots", async (request, reply) => {
    const caller = callerOf(request);
    const wanted = envelope(request, "snapshot");
    if (typeof wanted?.["volume_id"] !== "string") {
      throw faultRefusal(400, "Invalid input for field/attribute snapshot. 'volume_id' is a required property");
    }
    const volume = ownVolume(world, caller, wanted["volume_id"]);
    if (volume.status !== "available" && !(volume.status === "in-use" && wanted["force"] === true)) {
      const text = `Volume ${volume.id} status must be available, but current status is: ${volume.status}.`;
      throw faultRefusal(400, `Invalid volume: ${text}`);
    }
    const name = typeof wanted["name"] === "string" ? wanted["name"] : null;
    const description = typeof wanted["description"] === "string" ? wanted["description"] : null;
    const snapshot = makeSnapshot(world, caller, volume, { name, description, metadata: textMap(wanted["metadata"]) });
    return reply.code(202).send({ snapshot: snapshotView(snapshot, false) });
  });
  service.get("/v3/:tenant/snapshots/:id", async (request) => ({ snapshot: snapshotView(seen(world, request), true) }));
  service.delete("/v3/:tenant/snapshots/:id", async (request, reply) => {
    const snapshot = seen(world, request);
    if (!["available", "error"].includes(snapshot.status)) {
      throw faultRefusal(400, "Invalid snapshot: Snapshot status must be available or error.");
    }
    snapshot.status = "deleting";
    world.later(300, "snapshot.deleted", snapshot.id);
    return reply.code(202).send();
  });
}

/** Takes a snapshot; nova does the same for every disk of a volume-booted server. */
export function makeSnapshot(
  world: World,
  caller: Caller,
  volume: Volume,
  labels: Pick<Snapshot, "name" | "description" | "metadata">,
): Snapshot {
  checkSnapshotQuota(world, caller.projectId, volume.size);
  const snapshot: Snapshot = {
    id: newUuid(),
    ...labels,
    projectId: volume.projectId,
    volumeId: volume.id,
    status: "creating",
    size: volume.size,
    blob: volume.blob,
    bootable: volume.bootable,
    imageMetadata: volume.imageMetadata,
    createdAt: isoMicros(world.clock),
    updatedAt: null,
  };
  world.state.volume.snapshots[snapshot.id] = snapshot;
  world.later(500, "snapshot.ready", snapshot.id);
  return snapshot;
}

function seen(world: World, request: FastifyRequest): Snapshot {
  const caller = callerOf(request);
  const id = param(request, "id");
  const snapshot = world.state.volume.snapshots[id];
  if (snapshot === undefined || (!caller.isAdmin && snapshot.projectId !== caller.projectId)) {
    throw faultRefusal(404, `Snapshot ${id} could not be found.`);
  }
  return snapshot;
}

function listed(world: World, request: FastifyRequest): Snapshot[] {
  const caller = callerOf(request);
  const volumeId = queryValue(request, "volume_id");
  const name = queryValue(request, "name");
  return Object.values(world.state.volume.snapshots)
    .filter((one) => one.projectId === caller.projectId)
    .filter((one) => (volumeId ?? one.volumeId) === one.volumeId && (name ?? one.name) === one.name);
}
