import type { VolumeSpeed } from "../contract/index.ts";

const FAST = /ssd|nvme|flash|\bfast|premium|platinum|\bgold\b|high[ _-]?(perf|speed|iops|io)|performance|\bultra/;
const STANDARD =
  /hdd|sata|\bsas\b|magnetic|rotat|\bslow|capacity|archive|bronze|\bsilver\b|standard|\bnormal\b|\bbasic\b/;

/** The speed tier that a volume type's or disk offering's name tells; its description counts only when the name does not. */
export function guessVolumeSpeed(name: string, hints: string): VolumeSpeed | null {
  return speedIn(name.toLowerCase()) ?? speedIn(hints.toLowerCase());
}

function speedIn(text: string): VolumeSpeed | null {
  if (FAST.test(text)) return "fast";
  return STANDARD.test(text) ? "standard" : null;
}
