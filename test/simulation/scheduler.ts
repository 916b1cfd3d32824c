import type { Random } from "./random.ts";

export type Stop = () => void;

/** Virtual time: what is due next is decided by the seed, and nothing else ever runs. */
export interface Scheduler {
  /** Milliseconds since the history began. */
  now(): number;
  /** Runs program code at its time; everything that code starts by itself has settled before the next event. */
  at(delayMs: number, action: () => void): Stop;
  /** Runs an effect on the world that no program waits for directly; it has ended before the next event. */
  effect(delayMs: number, action: () => Promise<void>): void;
  /** Goes on until the time has come, nothing is left or `done` says so. */
  run(untilMs: number, done: () => boolean): Promise<void>;
  steps(): number;
}

interface Event {
  readonly at: number;
  readonly tie: number;
  readonly order: number;
  readonly action: (() => void) | null;
  readonly effect: (() => Promise<void>) | null;
  canceled: boolean;
}

/** Events of the same millisecond run in an order that the seed chooses. */
export function makeScheduler(random: Random): Scheduler {
  const heap: Event[] = [];
  let time = 0;
  let order = 0;
  let steps = 0;

  function add(delayMs: number, action: Event["action"], effect: Event["effect"]): Event {
    order += 1;
    const at = time + Math.max(0, Math.round(delayMs));
    const event = { at, tie: random.next(), order, action, effect, canceled: false };
    push(heap, event);
    return event;
  }

  return {
    now: () => time,
    at(delayMs, action) {
      const event = add(delayMs, action, null);
      return () => {
        event.canceled = true;
      };
    },
    effect(delayMs, action) {
      add(delayMs, null, action);
    },
    async run(untilMs, done) {
      while (!done()) {
        const event = heap[0];
        if (event === undefined || event.at > untilMs) {
          time = Math.max(time, untilMs);
          return;
        }
        pop(heap);
        if (event.canceled) continue;
        time = event.at;
        steps += 1;
        if (event.effect !== null) {
          await event.effect();
        } else {
          event.action?.();
          await settled();
        }
      }
    },
    steps: () => steps,
  };
}

/** The program's own promises settle before Node comes back to us, however many follow each other. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}

function isBefore(left: Event, right: Event): boolean {
  if (left.at !== right.at) return left.at < right.at;
  return left.tie === right.tie ? left.order < right.order : left.tie < right.tie;
}

function push(heap: Event[], event: Event): void {
  let index = heap.length;
  heap.push(event);
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !isBefore(event, above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = event;
}

function pop(heap: Event[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const child = smallerChild(heap, index);
    const below = heap[child];
    if (below === undefined || !isBefore(below, last)) break;
    heap[index] = below;
    index = child;
  }
  heap[index] = last;
}

function smallerChild(heap: readonly Event[], index: number): number {
  const left = heap[2 * index + 1];
  const right = heap[2 * index + 2];
  return left !== undefined && right !== undefined && isBefore(right, left) ? 2 * index + 2 : 2 * index + 1;
}
