import type { Mutant } from "./mutants.ts";

/** Bugs in what is done about objects that no state knows. */
export const REPAIR_MUTANTS: readonly Mutant[] = [
  {
    id: "unclean-site-not-reconciled",
    kind: "objects doubled",
    trap: 3,
    file: "src/repair/site-care.ts",
    from: "if (condition === null || !condition.unclean) return null;",
    to: "if (condition === null || condition.unclean) return null;",
  },
  {
    id: "found-objects-not-adopted",
    kind: "objects doubled",
    trap: 3,
    file: "src/repair/site-care.ts",
    from: "if (entries.length === 0) return survey;",
    to: "if (entries.length < 99) return survey;",
  },
  {
    id: "repair-never-waits-for-the-lock",
    kind: "lock released while its holder lives",
    file: "src/repair/site-care.ts",
    from: "const LOCK_PATIENCE_MS = 10_000;",
    to: "const LOCK_PATIENCE_MS = 0;",
  },
  {
    id: "repair-deaf-to-a-cancel",
    kind: "cancel ignored",
    file: "src/repair/site-care.ts",
    from: "await Promise.race([ports.timers.pause(ms), aborted(signal)]);",
    to: "await ports.timers.pause(ms);",
  },
  {
    id: "strays-not-removed",
    kind: "orphans stay",
    trap: 2,
    file: "src/repair/site-care.ts",
    from: "      await client.removeObject(object, input.signal);\n",
    to: "",
  },
  {
    id: "late-object-not-waited-for",
    kind: "orphans stay",
    trap: 2,
    file: "src/repair/site-care.ts",
    from: "    if (left <= 0) return;",
    to: "    if (left <= 1e9) return;",
  },
  {
    id: "inspection-finds-nothing",
    kind: "orphans on no list",
    trap: 1,
    file: "src/repair/inspect-sites.ts",
    from: "strays, problem: null, clean, againInMs: again",
    to: "strays: [], problem: null, clean: true, againInMs: again",
  },
  {
    id: "busy-object-forgotten",
    kind: "orphans on no list",
    trap: 2,
    file: "src/repair/survey-site.ts",
    from: "      ...busy.map(waitingStray),\n",
    to: "",
  },
];
