import type { FastifyInstance, FastifyRequest } from "fastify";
import { callerOf } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { minorOf } from "../core/microversion.ts";
import { paginate } from "../core/paginate.ts";
import { baseUrl, envelope, param, queryValue, textMap } from "../core/read.ts";
import { newUuid, type World } from "../core/world.ts";
import type { Flavor } from "./compute-state.ts";
import { novaLinks } from "./links.ts";

export function addFlavorRoutes(service: FastifyInstance, world: World): void {
  const { flavors } = world.state.compute;
  service.get("/v2.1/flavors", async (request) => ({
    flavors: listed(world, request).map((one) => ({
      id: one.id,
      name: one.name,
      links: novaLinks(baseUrl(request), "flavors", one.id),
    })),
  }));
  service.get("/v2.1/flavors/detail", async (request) => ({
    flavors: listed(world, request).map((one) => flavorView(request, one)),
  }));
  service.post("/v2.1/flavors", async (request) => {
    administrator(request, "os_compute_api:os-flavor-manage:create");
    const flavor = newFlavor(world, envelope(request, "flavor") ?? {});
    flavors[flavor.id] = flavor;
    world.changed();
    return { flavor: flavorView(request, flavor) };
  });
  service.get("/v2.1/flavors/:id", async (request) => ({
    flavor: flavorView(request, seenFlavor(world, param(request, "id"))),
  }));
  service.delete("/v2.1/flavors/:id", async (request, reply) => {
    administrator(request, "os_compute_api:os-flavor-manage:delete");
    delete flavors[seenFlavor(world, param(request, "id")).id];
    world.changed();
    return reply.code(202).send();
  });
  service.get("/v2.1/flavors/:id/os-extra_specs", async (request) => ({
    extra_specs: seenFlavor(world, param(request, "id")).extraSpecs,
  }));
  service.post("/v2.1/flavors/:id/os-extra_specs", async (request) => {
    administrator(request, "os_compute_api:os-flavor-extra-specs:create");
    const flavor = seenFlavor(world, param(request, "id"));
    flavor.extraSpecs = { ...flavor.extraSpecs, ...textMap(envelope(request, "extra_specs")) };
    world.changed();
    return { extra_specs: flavor.extraSpecs };
  });
  service.delete("/v2.1/flavors/:id/os-extra_specs/:key", async (request, reply) => {
    administrator(request, "os_compute_api:os-flavor-extra-specs:delete");
    delete seenFlavor(world, param(request, "id")).extraSpecs[param(request, "key")];
    world.changed();
    return reply.code(200).send();
  });
}

export function seenFlavor(world: World, id: string): Flavor {
  const flavor = world.state.compute.flavors[id];
  if (flavor === undefined) throw faultRefusal(404, `Flavor ${id} could not be found.`);
  return flavor;
}

/** The flavor a server request names by identifier or by the last part of a URL; its absence is the request's fault. */
export function flavorOfReference(world: World, reference: unknown): Flavor {
  const id =
    String(reference ?? "")
      .split("/")
      .at(-1) ?? "";
  const flavor = world.state.compute.flavors[id];
  if (flavor === undefined) throw faultRefusal(400, `Flavor ${id} could not be found.`);
  return flavor;
}

function administrator(request: FastifyRequest, rule: string): void {
  if (!callerOf(request).isAdmin) throw faultRefusal(403, `Policy doesn't allow ${rule} to be performed.`);
}

function listed(world: World, request: FastifyRequest): readonly Flavor[] {
  const minRam = Number(queryValue(request, "minRam") ?? 0);
  const minDisk = Number(queryValue(request, "minDisk") ?? 0);
  const seen = Object.values(world.state.compute.flavors)
    .filter((one) => one.isPublic || callerOf(request).isAdmin)
    .filter((one) => one.ram >= minRam && one.disk >= minDisk);
  return paginate(seen, request, (one) => one.id).items;
}

function newFlavor(world: World, wanted: Record<string, unknown>): Flavor {
  const name = String(wanted["name"] ?? "");
  const id = typeof wanted["id"] === "string" && wanted["id"] !== "auto" ? wanted["id"] : newUuid();
  const known = Object.values(world.state.compute.flavors);
  if (known.some((one) => one.name === name)) throw faultRefusal(409, `Flavor with name ${name} already exists.`);
  if (known.some((one) => one.id === id)) throw faultRefusal(409, `Flavor with ID ${id} already exists.`);
  return {
    id,
    name,
    vcpus: Number(wanted["vcpus"] ?? 1),
    ram: Number(wanted["ram"] ?? 512),
    disk: Number(wanted["disk"] ?? 0),
    ephemeral: Number(wanted["OS-FLV-EXT-DATA:ephemeral"] ?? 0),
    swap: Number(wanted["swap"] ?? 0),
    isPublic: wanted["os-flavor-access:is_public"] !== false,
    description: typeof wanted["description"] === "string" ? wanted["description"] : null,
    extraSpecs: {},
  };
}

function flavorView(request: FastifyRequest, flavor: Flavor): Record<string, unknown> {
  const minor = minorOf(request);
  return {
    id: flavor.id,
    name: flavor.name,
    ram: flavor.ram,
    disk: flavor.disk,
    // Nova answers "" for no swap up to 2.74.
    swap: flavor.swap === 0 && minor < 75 ? "" : flavor.swap,
    "OS-FLV-EXT-DATA:ephemeral": flavor.ephemeral,
    "OS-FLV-DISABLED:disabled": false,
    vcpus: flavor.vcpus,
    "os-flavor-access:is_public": flavor.isPublic,
    rxtx_factor: 1,
    links: novaLinks(baseUrl(request), "flavors", flavor.id),
    ...(minor >= 55 ? { description: flavor.description } : {}),
    ...(minor >= 61 ? { extra_specs: flavor.extraSpecs } : {}),
  };
}
