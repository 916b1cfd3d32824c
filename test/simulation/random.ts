/** Numbers that look random and are the same for the same seed on every machine. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** An id in the form of a UUID. */
  id(): string;
  /** Another source, so that one part's appetite does not move the numbers of the others. */
  fork(): Random;
}

/** Thirty-two bits of state, mixed well enough to choose latencies and faults. */
export function makeRandom(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) >>> 0;

  function bits(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  function hex(): string {
    return bits().toString(16).padStart(8, "0");
  }

  const random: Random = {
    next: () => bits() / 4_294_967_296,
    whole: (low, high) => low + (bits() % (high - low + 1)),
    chance: (probability) => bits() < probability * 4_294_967_296,
    pick(choices) {
      const chosen = choices[bits() % choices.length];
      if (chosen === undefined) throw new Error("There is nothing to pick from.");
      return chosen;
    },
    id() {
      const [first, second, third] = [hex(), hex(), hex()];
      return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-8${third.slice(1, 4)}-${third.slice(4)}${hex()}`;
    },
    fork: () => makeRandom(bits()),
  };
  return random;
}
