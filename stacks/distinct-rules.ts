import type { FirewallRule } from "../src/contract/index.ts";

/** Rules that differ in key or description only are one rule to a cloud, which refuses the second (409 / 537). */
export function distinctRules(rules: readonly FirewallRule[]): readonly FirewallRule[] {
  const seen = new Set<string>();
  return rules.filter(({ protocol, fromPort, toPort, source }) => {
    const meaning = [protocol, fromPort, toPort, source].join(" ");
    if (seen.has(meaning)) return false;
    seen.add(meaning);
    return true;
  });
}
