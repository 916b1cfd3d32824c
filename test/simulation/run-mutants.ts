import { Worker } from "node:worker_threads";
import { FIRST_KILL_SEED } from "./blows.ts";
import { plant } from "./mutant-shard.ts";
import type { Mutant } from "./mutants.ts";
import type { ShardResult } from "./shard.ts";

export interface MutantVerdict {
  readonly mutant: Mutant;
  /** Null when it lived. */
  readonly found: { readonly seed: number | null; readonly broken: string; readonly histories: number } | null;
}

/** A bug that keeps a history from ending at all is found as well: no history may take this long. */
const HANG_MS = 600_000;
/** Nor may one take this much memory, which a promise that calls itself for ever does first. */
const MEMORY_MIB = 1_500;

/** Plants one bug after the other, on `threads` at once, and lives up to `seeds` histories with each. */
export async function runMutants(
  mutants: readonly Mutant[],
  seeds: number,
  threads: number,
  tell: (verdict: MutantVerdict) => void,
): Promise<readonly MutantVerdict[]> {
  // All texts are looked for before the first history.
  for (const mutant of mutants) plant(mutant);
  const waiting = mutants.values();
  const verdicts: MutantVerdict[] = [];

  async function lane(): Promise<void> {
    for (const mutant of waiting) {
      const verdict = { mutant, found: await hunt(mutant, seeds) };
      verdicts.push(verdict);
      tell(verdict);
    }
  }

  await Promise.all(Array.from({ length: threads }, lane));
  return mutants.flatMap((mutant) => verdicts.filter((verdict) => verdict.mutant === mutant));
}

function hunt(mutant: Mutant, seeds: number): Promise<MutantVerdict["found"]> {
  // What no trouble brings to light may show when somebody is killed.
  const usual = Array.from({ length: seeds }, (_, index) => index + 1);
  const struck = Array.from({ length: Math.ceil(seeds / 2) }, (_, index) => FIRST_KILL_SEED + index);
  const order = { mutant, seeds: [...usual, ...struck] };
  const worker = new Worker(new URL("./mutant-shard.ts", import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB },
  });
  return new Promise((resolve, reject) => {
    const end = (found: MutantVerdict["found"]) => {
      clearTimeout(late);
      void worker.terminate();
      resolve(found);
    };
    const hangs = () => end({ seed: null, broken: "a history does not end", histories: 0 });
    // Begins anew with every history: many take their time on a busy machine, and that is no finding.
    let late = setTimeout(hangs, HANG_MS);
    worker.on("message", (told: ShardResult | "one more") => {
      if (told === "one more") {
        clearTimeout(late);
        late = setTimeout(hangs, HANG_MS);
        return;
      }
      const { broken, histories } = told;
      const [first] = broken;
      end(first === undefined ? null : { ...first, histories });
    });
    worker.once("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(late);
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY") return hangs();
      reject(error);
    });
  });
}
