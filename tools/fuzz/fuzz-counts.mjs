import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What CI fuzzes at least, over all kinds of inputs. */
export const WHOLE = 100_000;

/**
 * Gives the fuzz tests that `work` starts a place for their counts, and what they left there.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<{ result: T, counts: Readonly<Record<string, { inputs: number }>> }>} counts by kind of input
 */
export async function withFuzzCounts(work) {
  const folder = mkdtempSync(join(tmpdir(), "twinstack-fuzz-counts-"));
  process.env.TWINSTACK_FUZZ_COUNTS = folder;
  try {
    const result = await work();
    const counts = readdirSync(folder).map((file) => [
      file.replace(/\.json$/, ""),
      JSON.parse(readFileSync(join(folder, file), "utf8")),
    ]);
    return { result, counts: Object.fromEntries(counts) };
  } finally {
    delete process.env.TWINSTACK_FUZZ_COUNTS;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {Readonly<Record<string, { inputs: number }>>} counts */
export function totalOf(counts) {
  return Object.values(counts).reduce((sum, { inputs }) => sum + inputs, 0);
}

/** One line, such as `fuzz inputs: 100,844 (api 51,000, requirements 36,000, schemathesis 13,844)`. */
export function describeCounts(counts) {
  const parts = Object.entries(counts)
    .filter(([, { inputs }]) => inputs > 0)
    .map(([name, { inputs }]) => `${name} ${inputs.toLocaleString("en")}`);
  return `fuzz inputs: ${totalOf(counts).toLocaleString("en")} (${parts.join(", ")})`;
}
