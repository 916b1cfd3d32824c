import type { Danger } from "../../src/contract/index.ts";
import type { PlanEntry } from "../_helpers/plan-json.ts";

/** One row of the notes on what a change of an attribute does. */
export interface ChangeRow {
  /** As the notes name it. */
  readonly row: string;
  readonly attributes: readonly string[];
  readonly type: string;
  /** What Terraform says. */
  readonly plan: "update" | "replace";
  readonly danger: Danger;
  /** A part of the reason, where the danger alone would not tell it. */
  readonly says?: string;
  readonly rejected?: string;
  readonly before?: PlanEntry["before"];
  readonly after?: PlanEntry["after"];
}
