import type { Caller } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { type Fields, textMap } from "../core/read.ts";
import { isoMicros, newUuid, type World } from "../core/world.ts";
import type { Image } from "../image/image-state.ts";
import { seesImage } from "../image/visibility.ts";
import { checkVolumeQuota } from "./quotas.ts";
import { volumeNotFound } from "./refusals.ts";
import type { Snapshot, Volume } from "./volume-state.ts";

const GIB = 2 ** 30;

type Source = Pick<Volume, "blob" | "bootable" | "imageMetadata" | "snapshotId" | "sourceVolumeId"> & {
  /** The smallest size in GiB, which is also the default. */
  readonly size: number;
};

/** Makes a volume, blank or from an image, a snapshot or another volume. It becomes available by itself. */
export function createVolume(world: World, caller: Caller, wanted: Fields | undefined): Volume {
  if (wanted === undefined) throw faultRefusal(400, "Missing required element 'volume' in request body.");
  const source = sourceOf(world, caller, wanted);
  const size = sizeOf(wanted, source);
  checkVolumeQuota(world, caller.projectId, { count: 1, gigabytes: size, size });
  const { size: _minimum, ...content } = source;
  const volume: Volume = {
    id: newUuid(),
    name: typeof wanted["name"] === "string" ? wanted["name"] : null,
    description: typeof wanted["description"] === "string" ? wanted["description"] : null,
    projectId: caller.projectId,
    userId: caller.userId,
    status: "creating",
    size,
    volumeType: typeOf(world, wanted),
    availabilityZone: String(wanted["availability_zone"] ?? "nova"),
    metadata: textMap(wanted["metadata"]),
    ...content,
    bootable: false,
    attachments: [],
    createdAt: isoMicros(world.clock),
    updatedAt: null,
  };
  world.state.volume.volumes[volume.id] = volume;
  world.later(content.blob === null ? 400 : 1200, "volume.ready", volume.id, {
    status: "available",
    bootable: content.bootable,
  });
  return volume;
}

function sourceOf(world: World, caller: Caller, wanted: Fields): Source {
  const given = (key: string) => (typeof wanted[key] === "string" && wanted[key] !== "" ? wanted[key] : undefined);
  const blank: Source = {
    blob: null,
    bootable: false,
    imageMetadata: null,
    snapshotId: null,
    sourceVolumeId: null,
    size: 1,
  };
  const imageId = given("imageRef") ?? given("image_id");
  if (imageId !== undefined) return { ...blank, ...fromImage(world, caller, imageId, wanted["size"]) };
  const snapshotId = given("snapshot_id");
  if (snapshotId !== undefined) {
    const snapshot = world.state.volume.snapshots[snapshotId];
    if (snapshot === undefined || snapshot.projectId !== caller.projectId) {
      throw faultRefusal(404, `Snapshot ${snapshotId} could not be found.`);
    }
    if (snapshot.status !== "available")
      throw faultRefusal(400, "Invalid snapshot: Originating snapshot status must be available");
    return { ...blank, ...copied(snapshot), snapshotId };
  }
  const sourceVolumeId = given("source_volid");
  if (sourceVolumeId === undefined) return blank;
  const volume = world.state.volume.volumes[sourceVolumeId];
  if (volume === undefined || volume.projectId !== caller.projectId) throw volumeNotFound(sourceVolumeId);
  return { ...blank, ...copied(volume), sourceVolumeId };
}

function copied(origin: Volume | Snapshot): Pick<Source, "blob" | "bootable" | "imageMetadata" | "size"> {
  return { blob: origin.blob, bootable: origin.bootable, imageMetadata: origin.imageMetadata, size: origin.size };
}

function fromImage(world: World, caller: Caller, imageId: string, size: unknown): Partial<Source> {
  const image = world.state.image.images[imageId];
  if (image === undefined || !seesImage(caller, image)) {
    throw faultRefusal(400, "Invalid image identifier or unable to access requested image.");
  }
  if (image.status !== "active") throw faultRefusal(400, `Invalid input received: Image ${imageId} is not active.`);
  const virtual = Math.ceil(Math.max(image.size ?? 0, image.virtualSize ?? 0) / GIB);
  if (Number(size) < virtual) {
    throw faultRefusal(
      400,
      `Invalid input received: Size of specified image ${virtual}GB is larger than volume size ${size}GB.`,
    );
  }
  if (Number(size) < image.minDisk) {
    const text = `Volume size ${size}GB cannot be smaller than the image minDisk size ${image.minDisk}GB.`;
    throw faultRefusal(400, `Invalid input received: ${text}`);
  }
  return { blob: image.blob, bootable: true, imageMetadata: imageFacts(image), size: Math.max(1, virtual) };
}

function imageFacts(image: Image): Record<string, string> {
  return {
    ...image.properties,
    signature_verified: "False",
    image_id: image.id,
    image_name: image.name ?? "",
    checksum: image.checksum ?? "",
    container_format: image.containerFormat ?? "",
    disk_format: image.diskFormat ?? "",
    min_disk: String(image.minDisk),
    min_ram: String(image.minRam),
    size: String(image.size ?? 0),
  };
}

function sizeOf(wanted: Fields, source: Source): number {
  const derived = source.snapshotId !== null || source.sourceVolumeId !== null;
  if ((wanted["size"] === undefined || wanted["size"] === null) && derived) return source.size;
  const size = Number(wanted["size"]);
  if (!Number.isInteger(size)) {
    throw faultRefusal(400, `Invalid input for field/attribute size. Value: ${String(wanted["size"])}.`);
  }
  if (size < 1) {
    throw faultRefusal(
      400,
      `Invalid input for field/attribute size. Value: ${size}. ${size} is less than the minimum of 1`,
    );
  }
  if (derived && size < source.size) {
    const text = `Volume size '${size}'GB cannot be smaller than original volume size  ${source.size}GB. They must be >= original volume size.`;
    throw faultRefusal(400, `Invalid input received: ${text}`);
  }
  return size;
}

function typeOf(world: World, wanted: Fields): string {
  const types = Object.values(world.state.volume.types);
  const asked = wanted["volume_type"];
  if (typeof asked !== "string" || asked === "") return types[0]?.name ?? "standard";
  const type = types.find((one) => one.name === asked || one.id === asked);
  if (type === undefined) throw faultRefusal(404, `Volume type with name ${asked} could not be found.`);
  return type.name;
}
