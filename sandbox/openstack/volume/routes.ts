import type { FastifyInstance } from "fastify";
import { callerOf } from "../core/caller.ts";
import { faultError, faultRefusal } from "../core/fault.ts";
import { addMicroversions } from "../core/microversion.ts";
import { baseUrl, param } from "../core/read.ts";
import { addService } from "../core/service.ts";
import type { World } from "../core/world.ts";
import { addVolumeQuotaRoutes } from "./quotas.ts";
import { addSnapshotRoutes } from "./snapshots.ts";
import { volumeTypeView } from "./views.ts";
import { addVolumeActionRoutes } from "./volume-actions.ts";
import { addVolumeRoutes } from "./volumes.ts";

const MAX_MINOR = 70;

/** Cinder v3 below `/volume/v3/{project}`. */
export function addVolumeService(app: FastifyInstance, world: World): void {
  const open = ["/volume", "/volume/", "/volume/v3", "/volume/v3/"];
  const options = { world, prefix: "/volume", open, recordedMs: { read: 30, write: 80 }, errorBody: faultError };
  addService(app, options, (service) => {
    addMicroversions(service, { service: "volume", major: 3, base: 0, max: MAX_MINOR });
    service.addHook("preHandler", async (request) => {
      const tenant = param(request, "tenant");
      if (tenant === "") return;
      const caller = callerOf(request);
      if (tenant !== caller.projectId && !caller.isAdmin) throw faultRefusal(400, "Malformed request url");
    });
    service.get("/v3", async (request) => ({
      versions: [
        {
          id: "v3.0",
          status: "CURRENT",
          version: `3.${MAX_MINOR}`,
          min_version: "3.0",
          updated: "2022-08-31T00:00:00Z",
          links: [{ rel: "self", href: `${baseUrl(request)}/volume/v3/` }],
          "media-types": [{ base: "application/json", type: "application/vnd.openstack.volume+json;version=3" }],
        },
      ],
    }));
    service.get("/v3/:tenant/types", async () => ({
      volume_types: Object.values(world.state.volume.types).map(volumeTypeView),
    }));
    service.get("/v3/:tenant/types/:id", async (request) => {
      const types = Object.values(world.state.volume.types);
      const type = types.find((one) => one.id === param(request, "id") || one.name === param(request, "id"));
      if (type === undefined) throw faultRefusal(404, `Volume type ${param(request, "id")} could not be found.`);
      return { volume_type: volumeTypeView(type) };
    });
    service.get("/v3/:tenant/os-availability-zone", async () => ({
      availabilityZoneInfo: [{ zoneName: "nova", zoneState: { available: true } }],
    }));
    addVolumeRoutes(service, world);
    addVolumeActionRoutes(service, world);
    addSnapshotRoutes(service, world);
    addVolumeQuotaRoutes(service, world);
  });
}
