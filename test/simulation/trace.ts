/** What happened in one history: a digest over every line, and the last lines for a person. */
export interface Trace {
  add(at: number, who: string, what: string): void;
  /** Equal for two histories when they are equal line by line. */
  digest(): string;
  /** Counts something that went wrong; it is no line. */
  fault(kind: string): void;
  faults(): ReadonlyMap<string, number>;
  lines(): readonly string[];
  count(): number;
}

/** @param kept how many of the last lines stay readable; the digest covers all of them */
export function makeTrace(kept = 400): Trace {
  const ring: string[] = [];
  let left = 0x811c9dc5;
  let right = 0x1b873593;
  const faults = new Map<string, number>();
  let count = 0;

  function mix(text: string): void {
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      left = Math.imul(left ^ code, 0x01000193);
      right = Math.imul(right ^ code, 0x5bd1e995) ^ (right >>> 15);
    }
  }

  return {
    add(at, who, what) {
      const line = `${at} ${who} ${what}`;
      mix(line);
      ring[count % kept] = line;
      count += 1;
    },
    fault: (kind) => void faults.set(kind, (faults.get(kind) ?? 0) + 1),
    faults: () => faults,
    digest: () => `${(left >>> 0).toString(16).padStart(8, "0")}${(right >>> 0).toString(16).padStart(8, "0")}`,
    lines: () => (count <= kept ? ring.slice() : [...ring.slice(count % kept), ...ring.slice(0, count % kept)]),
    count: () => count,
  };
}
