import type { FastifyInstance } from "fastify";
import { baseUrl } from "../core/read.ts";
import { addService } from "../core/service.ts";
import type { World } from "../core/world.ts";
import { addContentRoutes } from "./content-routes.ts";
import { addImageRoutes } from "./images.ts";
import { addImportRoutes } from "./import-routes.ts";
import { DISK_FORMATS } from "./json-patch.ts";
import { addMemberRoutes } from "./members.ts";
import { glanceError } from "./refusals.ts";

const PATCH_TYPES = ["application/openstack-images-v2.1-json-patch", "application/openstack-images-v2.0-json-patch"];

/** Glance v2 below `/image`. */
export function addImageService(app: FastifyInstance, world: World): void {
  const open = ["/image", "/image/", "/image/versions"];
  addService(
    app,
    { world, prefix: "/image", open, recordedMs: { read: 20, write: 40 }, errorBody: glanceError },
    (service) => {
      service.addContentTypeParser("application/octet-stream", (_request, payload, done) => done(null, payload));
      service.addContentTypeParser(PATCH_TYPES, { parseAs: "string" }, (_request, text, done) => {
        try {
          done(null, JSON.parse(String(text)));
        } catch (error) {
          done(error as Error);
        }
      });
      service.get("/", async (request, reply) => {
        const links = [{ rel: "self", href: `${baseUrl(request)}/image/v2/` }];
        return reply.code(300).send({ versions: [{ id: "v2.15", status: "CURRENT", links }] });
      });
      service.get("/v2/schemas/image", async () => schema());
      addImageRoutes(service, world);
      addContentRoutes(service, world);
      addImportRoutes(service, world);
      addMemberRoutes(service, world);
    },
  );
}

/** The part of glance's JSON schema that clients look at: which formats this cloud takes. */
function schema(): unknown {
  const nullable = ["null", "string"];
  return {
    name: "image",
    additionalProperties: { type: "string" },
    properties: {
      id: { type: "string" },
      name: { type: nullable, maxLength: 255 },
      disk_format: { type: nullable, enum: [null, ...DISK_FORMATS] },
      container_format: { type: nullable, enum: [null, "ami", "ari", "aki", "bare", "ovf", "ova", "docker"] },
      visibility: { type: "string", enum: ["community", "public", "private", "shared"] },
      min_disk: { type: "integer" },
      min_ram: { type: "integer" },
    },
  };
}
