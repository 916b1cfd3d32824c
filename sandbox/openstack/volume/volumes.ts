import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Caller, callerOf } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { minorOf } from "../core/microversion.ts";
import { paginate } from "../core/paginate.ts";
import { baseUrl, envelope, param, queryValue, textMap } from "../core/read.ts";
import { isoMicros, type World } from "../core/world.ts";
import { createVolume } from "./create-volume.ts";
import { VOLUME_BUSY, volumeNotFound } from "./refusals.ts";
import { volumeLinks, volumeView } from "./views.ts";
import type { Volume } from "./volume-state.ts";

export function addVolumeRoutes(service: FastifyInstance, world: World): void {
  const view = (request: FastifyRequest, volume: Volume, full: boolean) =>
    volumeView(volume, { base: baseUrl(request), minor: minorOf(request), full });

  service.get("/v3/:tenant/volumes", async (request) => {
    const page = listed(world, request);
    const volumes = page.items.map((one) => ({
      id: one.id,
      name: one.name,
      links: volumeLinks(one, baseUrl(request)),
    }));
    return { volumes, ...nextLink(request, page.nextMarker) };
  });
  service.get("/v3/:tenant/volumes/detail", async (request) => {
    const page = listed(world, request);
    return { volumes: page.items.map((one) => view(request, one, true)), ...nextLink(request, page.nextMarker) };
  });
  service.post("/v3/:tenant/volumes", async (request, reply) => {
    const volume = createVolume(world, callerOf(request), envelope(request, "volume"));
    return reply.code(202).send({ volume: view(request, volume, false) });
  });
  service.get("/v3/:tenant/volumes/:id", async (request) => ({
    volume: view(request, seenVolume(world, request), true),
  }));
  service.put("/v3/:tenant/volumes/:id", async (request) => {
    const volume = seenVolume(world, request);
    const wanted = envelope(request, "volume");
    if (wanted === undefined) throw faultRefusal(400, "Missing required element 'volume' in request body.");
    if (typeof wanted["name"] === "string") volume.name = wanted["name"];
    if (typeof wanted["description"] === "string") volume.description = wanted["description"];
    if (wanted["metadata"] !== undefined) volume.metadata = textMap(wanted["metadata"]);
    touchVolume(world, volume);
    return { volume: view(request, volume, false) };
  });
  service.delete("/v3/:tenant/volumes/:id", async (request, reply) => {
    const volume = seenVolume(world, request);
    const snapshots = Object.values(world.state.volume.snapshots);
    const free = ["available", "error"].includes(volume.status) && volume.attachments.length === 0;
    if (!free || snapshots.some((one) => one.volumeId === volume.id)) throw faultRefusal(400, VOLUME_BUSY);
    volume.status = "deleting";
    world.later(300, "volume.deleted", volume.id);
    return reply.code(202).send();
  });
  addMetadataRoutes(service, world);
}

function addMetadataRoutes(service: FastifyInstance, world: World): void {
  const path = "/v3/:tenant/volumes/:id/metadata";
  service.get(path, async (request) => ({ metadata: seenVolume(world, request).metadata }));
  service.post(path, async (request) => {
    const volume = seenVolume(world, request);
    volume.metadata = { ...volume.metadata, ...textMap(envelope(request, "metadata")) };
    touchVolume(world, volume);
    return { metadata: volume.metadata };
  });
  service.delete(`${path}/:key`, async (request, reply) => {
    const volume = seenVolume(world, request);
    delete volume.metadata[param(request, "key")];
    touchVolume(world, volume);
    return reply.code(200).send();
  });
}

/** The volume of a request's path, if the caller's project owns it. */
export function seenVolume(world: World, request: FastifyRequest): Volume {
  return ownVolume(world, callerOf(request), param(request, "id"));
}

export function ownVolume(world: World, caller: Caller, id: string): Volume {
  const volume = world.state.volume.volumes[id];
  if (volume === undefined || (!caller.isAdmin && volume.projectId !== caller.projectId)) throw volumeNotFound(id);
  return volume;
}

export function touchVolume(world: World, volume: Volume): void {
  volume.updatedAt = isoMicros(world.clock);
  world.changed();
}

function listed(world: World, request: FastifyRequest) {
  const caller = callerOf(request);
  const everyone = caller.isAdmin && queryValue(request, "all_tenants") !== undefined;
  const wanted = (name: string, value: string | null) => (queryValue(request, name) ?? value) === value;
  const seen = Object.values(world.state.volume.volumes)
    .filter((one) => (everyone ? wanted("project_id", one.projectId) : one.projectId === caller.projectId))
    .filter(
      (one) => wanted("name", one.name) && wanted("status", one.status) && wanted("bootable", String(one.bootable)),
    )
    .reverse();
  return paginate(seen, request, (one) => one.id);
}

function nextLink(request: FastifyRequest, marker: string | undefined): Record<string, unknown> {
  if (marker === undefined) return {};
  const path = request.url.split("?")[0];
  const href = `${baseUrl(request)}${path}?limit=${queryValue(request, "limit")}&marker=${marker}`;
  return { volumes_links: [{ rel: "next", href }] };
}
