import type { ExtraVolume } from "../contract/index.ts";

/** Where a volume appears inside the machine. */
export function mountPathOf(volume: ExtraVolume): string {
  return volume.mountPath ?? `/data/${volume.name}`;
}
