import type { PlannedChange, PlanSummary } from "../contract/index.ts";
import { readPlanChanges } from "./read-plan-changes.ts";

/**
 * What a state keeps of objects that exist no more and that nobody wants again, as after a removal whose answer got lost.
 * Terraform leaves them out of such a plan altogether and says that there is nothing to change; only an apply takes
 * them out of the state.
 *
 * @param addresses of everything the state knows
 */
export function vanishedObjects(planJson: unknown, addresses: readonly string[]): readonly PlannedChange[] {
  // What exists or is wanted is told of, if only as "no-op".
  const toldOf = new Set(readPlanChanges(planJson).map(({ address }) => withoutIndex(address)));
  return addresses.filter((address) => !toldOf.has(withoutIndex(address))).map(forgetting);
}

/** The plan as a person reviews it, with what the state is to forget. */
export function withVanished(summary: PlanSummary, vanished: readonly PlannedChange[]): PlanSummary {
  const { counts, changes } = summary;
  return {
    ...summary,
    counts: { ...counts, forget: counts.forget + vanished.length },
    changes: [...changes, ...vanished],
  };
}

function forgetting(address: string): PlannedChange {
  const [type = "", name = ""] = address.split(".").slice(-2);
  return {
    ...{ address, type, name, actions: ["forget"], danger: "nothing", attributes: [] },
    title: `Takes ${address} out of the state`,
    reason: "It does not exist on the cloud any more.",
  };
}

function withoutIndex(address: string): string {
  return address.replace(/\[("[^"]*"|\d+)\]/g, "");
}
