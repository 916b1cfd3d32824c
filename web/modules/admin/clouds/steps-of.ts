import type { ConnectionStep } from "../../../../src/contract/index.ts";

/** The steps of the connection test for which a registration was refused. */
export function stepsOf(facts: Readonly<Record<string, unknown>> | undefined): readonly ConnectionStep[] {
  const steps = facts?.["steps"];
  return Array.isArray(steps) ? (steps as readonly ConnectionStep[]) : [];
}
