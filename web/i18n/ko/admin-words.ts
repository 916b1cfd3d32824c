import type { Messages } from "../en/index.ts";
import { acts } from "./acts.ts";
import { admin } from "./admin.ts";
import { cloudImport } from "./cloud-import.ts";
import { clouds } from "./clouds.ts";
import { images } from "./images.ts";

export const adminWords: Pick<Messages, "acts" | "admin" | "cloudImport" | "clouds" | "images"> = {
  acts,
  admin,
  cloudImport,
  clouds,
  images,
};
