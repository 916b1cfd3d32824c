import type { Requirement } from "../contract/index.ts";
import { sameValue } from "./same-value.ts";

/**
 * Whether two resolved requirements ask for the same thing. Resolve the second with the first as `previous`, so that
 * an unchanged password or generated key is recognized.
 */
export function sameRequirement(one: Requirement, other: Requirement): boolean {
  return sameValue(one, other);
}
