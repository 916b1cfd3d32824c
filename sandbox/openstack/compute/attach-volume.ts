import { isoMicros, newUuid, type World } from "../core/world.ts";
import type { Volume } from "../volume/volume-state.ts";
import { touchVolume } from "../volume/volumes.ts";
import type { Attachment, Server } from "./compute-state.ts";

export interface AttachOptions {
  readonly boot: boolean;
  readonly deleteOnTermination: boolean;
  readonly tag?: string | null;
}

/** Puts a volume on a server, at the next free device name. The volume is in use at once. */
export function attachVolume(world: World, server: Server, volume: Volume, options: AttachOptions): Attachment {
  const attachment: Attachment = {
    volumeId: volume.id,
    attachmentId: newUuid(),
    device: nextDevice(server, options.boot),
    boot: options.boot,
    deleteOnTermination: options.deleteOnTermination,
    attachedAt: isoMicros(world.clock),
    tag: options.tag ?? null,
  };
  server.attachments.push(attachment);
  const { attachmentId, device, attachedAt } = attachment;
  volume.attachments = [{ serverId: server.id, attachmentId, device, attachedAt }];
  volume.status = "in-use";
  // A volume nova has just made is still being filled; let the attachment win over its "available".
  world.state.pending = world.state.pending.filter((step) => step.kind !== "volume.ready" || step.id !== volume.id);
  touchVolume(world, volume);
  return attachment;
}

/** Takes a volume off a server; it is available again. */
export function detachVolume(world: World, server: Server, volumeId: string): void {
  server.attachments = server.attachments.filter((one) => one.volumeId !== volumeId);
  const volume = world.state.volume.volumes[volumeId];
  if (volume === undefined) return;
  volume.attachments = [];
  volume.status = "available";
  touchVolume(world, volume);
}

/** `/dev/vda` is the root disk, of whatever kind. */
function nextDevice(server: Server, boot: boolean): string {
  if (boot) return "/dev/vda";
  const used = new Set(server.attachments.map((one) => one.device));
  const letter = [..."bcdefghijklmnopqrstuvwxyz"].find((one) => !used.has(`/dev/vd${one}`)) ?? "z";
  return `/dev/vd${letter}`;
}
