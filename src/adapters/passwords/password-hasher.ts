import { type Algorithm, hash, parseOptions, verify } from "@node-rs/argon2";
import type { PasswordHasher } from "../../account/ports.ts";
import { boundWork } from "./bound-work.ts";

export interface HashCost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

export interface PasswordHasherOptions {
  readonly cost?: HashCost;
  /** Hashes computed at the same time; each takes `memoryKib`. */
  readonly atOnce?: number;
  /** How many may wait behind them. */
  readonly line?: number;
}

/** OWASP's smallest argon2id setting: 19 MiB, two passes, one lane. */
export const DEFAULT_COST: HashCost = { memoryKib: 19_456, passes: 2, lanes: 1 };

/** argon2id with bounded memory: however many people sign in at once, at most `atOnce × memoryKib` is taken. */
export function makePasswordHasher(options: PasswordHasherOptions = {}): PasswordHasher {
  const { memoryKib, passes, lanes } = options.cost ?? DEFAULT_COST;
  // The enum is a `const enum` of a declaration file, which type stripping cannot see through.
  const settings = { memoryCost: memoryKib, timeCost: passes, parallelism: lanes, algorithm: 2 as Algorithm };
  const bounded = boundWork({ atOnce: options.atOnce ?? 2, line: options.line ?? 24 });
  let nobodys: Promise<string> | undefined;

  return {
    hash: (plain) => bounded(() => hash(canonical(plain), settings)),

    verify: (plain, known) =>
      bounded(async () => {
        nobodys ??= hash("nobody has this password", settings);
        const right = await verify(known ?? (await nobodys), canonical(plain));
        return right && known !== null;
      }),

    isOutdated(known) {
      const { memoryCost, timeCost, parallelism, algorithm } = parseOptions(known);
      return algorithm !== settings.algorithm || memoryCost < memoryKib || timeCost < passes || parallelism < lanes;
    },
  };
}

/** Keyboards write the same letter in several ways. */
function canonical(plain: string): string {
  return plain.normalize("NFKC");
}
