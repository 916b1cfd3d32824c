import type { FastifyReply } from "fastify";
import { releaseBlob } from "../core/blob-references.ts";
import { callerOf } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { minorOf } from "../core/microversion.ts";
import { textMap } from "../core/read.ts";
import type { World } from "../core/world.ts";
import type { ActionCall, ServerAction } from "./action-call.ts";
import { bootImage, checkImageFits } from "./boot-disks.ts";
import type { Server } from "./compute-state.ts";
import { newPassword } from "./create-server.ts";
import { flavorOfReference, seenFlavor } from "./flavors.ts";
import { checkComputeQuota } from "./quotas.ts";
import { wrongState } from "./refusals.ts";
import { recordAction, startStep } from "./server-life.ts";
import { shortServerView } from "./server-view.ts";
import { touchServer, viewOptions } from "./servers.ts";

const RESIZE_MS = 2000;
const CONFIRM_MS = 600;
const REBUILD_MS = 1300;
/** From here on nova re-images a volume-booted server. */
const VOLUME_REBUILD_MINOR = 93;

/** Verbs that change what a server is made of. */
export const RESHAPE_ACTIONS: Readonly<Record<string, ServerAction>> = { resize, confirmResize, revertResize, rebuild };

function resize({ world, request, reply, server, facts }: ActionCall): FastifyReply {
  const flavor = flavorOfReference(world, facts["flavorRef"]);
  requireStatus(server, "resize", ["ACTIVE", "SHUTOFF"]);
  if (flavor.id === server.flavorId) throw faultRefusal(400, "When resizing, instances must change flavor!");
  const old = seenFlavor(world, server.flavorId);
  checkComputeQuota(world, callerOf(request), { cores: flavor.vcpus - old.vcpus, ram: flavor.ram - old.ram });
  server.previousFlavorId = server.flavorId;
  server.previousStatus = server.status;
  server.flavorId = flavor.id;
  recordAction(world, request, server, "resize");
  startStep(world, server, { during: "RESIZE", task: "resize_migrating", to: "VERIFY_RESIZE", ms: RESIZE_MS });
  touchServer(world, server);
  return reply.code(202).send();
}

function confirmResize({ world, request, reply, server }: ActionCall): FastifyReply {
  requireStatus(server, "confirmResize", ["VERIFY_RESIZE"]);
  const to = server.previousStatus ?? "ACTIVE";
  server.previousFlavorId = null;
  server.previousStatus = null;
  recordAction(world, request, server, "confirmResize");
  world.later(CONFIRM_MS, "server.settled", server.id, { to });
  touchServer(world, server);
  return reply.code(204).send();
}

function revertResize({ world, request, reply, server }: ActionCall): FastifyReply {
  requireStatus(server, "revertResize", ["VERIFY_RESIZE"]);
  const to = server.previousStatus ?? "ACTIVE";
  server.flavorId = server.previousFlavorId ?? server.flavorId;
  server.previousFlavorId = null;
  server.previousStatus = null;
  recordAction(world, request, server, "revertResize");
  startStep(world, server, { during: "REVERT_RESIZE", task: "resize_reverting", to, ms: RESIZE_MS });
  touchServer(world, server);
  return reply.code(202).send();
}

/** A rebuild keeps the server and loses what was on its root disk. */
function rebuild({ world, request, reply, server, facts }: ActionCall): FastifyReply {
  requireStatus(server, "rebuild", ["ACTIVE", "SHUTOFF", "ERROR"]);
  const imageId =
    String(facts["imageRef"] ?? "")
      .split("/")
      .at(-1) ?? "";
  const image = bootImage(world, callerOf(request), imageId);
  const onVolume = server.imageId === null;
  if (onVolume && rootImageId(world, server) !== image.id && minorOf(request) < VOLUME_REBUILD_MINOR) {
    throw faultRefusal(
      400,
      `Image ${image.id} is unacceptable: Unable to rebuild with a different image for a volume-backed server.`,
    );
  }
  checkImageFits(image, seenFlavor(world, server.flavorId), !onVolume);
  const to = server.status === "SHUTOFF" ? "SHUTOFF" : "ACTIVE";
  if (!onVolume) {
    const old = server.rootBlob;
    server.imageId = image.id;
    server.rootBlob = image.blob;
    releaseBlob(world, old);
  }
  if (typeof facts["name"] === "string") server.name = facts["name"];
  if (facts["metadata"] !== undefined) server.metadata = textMap(facts["metadata"]);
  recordAction(world, request, server, "rebuild");
  startStep(world, server, { during: "REBUILD", task: "rebuilding", to, ms: REBUILD_MS });
  touchServer(world, server);
  const view = shortServerView(world, server, viewOptions(request));
  return reply.code(202).send({ server: { ...view, adminPass: newPassword(facts["adminPass"]) } });
}

function rootImageId(world: World, server: Server): string | undefined {
  const root = server.attachments.find((one) => one.boot);
  return world.state.volume.volumes[root?.volumeId ?? ""]?.imageMetadata?.["image_id"];
}

function requireStatus(server: Server, verb: string, allowed: readonly string[]): void {
  if (server.taskState !== null || !allowed.includes(server.status)) throw wrongState(server, verb);
}
