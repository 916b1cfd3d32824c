import type { Transition } from "./cloud-state.ts";
import type { World } from "./world.ts";

/** What a due step does to the cloud. The object may be gone by then. */
export type TransitionRule = (world: World, transition: Transition) => void;

/** Finishes every step that is due, in order of time; a step may plan further ones. */
export function settle(world: World, rules: Readonly<Record<string, TransitionRule>>): void {
  for (;;) {
    const now = world.clock.now().getTime();
    const due = world.state.pending.filter((transition) => transition.at <= now);
    if (due.length === 0) return;
    world.state.pending = world.state.pending.filter((transition) => transition.at > now);
    due.sort((a, b) => a.at - b.at);
    for (const transition of due) rules[transition.kind]?.(world, transition);
    world.changed();
  }
}
