import { PHASE_MUTANTS } from "./mutants-of-phases.ts";
import { POWER_MUTANTS } from "./mutants-of-power.ts";
import { REPAIR_MUTANTS } from "./mutants-of-repair.ts";
import { STATE_MUTANTS } from "./mutants-of-states.ts";
import { WORKER_MUTANTS } from "./mutants-of-workers.ts";

/** A bug that is planted to see whether the simulation notices: one exact text of one source becomes another. */
export interface Mutant {
  readonly id: string;
  /** The kind of bug. */
  readonly kind: string;
  /** Number of the real case it repeats (the trap list of the limits that the project starts from). */
  readonly trap?: number;
  /** From the checkout. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export const MUTANTS: readonly Mutant[] = [
  ...PHASE_MUTANTS,
  ...WORKER_MUTANTS,
  ...STATE_MUTANTS,
  ...REPAIR_MUTANTS,
  ...POWER_MUTANTS,
];
