import type { FirewallRule, OpenPort } from "../contract/index.ts";

/** One rule per open port. The key tells what the rule allows, so that a change of one rule touches no other. */
export function firewallRules(openPorts: readonly OpenPort[]): FirewallRule[] {
  return openPorts.map((port) => ({ key: ruleKey(port), ...port }));
}

function ruleKey({ protocol, fromPort, toPort, source }: OpenPort): string {
  const ports =
    fromPort === null || toPort === null ? "any" : fromPort === toPort ? `${fromPort}` : `${fromPort}to${toPort}`;
  return `${protocol}-${ports}-from-${source.replaceAll(/[./]/g, "-")}`;
}
