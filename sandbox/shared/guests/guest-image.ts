import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { GuestOs } from "./wanted-guest.ts";

/** What `tools/guest-image.mjs` built: a disk, and the kernel that starts it. */
export interface GuestImage {
  readonly os: GuestOs;
  readonly disk: string;
  readonly kernel: string;
  readonly initrd: string;
  /** The root file system as the kernel sees it. */
  readonly rootDevice: string;
}

/** Reads `guest-image.json` of the folder. Throws when there is none. */
export async function readGuestImage(folder: string): Promise<GuestImage> {
  const written = JSON.parse(await readFile(join(folder, "guest-image.json"), "utf8")) as GuestImage;
  const { os, rootDevice } = written;
  const path = (name: string) => join(folder, name);
  return { os, rootDevice, disk: path(written.disk), kernel: path(written.kernel), initrd: path(written.initrd) };
}
