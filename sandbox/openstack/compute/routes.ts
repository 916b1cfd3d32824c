import type { FastifyInstance } from "fastify";
import type { Consoles } from "../../shared/screen/consoles.ts";
import { faultError } from "../core/fault.ts";
import { addMicroversions } from "../core/microversion.ts";
import { baseUrl } from "../core/read.ts";
import { addService } from "../core/service.ts";
import type { World } from "../core/world.ts";
import { addActionRoutes } from "./action-routes.ts";
import { addAttachmentRoutes } from "./attachment-routes.ts";
import { addConsoleRoutes } from "./console-routes.ts";
import { addFlavorRoutes } from "./flavors.ts";
import { addInterfaceRoutes } from "./interface-routes.ts";
import { addKeypairRoutes } from "./keypairs.ts";
import { addLabelRoutes } from "./label-routes.ts";
import { addComputeQuotaRoutes } from "./quotas.ts";
import { addServerGroupRoutes } from "./server-groups.ts";
import { addServerRoutes } from "./servers.ts";

const MAX_MINOR = 93;

/** Nova v2.1 below `/compute`. */
export function addComputeService(app: FastifyInstance, world: World, consoles: Consoles): void {
  const open = ["/compute", "/compute/", "/compute/v2.1", "/compute/v2.1/"];
  const options = { world, prefix: "/compute", open, recordedMs: { read: 40, write: 160 }, errorBody: faultError };
  addService(app, options, (service) => {
    addMicroversions(service, {
      service: "compute",
      major: 2,
      base: 1,
      max: MAX_MINOR,
      oldHeader: "X-OpenStack-Nova-API-Version",
    });
    service.get("/", async (request) => ({ versions: [version(baseUrl(request))] }));
    for (const path of ["/v2.1", "/v2.1/"])
      service.get(path, async (request) => ({ version: version(baseUrl(request)) }));
    service.get("/v2.1/os-availability-zone", async () => ({
      availabilityZoneInfo: [{ zoneName: "nova", zoneState: { available: true }, hosts: null }],
    }));
    addFlavorRoutes(service, world);
    addKeypairRoutes(service, world);
    addServerGroupRoutes(service, world);
    addComputeQuotaRoutes(service, world);
    addServerRoutes(service, world);
    addActionRoutes(service, world);
    addConsoleRoutes(service, world, consoles);
    addAttachmentRoutes(service, world);
    addInterfaceRoutes(service, world);
    addLabelRoutes(service, world);
  });
}

function version(base: string): unknown {
  return {
    id: "v2.1",
    status: "CURRENT",
    version: `2.${MAX_MINOR}`,
    min_version: "2.1",
    updated: "2013-07-23T11:33:21Z",
    links: [
      { rel: "self", href: `${base}/compute/v2.1/` },
      { rel: "describedby", type: "text/html", href: "http://docs.openstack.org/" },
    ],
    "media-types": [{ base: "application/json", type: "application/vnd.openstack.compute+json;version=2.1" }],
  };
}
