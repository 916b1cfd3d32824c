import type { Cloud } from "../contract/index.ts";

/** Whether two registrations are of one cloud: the same one, or the same place behind the same address. */
export function isSameCloud(one: Cloud, other: Cloud): boolean {
  return one.id === other.id || (one.kind === other.kind && placeOf(one) === placeOf(other));
}

function placeOf({ endpoint, location }: Cloud): string {
  return `${endpoint.toLowerCase().replace(/\/+$/, "").replace(/\/v3$/, "")}\n${location}`;
}
