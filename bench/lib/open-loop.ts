import { setTimeout as sleep } from "node:timers/promises";

export interface OpenLoopOptions {
  readonly perSecond: number;
  readonly seconds: number;
  /** Sends request number n; false: it was answered with a refusal or an error. */
  readonly send: (n: number) => Promise<boolean>;
}

export interface OpenLoopResult {
  /** Milliseconds from the moment each request was meant to leave to the last byte of its answer. */
  readonly latencies: readonly number[];
  readonly errors: number;
  /** Answers per second, from the first intended start to the last answer. */
  readonly achieved: number;
}

/**
 * Requests at random moments of a steady rate, as many people make them: nobody waits for another's answer. A request
 * that leaves late because this process was busy counts from when it was meant to leave, so that a stall hides nothing.
 */
export async function openLoop({ perSecond, seconds, send }: OpenLoopOptions): Promise<OpenLoopResult> {
  const random = seededRandom(7);
  const latencies: number[] = [];
  let errors = 0;
  const answers: Promise<void>[] = [];
  const begin = performance.now();

  async function request(n: number, meant: number): Promise<void> {
    const good = await send(n).catch(() => false);
    latencies.push(performance.now() - meant);
    if (!good) errors += 1;
  }

  let due = begin;
  for (let n = 0; due < begin + seconds * 1_000; n += 1) {
    const early = due - performance.now();
    if (early > 0.5) await sleep(early);
    answers.push(request(n, due));
    due += (-Math.log(1 - random()) * 1_000) / perSecond;
  }
  await Promise.all(answers);
  return { latencies, errors, achieved: (answers.length * 1_000) / (performance.now() - begin) };
}

/** The same numbers in every run (mulberry32), each at least 0 and below 1. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
