import type { FastifyInstance, FastifyRequest } from "fastify";
import { callerOf } from "../core/caller.ts";
import { isFields, param, textList } from "../core/read.ts";
import type { World } from "../core/world.ts";
import { owns, touch } from "./objects.ts";
import { neutronRefusal } from "./refusals.ts";

interface Tagged {
  readonly tenant_id: string;
  tags: string[];
  revision_number: number;
  updated_at: string;
}

/** Tags of every kind of neutron object that has them. */
export function addTagRoutes(service: FastifyInstance, world: World): void {
  const { networks, subnets, ports, routers, groups, floatingIps } = world.state.network;
  const tables: Readonly<Record<string, Record<string, Tagged>>> = {
    networks,
    subnets,
    ports,
    routers,
    "security-groups": groups,
    floatingips: floatingIps,
  };
  for (const [plural, table] of Object.entries(tables)) {
    const path = `/v2.0/${plural}/:id/tags`;
    const found = (request: FastifyRequest): Tagged => {
      const object = table[param(request, "id")];
      if (object !== undefined && owns(callerOf(request), object)) return object;
      throw neutronRefusal(
        404,
        "TagResourceNotFound",
        `Resource ${plural} ${param(request, "id")} could not be found.`,
      );
    };
    service.get(path, async (request) => ({ tags: found(request).tags }));
    service.put(path, async (request) => {
      const object = found(request);
      object.tags = [...new Set(textList(isFields(request.body) ? request.body["tags"] : []))].sort();
      touch(world, object);
      return { tags: object.tags };
    });
    service.delete(path, async (request, reply) => {
      const object = found(request);
      object.tags = [];
      touch(world, object);
      return reply.code(204).send();
    });
    addOneTagRoutes(service, world, path, found);
  }
}

function addOneTagRoutes(
  service: FastifyInstance,
  world: World,
  path: string,
  found: (request: FastifyRequest) => Tagged,
): void {
  const missing = (tag: string) => neutronRefusal(404, "TagNotFound", `Tag ${tag} could not be found.`);
  service.get(`${path}/:tag`, async (request, reply) => {
    if (!found(request).tags.includes(param(request, "tag"))) throw missing(param(request, "tag"));
    return reply.code(204).send();
  });
  service.put(`${path}/:tag`, async (request, reply) => {
    const object = found(request);
    if (!object.tags.includes(param(request, "tag"))) object.tags = [...object.tags, param(request, "tag")].sort();
    touch(world, object);
    // Neutron really answers the JSON text "null" here.
    return reply.code(201).type("application/json").send("null");
  });
  service.delete(`${path}/:tag`, async (request, reply) => {
    const object = found(request);
    if (!object.tags.includes(param(request, "tag"))) throw missing(param(request, "tag"));
    object.tags = object.tags.filter((tag) => tag !== param(request, "tag"));
    touch(world, object);
    return reply.code(204).send();
  });
}
