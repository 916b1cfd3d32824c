import type { BlobFacts } from "../core/blob-store.ts";
import type { World } from "../core/world.ts";
import type { Image } from "./image-state.ts";
import { touchImage } from "./images.ts";
import { qcow2VirtualSize } from "./qcow2.ts";

/** Gives an image its content: it is active from now on. */
export function fillImage(world: World, image: Image, facts: BlobFacts): void {
  const virtualSize = image.diskFormat === "qcow2" ? (qcow2VirtualSize(facts.head) ?? null) : facts.size;
  Object.assign(image, {
    status: "active",
    blob: facts.blob,
    size: facts.size,
    virtualSize,
    checksum: facts.md5,
    hashValue: facts.sha512,
  });
  touchImage(world, image);
}
