import type { TransitionRule } from "../core/settle.ts";
import { touchImage } from "./images.ts";

/** How an image gets the content another service made for it. */
export const IMAGE_TRANSITIONS: Readonly<Record<string, TransitionRule>> = {
  "image.filled": (world, { id, facts }) => {
    const image = world.state.image.images[id];
    if (image === undefined) {
      if (typeof facts["blob"] === "string") world.blobs.remove(facts["blob"]);
      return;
    }
    image.status = "active";
    image.blob = facts["blob"] === null ? null : String(facts["blob"]);
    image.size = Number(facts["size"]);
    image.virtualSize = facts["virtualSize"] === null ? null : Number(facts["virtualSize"]);
    image.checksum = String(facts["md5"]);
    image.hashValue = String(facts["sha512"]);
    touchImage(world, image);
  },
};
