import { acts } from "./acts.ts";
import { admin } from "./admin.ts";
import { cloudImport } from "./cloud-import.ts";
import { clouds } from "./clouds.ts";
import { images } from "./images.ts";

/** What only the pages of clouds and of administrators say; loaded with them. */
export const adminWords = { acts, admin, cloudImport, clouds, images };
