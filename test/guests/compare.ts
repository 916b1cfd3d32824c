/** One row of the comparison: what each machine said, in the order of the machines. */
export interface ComparedRow {
  readonly feature: string;
  readonly values: readonly string[];
  readonly verdict: "equal" | "different" | "the cloud's own" | "wrong";
}

export interface Expected {
  /** What differs by nature of the clouds. */
  readonly ofTheCloud: ReadonlySet<string>;
  /** Equality alone would not notice that both are wrong: what the text must match. */
  readonly right: ReadonlyMap<string, RegExp>;
}

/** Puts the machines side by side; a feature that one of them lacks is different. */
export function compare(machines: readonly ReadonlyMap<string, string>[], expected: Expected): readonly ComparedRow[] {
  const features = [...new Set(machines.flatMap((machine) => [...machine.keys()]))];
  return features.map((feature) => {
    const values = machines.map((machine) => machine.get(feature) ?? "not seen");
    return { feature, values, verdict: verdictOf(feature, values, expected) };
  });
}

export function isBad({ verdict }: ComparedRow): boolean {
  return verdict === "different" || verdict === "wrong";
}

function verdictOf(
  feature: string,
  values: readonly string[],
  { ofTheCloud, right }: Expected,
): ComparedRow["verdict"] {
  const pattern = right.get(feature);
  if (pattern !== undefined && values.some((value) => !pattern.test(value))) return "wrong";
  if (ofTheCloud.has(feature)) return "the cloud's own";
  return new Set(values).size === 1 ? "equal" : "different";
}
