import type { Caller } from "../core/caller.ts";
import { isoSeconds, newUuid, type World } from "../core/world.ts";
import type { Image } from "./image-state.ts";

export interface NewImage {
  readonly id?: string;
  readonly name: string | null;
  readonly diskFormat: string | null;
  readonly containerFormat: string | null;
  readonly visibility: string;
  readonly properties: Record<string, string>;
  readonly minDisk: number;
  readonly minRam?: number;
  readonly protected?: boolean;
  readonly hidden?: boolean;
  readonly tags?: string[];
}

/** Stores an image without content: `queued`. */
export function newImage(world: World, caller: Pick<Caller, "projectId">, wanted: NewImage): Image {
  const now = isoSeconds(world.clock);
  const image: Image = {
    id: wanted.id ?? newUuid(),
    name: wanted.name,
    status: "queued",
    visibility: wanted.visibility,
    protected: wanted.protected ?? false,
    hidden: wanted.hidden ?? false,
    diskFormat: wanted.diskFormat,
    containerFormat: wanted.containerFormat,
    minDisk: wanted.minDisk,
    minRam: wanted.minRam ?? 0,
    owner: caller.projectId,
    tags: wanted.tags ?? [],
    properties: wanted.properties,
    size: null,
    virtualSize: null,
    checksum: null,
    hashValue: null,
    blob: null,
    members: [],
    createdAt: now,
    updatedAt: now,
  };
  world.state.image.images[image.id] = image;
  world.changed();
  return image;
}
