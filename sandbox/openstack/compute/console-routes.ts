import type { FastifyInstance } from "fastify";
import { lastLines } from "../../shared/guests/last-lines.ts";
import type { Consoles } from "../../shared/screen/consoles.ts";
import type { Screen } from "../../shared/screen/serve-screen.ts";
import { faultRefusal } from "../core/fault.ts";
import { minorOf } from "../core/microversion.ts";
import { baseUrl, envelope } from "../core/read.ts";
import type { World } from "../core/world.ts";
import { invalidField } from "./refusals.ts";
import { seenServer } from "./servers.ts";

/** Before it each kind of console was an action of its own. */
const REMOTE_CONSOLES_MINOR = 6;
const RUNNING = new Set(["ACTIVE", "PAUSED", "RESIZE", "VERIFY_RESIZE", "PASSWORD", "REBOOT", "HARD_REBOOT"]);

/** `POST /servers/{id}/remote-consoles`: noVNC only, as where no other kind is turned on. */
export function addConsoleRoutes(service: FastifyInstance, world: World, consoles: Consoles): void {
  service.post("/v2.1/servers/:id/remote-consoles", async (request) => {
    if (minorOf(request) < REMOTE_CONSOLES_MINOR) throw faultRefusal(404, "The resource could not be found.");
    const wanted = envelope(request, "remote_console") ?? {};
    const { protocol, type } = wanted;
    if (typeof protocol !== "string" || typeof type !== "string") {
      throw invalidField("remote_console", wanted, "'protocol' is a required property");
    }
    const server = seenServer(world, request);
    if (protocol !== "vnc" || type !== "novnc") throw faultRefusal(400, `Unavailable console type ${type}.`);
    if (server.status === "BUILD") throw faultRefusal(409, "Instance not yet ready");
    if (!RUNNING.has(server.status)) throw faultRefusal(409, `Instance ${server.id} is not ready`);
    const token = consoles.issue(server.id);
    const url = `${baseUrl(request)}/vnc_auto.html?path=${encodeURIComponent(`?token=${token}`)}`;
    return { remote_console: { protocol, type, url } };
  });
}

/** What stands on the screen of a server: its serial line where there is a guest, and that there is none elsewhere. */
export function screenOfServer(world: World, id: string): Screen | null {
  const server = world.state.compute.servers[id];
  if (server === undefined) return null;
  const guest = world.guests.keeper?.find(id);
  if (guest) return { title: server.name, lines: () => lastLines(guest.console()) };
  return {
    title: server.name,
    lines: () => ["OpenStack sandbox", "", `machine: ${server.name}`, `state: ${server.status}`, "no system in here"],
  };
}
