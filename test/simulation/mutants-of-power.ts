import type { Mutant } from "./mutants.ts";

/** Bugs in what starts and stops machines. */
export const POWER_MUTANTS: readonly Mutant[] = [
  {
    id: "power-told-again-after-a-kill",
    kind: "done twice",
    trap: 3,
    file: "src/power/perform-power.ts",
    from: "if (record.sentAt !== null) return await awaitEnd(",
    to: "if (record.acceptedAt !== null) return await awaitEnd(",
  },
  {
    id: "power-told-though-taken-back",
    kind: "epoch not checked",
    trap: 17,
    file: "src/power/performance.ts",
    from: 'if (!isNoted || signal.aborted) return "given-up";',
    to: 'if (!isNoted && signal.aborted) return "given-up";',
  },
  {
    id: "power-told-by-a-sleeper",
    kind: "done beside a run",
    trap: 17,
    file: "src/power/performance.ts",
    from: "const TELL_AFTER_INTENT_MS = 3_000;",
    to: "const TELL_AFTER_INTENT_MS = 3_000_000;",
  },
  {
    id: "power-unknown-is-told-again",
    kind: "done twice",
    file: "src/power/await-end.ts",
    from: 'return newest === mark ? "no" : "yes";',
    to: 'return "no";',
  },
  {
    id: "power-ends-when-it-is-taken",
    kind: "called done and is not",
    file: "src/power/await-end.ts",
    from: "if (hasReached(action, sight)) return {",
    to: "if (sight.cloudStatus.length > 0) return {",
  },
  {
    id: "power-lost-answer-is-a-failure",
    kind: "called failed and is done",
    file: "src/power/perform-power.ts",
    from: 'if (error instanceof AppError && error.code === "cloud-unreachable") return awaitEnd(work, sent, 0);',
    to: "",
  },
  {
    id: "power-claim-kept-at-the-stop",
    kind: "claim kept by who left",
    trap: 8,
    file: "src/power/power-worker.ts",
    from: "else if (!running) await giveBack(claim);",
    to: "",
  },
  {
    id: "power-never-looked-for-again",
    kind: "lost wake-up",
    trap: 8,
    file: "src/power/power-worker.ts",
    from: "      filling = null;\n",
    to: "",
  },
];
