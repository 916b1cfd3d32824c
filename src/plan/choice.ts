import type { Issue } from "../contract/index.ts";
import type { Result } from "../kernel/result.ts";

/** Something picked from a catalog, why, and what the person should know about it. */
export interface Choice<T> {
  readonly value: T;
  readonly reason: string;
  readonly warnings: readonly string[];
}

/** A pick, or what is missing and what would fit. */
export type ChoiceResult<T> = Result<Choice<T>, readonly Issue[]>;

export function choice<T>(
  value: T,
  reason: string,
  warnings: readonly string[] = [],
): { readonly ok: true; readonly value: Choice<T> } {
  return { ok: true, value: { value, reason, warnings } };
}

/** Puts the smallest first by several measures in turn; plain text last decides, so that equal input gives equal picks. */
export function byMeasures<T>(...measures: readonly ((entry: T) => number | string)[]): (a: T, b: T) => number {
  return (a, b) => {
    for (const measure of measures) {
      const [one, other] = [measure(a), measure(b)];
      if (one < other) return -1;
      if (one > other) return 1;
    }
    return 0;
  };
}
