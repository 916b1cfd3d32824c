import { releaseBlob } from "../core/blob-references.ts";
import type { TransitionRule } from "../core/settle.ts";
import { isoMicros } from "../core/world.ts";
import { touchVolume } from "./volumes.ts";

/** How volumes and snapshots get to where they were going. */
export const VOLUME_TRANSITIONS: Readonly<Record<string, TransitionRule>> = {
  "volume.ready": (world, { id, facts }) => {
    const volume = world.state.volume.volumes[id];
    if (volume === undefined) return;
    volume.status = String(facts["status"]);
    volume.bootable = facts["bootable"] === true;
    touchVolume(world, volume);
  },
  "volume.extended": (world, { id, facts }) => {
    const volume = world.state.volume.volumes[id];
    if (volume === undefined) return;
    volume.size = Number(facts["size"]);
    volume.status = String(facts["status"]);
    touchVolume(world, volume);
  },
  "volume.retyped": (world, { id, facts }) => {
    const volume = world.state.volume.volumes[id];
    if (volume === undefined) return;
    volume.volumeType = String(facts["type"]);
    volume.status = String(facts["status"]);
    touchVolume(world, volume);
  },
  "volume.deleted": (world, { id }) => {
    const volume = world.state.volume.volumes[id];
    delete world.state.volume.volumes[id];
    releaseBlob(world, volume?.blob ?? null);
  },
  "snapshot.ready": (world, { id }) => {
    const snapshot = world.state.volume.snapshots[id];
    if (snapshot === undefined) return;
    snapshot.status = "available";
    snapshot.updatedAt = isoMicros(world.clock);
  },
  "snapshot.deleted": (world, { id }) => {
    const snapshot = world.state.volume.snapshots[id];
    delete world.state.volume.snapshots[id];
    releaseBlob(world, snapshot?.blob ?? null);
  },
};
