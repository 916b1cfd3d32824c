import type { Instance, Role } from "../../../src/contract/index.ts";
import { type Machine, matches, type Place } from "./group-machines.ts";

/** How a place does, in the words of the list. */
export type PlaceState = Instance["powerState"] | "not-made" | "stale";

export interface MachineFilter {
  readonly text: string;
  /** Null: every state. */
  readonly state: PlaceState | null;
  /** The place whose state counts; null: either. */
  readonly role: Role | null;
}

export const NO_FILTER: MachineFilter = { text: "", state: null, role: null };

export function stateOf({ site, instance }: Place): PlaceState {
  if (!site.hasState) return "not-made";
  if (instance?.stale === true) return "stale";
  return instance?.powerState ?? "unknown";
}

/** Machines with a place of that role that is in that state, and whose words hold the text. */
export function filterMachines(machines: readonly Machine[], filter: MachineFilter): readonly Machine[] {
  const { text, state, role } = filter;
  return machines.filter((machine) => {
    const places = machine.places.filter(({ site }) => role === null || site.role === role);
    return places.some((place) => state === null || stateOf(place) === state) && matches(machine, text);
  });
}
