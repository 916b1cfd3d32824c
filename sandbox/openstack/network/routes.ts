import type { FastifyInstance } from "fastify";
import { baseUrl, param } from "../core/read.ts";
import { addService } from "../core/service.ts";
import type { World } from "../core/world.ts";
import { EXTENSIONS, extensionView } from "./extensions.ts";
import { addFloatingIpRoutes } from "./floating-ips.ts";
import { addNetworkRoutes } from "./networks.ts";
import { addPortRoutes } from "./ports.ts";
import { addNetworkQuotaRoutes } from "./quotas.ts";
import { neutronFallback, neutronRefusal } from "./refusals.ts";
import { addRouterInterfaceRoutes } from "./router-interfaces.ts";
import { addRouterRoutes } from "./routers.ts";
import { addSecurityGroupRuleRoutes } from "./security-group-rules.ts";
import { addSecurityGroupRoutes } from "./security-groups.ts";
import { addSubnetRoutes } from "./subnets.ts";
import { addTagRoutes } from "./tags.ts";

/** Neutron v2.0 below `/network`. Reads measured at 80 ms and less, writes at 80 to 260 ms. */
export function addNetworkService(app: FastifyInstance, world: World): void {
  const options = {
    world,
    prefix: "/network",
    open: ["/network", "/network/"],
    recordedMs: { read: 40, write: 160 },
    errorBody: neutronFallback,
  };
  addService(app, options, (service) => {
    service.get("/", async (request) => ({
      versions: [
        { id: "v2.0", status: "CURRENT", links: [{ rel: "self", href: `${baseUrl(request)}/network/v2.0/` }] },
      ],
    }));
    service.get("/v2.0/extensions", async () => ({ extensions: EXTENSIONS.map(extensionView) }));
    service.get("/v2.0/extensions/:alias", async (request) => {
      const alias = EXTENSIONS.find((one) => one === param(request, "alias"));
      if (alias === undefined) {
        throw neutronRefusal(404, "HTTPNotFound", `Extension with alias ${param(request, "alias")} does not exist`);
      }
      return { extension: extensionView(alias) };
    });
    service.get("/v2.0/availability_zones", async () => ({ availability_zones: [] }));
    addNetworkRoutes(service, world);
    addSubnetRoutes(service, world);
    addPortRoutes(service, world);
    addRouterRoutes(service, world);
    addRouterInterfaceRoutes(service, world);
    addSecurityGroupRoutes(service, world);
    addSecurityGroupRuleRoutes(service, world);
    addFloatingIpRoutes(service, world);
    addTagRoutes(service, world);
    addNetworkQuotaRoutes(service, world);
  });
}
