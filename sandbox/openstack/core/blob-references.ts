import type { World } from "./world.ts";

/** Removes a content when no image, volume, snapshot or root disk refers to it any more. */
export function releaseBlob(world: World, blob: string | null): void {
  if (blob === null) return;
  const { compute, volume, image, pending } = world.state;
  const holders = [
    ...Object.values(image.images).map((one) => one.blob),
    ...Object.values(volume.volumes).map((one) => one.blob),
    ...Object.values(volume.snapshots).map((one) => one.blob),
    ...Object.values(compute.servers).map((one) => one.rootBlob),
    ...pending.map((one) => one.facts["blob"]),
  ];
  if (!holders.includes(blob)) world.blobs.remove(blob);
}
