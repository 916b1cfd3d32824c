import { World } from "../core/world.ts";
import { seedAccounts } from "./seed-accounts.ts";
import { seedImages } from "./seed-images.ts";
import { seedNetworks } from "./seed-networks.ts";
import { seedOfferings } from "./seed-offerings.ts";

/** A cloud as a fresh sandbox shows it: one zone with offerings, templates, addresses and two users. */
export function seedWorld(): World {
  const world = new World();
  seedAccounts(world);
  seedOfferings(world);
  seedNetworks(world);
  seedImages(world);
  return world;
}
