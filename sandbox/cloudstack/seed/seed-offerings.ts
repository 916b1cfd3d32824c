import type { ServiceOffering } from "../core/model.ts";
import type { World } from "../core/world.ts";
import { SEEDED_AT, seedId } from "./seed-id.ts";

/** vCPU, MiB */
const SIZES = [
  ["Sandbox Small", 1, 1024],
  ["Sandbox Medium", 2, 4096],
  ["Sandbox Large", 4, 8192],
  ["Sandbox XLarge", 8, 16_384],
] as const;

/** GiB; 0 is chosen with the volume. */
const DISKS = [
  ["Sandbox Disk 5", "Sandbox disk, 5 GB", 5],
  ["Sandbox Disk 20", "Sandbox disk, 20 GB", 20],
  ["Custom", "Sandbox custom disk, standard", 0],
  ["Custom fast", "Sandbox custom disk, fast", 0],
] as const;

const CLOCK_MHZ = 2000;

/** Fixed sizes, one constrained custom size, and fixed and custom disks. */
export function seedOfferings(world: World): void {
  for (const [name, cpuNumber, memory] of SIZES) add(world, { name, cpuNumber, memory, cpuSpeed: CLOCK_MHZ });
  add(world, {
    name: "Sandbox Custom",
    cpuSpeed: CLOCK_MHZ,
    bounds: { minCpu: 1, maxCpu: 16, minMemory: 512, maxMemory: 65_536 },
  });
  for (const [name, displayText, sizeGib] of DISKS) {
    const serial = world.nextSerial("diskOffering");
    const row = { id: seedId(11, serial), serial, created: SEEDED_AT };
    world.tables.diskOfferings.add({ ...row, name, displayText, sizeGib, isCustom: sizeGib === 0 });
  }
}

type Size = Pick<ServiceOffering, "name"> & Partial<ServiceOffering>;

function add(world: World, size: Size): void {
  const serial = world.nextSerial("serviceOffering");
  const row = { id: seedId(10, serial), serial, created: SEEDED_AT };
  const diskOfferingId = seedId(12, serial);
  world.tables.serviceOfferings.add({ ...row, displayText: size.name, diskOfferingId, dynamicScaling: true, ...size });
}
