import { resolve } from "node:path";
import * as z from "zod";
import { networks } from "./remote-config.ts";

const GIB = 1024 ** 3;
const gib = (byDefault: number) => z.coerce.number().positive().max(1_000_000).default(byDefault);
const absent = (value: unknown) => (value === "" ? undefined : value);

/** Variables about images. */
export const IMAGE_SETTINGS = {
  TWINSTACK_IMAGES: z.preprocess(absent, z.string().optional()),
  TWINSTACK_IMAGE_URL: z.preprocess(absent, z.url({ protocol: /^https?$/ }).optional()),
  TWINSTACK_IMAGE_NETWORKS: networks,
  TWINSTACK_IMAGE_QUOTA_GIB: gib(100),
  TWINSTACK_IMAGE_DISK_GIB: gib(50),
} as const;

/** Where images lie, and how much of them there may be. */
export interface ImageConfig {
  readonly folder: string;
  /** Where clouds' storages reach this service; undefined: as people do. */
  readonly url: string | undefined;
  /** Networks besides the public ones that images may be fetched from, in CIDR form. */
  readonly networks: readonly string[];
  /** Bytes that all files of the folder may take. */
  readonly quotaBytes: number;
  /** Largest disk that machines may see of an image. */
  readonly mostGib: number;
}

export function imageConfig(settings: z.infer<z.ZodObject<typeof IMAGE_SETTINGS>>, dataFolder: string): ImageConfig {
  return {
    folder: resolve(dataFolder, settings.TWINSTACK_IMAGES ?? "images"),
    url: settings.TWINSTACK_IMAGE_URL?.replace(/\/+$/, ""),
    networks: settings.TWINSTACK_IMAGE_NETWORKS,
    quotaBytes: settings.TWINSTACK_IMAGE_QUOTA_GIB * GIB,
    mostGib: settings.TWINSTACK_IMAGE_DISK_GIB,
  };
}

/** As without any setting, below a folder. */
export function defaultImageConfig(dataFolder: string): ImageConfig {
  return imageConfig(z.object(IMAGE_SETTINGS).parse({}), dataFolder);
}
