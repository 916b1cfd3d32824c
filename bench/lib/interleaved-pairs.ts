/** Two ways to do the same work, timed in turn on the same machine in the same minute. */
export interface PairResult {
  readonly name: string;
  readonly pairs: number;
  /** Medians in milliseconds. */
  readonly oursMs: number;
  readonly rawMs: number;
  /** Median of the pairwise ratios ours/raw: noise that hits both of a pair cancels out. */
  readonly ratio: number;
}

export interface PairOptions {
  readonly name: string;
  readonly pairs: number;
  /** Pairs run first and thrown away, for both sides alike. */
  readonly warmUp: number;
  readonly ours: (round: number) => Promise<void>;
  readonly raw: (round: number) => Promise<void>;
}

/** Runs ours, raw, raw, ours, ours, raw …: neither side always comes second on a machine that heats up. */
export async function interleavedPairs(options: PairOptions): Promise<PairResult> {
  const ours: number[] = [];
  const raw: number[] = [];
  for (let round = 0; round < options.warmUp + options.pairs; round += 1) {
    const oursFirst = round % 2 === 0;
    const first = await timed(() => (oursFirst ? options.ours(round) : options.raw(round)));
    const second = await timed(() => (oursFirst ? options.raw(round) : options.ours(round)));
    if (round < options.warmUp) continue;
    ours.push(oursFirst ? first : second);
    raw.push(oursFirst ? second : first);
  }
  return {
    name: options.name,
    pairs: options.pairs,
    oursMs: median(ours),
    rawMs: median(raw),
    ratio: median(ours.map((value, index) => value / (raw[index] ?? Number.NaN))),
  };
}

export async function timed(work: () => Promise<void> | void): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Middle value; the mean of the two middle ones for an even count; NaN for none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Linear interpolation between the closest ranks; NaN for no value. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const low = sorted[Math.floor(position)] ?? Number.NaN;
  const high = sorted[Math.ceil(position)] ?? Number.NaN;
  return low + (high - low) * (position - Math.floor(position));
}
