import { dirname, join } from "node:path";
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { type Clock, systemClock } from "../shared/clock.ts";
import { addFaults } from "../shared/faults-plugin.ts";
import { type GuestKeeper, type GuestSettings, keepGuests } from "../shared/guests/guest-keeper.ts";
import { addGuestRoutes } from "../shared/guests/guest-routes.ts";
import type { LatencyMode } from "../shared/latency.ts";
import { openObjectShelf } from "../shared/objects/object-shelf.ts";
import { addS3 } from "../shared/s3/s3-routes.ts";
import { addConsoles, makeConsoles } from "../shared/screen/consoles.ts";
import { openStore } from "../shared/store.ts";
import { screenOfServer } from "./compute/console-routes.ts";
import { addComputeService } from "./compute/routes.ts";
import { touchServer } from "./compute/servers.ts";
import { COMPUTE_TRANSITIONS } from "./compute/transitions.ts";
import { openBlobStore } from "./core/blob-store.ts";
import { freshState, seedImages } from "./core/seed.ts";
import { settle } from "./core/settle.ts";
import { isoSeconds, makeWorld, newUuid, type World } from "./core/world.ts";
import { wantedServers } from "./guests/wanted-servers.ts";
import { addIdentity } from "./identity/routes.ts";
import { addImageService } from "./image/routes.ts";
import { IMAGE_TRANSITIONS } from "./image/transitions.ts";
import { addNetworkService } from "./network/routes.ts";
import { containersOf, ec2Credentials } from "./object-storage/object-state.ts";
import { addObjectStorage } from "./object-storage/swift-routes.ts";
import { addVolumeService } from "./volume/routes.ts";
import { VOLUME_TRANSITIONS } from "./volume/transitions.ts";

export interface OpenstackSandboxOptions {
  /** The JSON state; image contents go to a folder beside it. Absent: nothing outlives the process. */
  readonly stateFile?: string | undefined;
  readonly latency: LatencyMode;
  readonly clock?: Clock;
  /** Opens the fault switches below `/sandbox-admin/faults` to whoever sends it as `X-Sandbox-Token`. */
  readonly adminToken?: string | undefined;
  /** Ports a web-download import may reach; glance's default is 80 and 443. */
  readonly importPorts?: readonly number[];
  /** First three numbers of the external network's addresses; those of a range for documentation unless said. */
  readonly externalPrefix?: string | undefined;
  /** Puts a QEMU guest behind each server; without it there is none. */
  readonly guests?: GuestSettings | undefined;
}

const TRANSITIONS = { ...COMPUTE_TRANSITIONS, ...VOLUME_TRANSITIONS, ...IMAGE_TRANSITIONS };

/** The whole OpenStack sandbox as one Fastify instance, not yet listening. Closing it writes the state. */
export async function buildOpenstackSandbox(options: OpenstackSandboxOptions): Promise<FastifyInstance> {
  const { stateFile, latency, clock = systemClock, adminToken, importPorts = [80, 443] } = options;
  const { externalPrefix = "203.0.113" } = options;
  const store = openStore({ file: stateFile, initial: () => freshState(externalPrefix) });
  const blobs = openBlobStore(stateFile === undefined ? undefined : join(dirname(stateFile), "openstack-blobs"));
  const shelf = openObjectShelf(stateFile === undefined ? undefined : join(dirname(stateFile), "openstack-objects"));
  const world = makeWorld({ store, clock, latency, blobs, importPorts });
  if (Object.keys(world.state.image.images).length === 0) await seedImages(world);
  recoverTransfers();

  const app = Fastify({ logger: false, forceCloseConnections: true, routerOptions: { maxParamLength: 500 } });
  acceptEmptyJson(app);
  addFaults(app, { adminToken, expireToken });
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-twinstack-sandbox", "openstack");
    reply.header("x-openstack-request-id", `req-${newUuid()}`);
    if (!request.url.startsWith("/sandbox-admin/")) settle(world, TRANSITIONS);
  });
  app.get("/", async () => ({ sandbox: "openstack", identity: "/identity/v3" }));
  addIdentity(app, world);
  const consoles = makeConsoles();
  const keeper = options.guests === undefined ? null : await startGuests(world, options.guests);
  world.guests.keeper = keeper;
  if (keeper !== null) addGuestRoutes(app, keeper, adminToken);
  addComputeService(app, world, consoles);
  addConsoles(app, "/", consoles, (id) => screenOfServer(world, id));
  addNetworkService(app, world);
  addVolumeService(app, world);
  addImageService(app, world);
  addObjectStorage(app, world, shelf);
  addS3(app, "/s3", {
    shelf,
    secretOf: (key) => ec2Credentials(world.state)[key]?.secret,
    bucketOf: (key, name) => containersOf(world.state, ec2Credentials(world.state)[key]?.projectId ?? "")[name],
    changed: world.changed,
  });
  app.addHook("onClose", async () => {
    await keeper?.close();
    await store.close();
    blobs.close();
    shelf.close();
  });
  return app;

  function expireToken(request: FastifyRequest): void {
    delete world.state.identity.tokens[String(request.headers["x-auth-token"] ?? "")];
    world.changed();
  }

  /** An upload or download cut off by a stop of the sandbox can be started again. */
  function recoverTransfers(): void {
    const filling = new Set(world.state.pending.map((step) => step.id));
    for (const image of Object.values(world.state.image.images)) {
      if (["saving", "importing"].includes(image.status) && !filling.has(image.id)) image.status = "queued";
    }
  }
}

/** Steps that are due are taken at each look as at each request, so that a server starts though nobody asks for it. */
function startGuests(world: World, settings: GuestSettings): Promise<GuestKeeper> {
  const change = (id: string, to: string, message: string | null) => {
    const server = world.state.compute.servers[id];
    if (server === undefined || server.status === "DELETED" || server.taskState !== null) return;
    server.status = to;
    if (message !== null) server.fault = { code: 500, created: isoSeconds(world.clock), message };
    touchServer(world, server);
    world.changed();
  };
  const wanted = () => {
    settle(world, TRANSITIONS);
    return wantedServers(world);
  };
  return keepGuests(settings, wanted, {
    stopped: (id) => change(id, "SHUTOFF", null),
    failed: (id, words) => change(id, "ERROR", words),
  });
}

/** Clients send `Content-Type: application/json` with bodies that are empty. */
function acceptEmptyJson(app: FastifyInstance): void {
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, text, done) => {
    try {
      done(null, text === "" ? null : JSON.parse(String(text)));
    } catch {
      done(Object.assign(new Error("Malformed request body: the JSON could not be decoded"), { statusCode: 400 }));
    }
  });
}
