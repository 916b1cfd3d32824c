import { releaseBlob } from "../core/blob-references.ts";
import type { TransitionRule } from "../core/settle.ts";
import { isoMicros, isoSeconds, type World } from "../core/world.ts";
import { detachVolume } from "./attach-volume.ts";
import type { Server } from "./compute-state.ts";
import { raisePorts, releasePort } from "./server-ports.ts";
import { touchServer } from "./servers.ts";

/** How many deleted servers are remembered for `changes-since`. */
const REMEMBERED_DELETED = 50;

/** How servers get to where they were going. */
export const COMPUTE_TRANSITIONS: Readonly<Record<string, TransitionRule>> = {
  "server.settled": (world, { id, facts }) => {
    const server = living(world, id);
    if (server === undefined) return;
    const started = server.status !== "ACTIVE" && facts["to"] === "ACTIVE";
    server.status = String(facts["to"]);
    server.taskState = null;
    if (started || server.launchedAt === null) server.launchedAt = isoMicros(world.clock);
    raisePorts(world, server);
    touchServer(world, server);
  },
  "server.failed": (world, { id, facts }) => {
    const server = living(world, id);
    if (server === undefined) return;
    server.status = "ERROR";
    server.taskState = null;
    server.fault = { code: 500, created: isoSeconds(world.clock), message: String(facts["message"]) };
    touchServer(world, server);
  },
  "server.volume-detached": (world, { id, facts }) => {
    const server = living(world, id);
    if (server !== undefined) detachVolume(world, server, String(facts["volumeId"]));
  },
  "server.port-detached": (world, { id, facts }) => {
    const server = living(world, id);
    if (server !== undefined) releasePort(world, server, String(facts["portId"]));
  },
  "server.deleted": (world, { id }) => {
    const server = world.state.compute.servers[id];
    if (server === undefined || server.status === "DELETED") return;
    for (const portId of [...server.portIds]) releasePort(world, server, portId);
    for (const { volumeId, deleteOnTermination } of [...server.attachments]) {
      detachVolume(world, server, volumeId);
      if (deleteOnTermination) world.later(0, "volume.deleted", volumeId);
    }
    const blob = server.rootBlob;
    server.rootBlob = null;
    releaseBlob(world, blob);
    Object.assign(server, { status: "DELETED", taskState: null, terminatedAt: isoMicros(world.clock) });
    touchServer(world, server);
    forgetOldest(world);
  },
};

/** A server on its way out takes no other step any more. */
function living(world: World, id: string): Server | undefined {
  const server = world.state.compute.servers[id];
  return server === undefined || server.status === "DELETED" || server.taskState === "deleting" ? undefined : server;
}

function forgetOldest(world: World): void {
  const deleted = Object.values(world.state.compute.servers).filter((one) => one.status === "DELETED");
  for (const one of deleted.slice(0, -REMEMBERED_DELETED)) delete world.state.compute.servers[one.id];
}
