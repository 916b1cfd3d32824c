/**
 * How much is fuzzed: the whole in CI, 100,000 inputs together with Schemathesis; elsewhere a sample. A setting in the
 * environment goes before both.
 */
const isWhole = Boolean(process.env["CI"]);

function size(setting: string, whole: number, sample: number): number {
  return Number(process.env[setting]) || (isWhole ? whole : sample);
}

export const SIZES = {
  /** Requests to the API. */
  api: size("FUZZ_API", 51_000, 3_000),
  /** Requirement documents. */
  requirements: size("FUZZ_REQUIREMENTS", 36_000, 5_000),
  /** Of these, on each cloud, judged by the real engine. */
  validated: size("FUZZ_VALIDATED", 1_000, 100),
  /** Repeats a run that failed. */
  seed: Number(process.env["FUZZ_SEED"]) || 20_261_121,
  /** Whether Schemathesis runs too; it takes minutes, and Python 3.10 or newer with venv and PyPI within reach. */
  schemathesis: isWhole || Boolean(process.env["FUZZ_SCHEMATHESIS"]),
} as const;
