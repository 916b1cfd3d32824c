/** A stream of choices that a seed repeats exactly. */
export interface Dice {
  /** A whole number from 0 up to but not including `sides`. */
  below(sides: number): number;
  /** True once in so many times. */
  oneIn(times: number): boolean;
  pick<T>(choices: readonly [T, ...T[]] | readonly T[]): T;
  uuid(): string;
}

/** mulberry32: small, fast, and good enough to wander through a space of inputs. */
export function makeDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (sides: number): number => Math.floor(next() * sides);
  const hex = (digits: number): string => Array.from({ length: digits }, () => below(16).toString(16)).join("");
  return {
    below,
    oneIn: (times) => below(times) === 0,
    pick<T>(choices: readonly T[]): T {
      if (choices.length === 0) throw new Error("there is nothing to pick from");
      return choices[below(choices.length)] as T;
    },
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
  };
}
