import type { Caller } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { type Fields, isFields } from "../core/read.ts";
import { Refusal } from "../core/refusal.ts";
import type { World } from "../core/world.ts";
import type { Image } from "../image/image-state.ts";
import { seesImage } from "../image/visibility.ts";
import { createVolume } from "../volume/create-volume.ts";
import type { Volume } from "../volume/volume-state.ts";
import { attachVolume } from "./attach-volume.ts";
import type { Flavor, Server } from "./compute-state.ts";
import { invalidBlockDevice } from "./refusals.ts";

const GIB = 2 ** 30;
const MIB = 2 ** 20;
const BAD_SEQUENCE = "Boot sequence for the instance and image/block device mapping combination is not valid.";

export interface BootDisks {
  /** Null: booted from a volume. */
  readonly imageId: string | null;
  readonly rootBlob: string | null;
  /** Attaches the volumes once the server exists. */
  attach(server: Server): void;
}

interface PlannedVolume {
  readonly volume: Volume;
  readonly boot: boolean;
  readonly deleteOnTermination: boolean;
}

/** Works out root disk and volumes from `imageRef` and `block_device_mapping_v2`; refuses what cannot boot. */
export function bootDisks(
  world: World,
  caller: Caller,
  { wanted, flavor }: { wanted: Fields; flavor: Flavor },
): BootDisks {
  const mappings = Array.isArray(wanted["block_device_mapping_v2"])
    ? wanted["block_device_mapping_v2"].filter(isFields)
    : [];
  const imageId = typeof wanted["imageRef"] === "string" ? (wanted["imageRef"].split("/").at(-1) ?? "") : "";
  const onVolumes = mappings.filter((one) => one["destination_type"] !== "local" || one["source_type"] === "volume");
  const root = onVolumes.find((one) => Number(one["boot_index"]) === 0);
  if (root === undefined && imageId === "") {
    if (mappings.length === 0) throw faultRefusal(400, "Missing imageRef attribute");
    throw invalidBlockDevice(BAD_SEQUENCE);
  }
  const image = root === undefined ? bootImage(world, caller, imageId) : undefined;
  if (image !== undefined) checkImageFits(image, flavor, true);
  for (const one of onVolumes) checkMapping(world, caller, one, flavor);
  const planned = onVolumes.map(
    (one): PlannedVolume => ({
      volume: volumeOf(world, caller, one),
      boot: one === root,
      deleteOnTermination: one["delete_on_termination"] === true,
    }),
  );
  // The root disk first, so that it becomes the first device.
  planned.sort((a, b) => Number(b.boot) - Number(a.boot));
  return {
    imageId: image?.id ?? null,
    rootBlob: image?.blob ?? null,
    attach: (server) => {
      for (const { volume, boot, deleteOnTermination } of planned)
        attachVolume(world, server, volume, { boot, deleteOnTermination });
    },
  };
}

/** An image a server may be built from; its absence is the request's fault. */
export function bootImage(world: World, caller: Caller, imageId: string): Image {
  const image = world.state.image.images[imageId];
  if (image === undefined || !seesImage(caller, image)) throw faultRefusal(400, "Can not find requested image");
  if (image.status !== "active") throw faultRefusal(400, `Image ${imageId} is not active.`);
  return image;
}

/** Memory always; the disk only when it is the flavor's own. */
export function checkImageFits(image: Image, flavor: Flavor, onFlavorDisk: boolean): void {
  if (flavor.ram < image.minRam) throw faultRefusal(400, "Flavor's memory is too small for requested image.");
  if (!onFlavorDisk || flavor.disk === 0) return;
  const disk = flavor.disk * GIB;
  const needed = Math.max(image.size ?? 0, image.virtualSize ?? 0);
  if (needed > disk) {
    const text = `Flavor disk is ${disk} bytes, image is ${needed} bytes.`;
    throw faultRefusal(400, `Flavor's disk is too small for requested image. ${text}`);
  }
  if (image.minDisk > flavor.disk) {
    const text = `Flavor disk is ${disk} bytes, minimum size is ${image.minDisk * GIB} bytes.`;
    throw faultRefusal(400, `Flavor's disk is smaller than the minimum size specified in image metadata. ${text}`);
  }
}

function checkMapping(world: World, caller: Caller, one: Fields, flavor: Flavor): void {
  const id = String(one["uuid"] ?? "");
  if (one["source_type"] === "image") {
    const image = bootImage(world, caller, id);
    checkImageFits(image, flavor, false);
    if (!(Number(one["volume_size"]) >= 1))
      throw invalidBlockDevice("Images with destination_type 'volume' need to have a non-zero size specified");
    return;
  }
  if (one["source_type"] !== "volume") return;
  const volume = world.state.volume.volumes[id];
  if (volume === undefined || volume.projectId !== caller.projectId)
    throw invalidBlockDevice(`failed to get volume ${id}.`);
  if (volume.status !== "available") {
    throw faultRefusal(400, `Invalid volume: Volume ${id} status must be available, currently ${volume.status}.`);
  }
  if (Number(one["boot_index"]) !== 0) return;
  if (!volume.bootable) throw faultRefusal(400, `Block Device ${id} is not bootable.`);
  if (Number(volume.imageMetadata?.["min_ram"] ?? 0) * MIB > flavor.ram * MIB) {
    throw faultRefusal(400, "Flavor's memory is too small for requested image.");
  }
}

function volumeOf(world: World, caller: Caller, one: Fields): Volume {
  const id = String(one["uuid"] ?? "");
  const known = world.state.volume.volumes[id];
  if (one["source_type"] === "volume" && known !== undefined) return known;
  const source =
    one["source_type"] === "image" ? { imageRef: id } : one["source_type"] === "snapshot" ? { snapshot_id: id } : {};
  const type = typeof one["volume_type"] === "string" ? { volume_type: one["volume_type"] } : {};
  const size = one["volume_size"] === undefined ? {} : { size: Number(one["volume_size"]) };
  try {
    const volume = createVolume(world, caller, { name: "", ...source, ...type, ...size });
    volume.bootable = volume.blob !== null;
    return volume;
  } catch (error) {
    throw inNovaWords(error);
  }
}

/** Cinder's 413 arrives at nova's client as a 403. */
function inNovaWords(error: unknown): unknown {
  if (!(error instanceof Refusal) || error.status !== 413) return error;
  const inner = isFields(error.body) && isFields(error.body["overLimit"]) ? error.body["overLimit"] : {};
  return faultRefusal(403, String(inner["message"] ?? "Quota exceeded"));
}
