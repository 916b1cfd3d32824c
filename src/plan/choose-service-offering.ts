import type { CloudstackCatalog, Hardware, Issue } from "../contract/index.ts";
import { refused } from "../kernel/result.ts";
import type { ChoiceResult } from "./choice.ts";
import { type ChosenOffering, chooseOffering } from "./choose-offering.ts";

/**
 * A service offering whose system disk is ours to size. One with a disk size of its own silently overrules what a
 * deploy asks for; the provider then reads back another size and would replace the machine in every later plan (C3).
 */
export function chooseServiceOffering(
  { offerings }: CloudstackCatalog,
  hardware: Hardware,
  cloudName: string,
  keepId: string | null,
): ChoiceResult<ChosenOffering> {
  const usable = offerings.filter(({ rootDiskGib }) => rootDiskGib === null || rootDiskGib === hardware.rootDiskGib);
  const result = chooseOffering(usable, hardware, cloudName, keepId);
  if (result.ok || usable.length === offerings.length) return result;
  const otherwise = chooseOffering(offerings, hardware, cloudName, null);
  if (!otherwise.ok) return otherwise;
  const { name, rootDiskGib } = otherwise.value.value.offering;
  return refused([fixedDisk(cloudName, name, rootDiskGib ?? 0, hardware.rootDiskGib)]);
}

function fixedDisk(cloudName: string, name: string, has: number, wanted: number): Issue {
  return {
    pointer: "/hardware/rootDiskGib",
    code: "no-offering",
    message: `Cloud “${cloudName}” has the size “${name}”, but its system disk always has ${has} GiB; ${wanted} GiB is asked for.`,
    remedy: `Ask for a system disk of ${has} GiB, or have its administrator add a size without a disk of its own.`,
  };
}
