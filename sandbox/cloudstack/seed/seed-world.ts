import { World } from "../core/world.ts";
import { seedAccounts } from "./seed-accounts.ts";
import { seedImages } from "./seed-images.ts";
import { PUBLIC_PREFIX, seedNetworks } from "./seed-networks.ts";
import { seedOfferings } from "./seed-offerings.ts";

/** A cloud as a fresh sandbox shows it: one zone with offerings, templates, addresses and two users. */
export function seedWorld(publicPrefix = PUBLIC_PREFIX): World {
  const world = new World();
  seedAccounts(world);
  seedOfferings(world);
  seedNetworks(world, publicPrefix);
  seedImages(world);
  return world;
}
