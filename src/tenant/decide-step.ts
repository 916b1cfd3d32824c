import type { RunStatus } from "../contract/index.ts";
import type { TenantRecord } from "./ports.ts";

/** What is true of a tenant at this moment. */
export interface TenantSnapshot {
  readonly wish: TenantRecord["wish"];
  /** The run of this generation, if there is one yet. */
  readonly run: { readonly status: RunStatus; readonly harmless: boolean } | null;
  /** An earlier run of this tenant is not over. */
  readonly busy: boolean;
  /** The owner has the tenant's own cloud. */
  readonly hasOwnCloud: boolean;
  /** Terraform knows something of it. */
  readonly hasObjects: boolean;
}

/**
 * - `begin`: make by API what Terraform needs, then start the run; `destroy`: clear the way, then start its run
 * - `confirm` / `discard`: what is to happen with a plan that waits for somebody
 * - `grant`: make the credential and register it for the owner; `withdraw`: take that cloud back
 * - `clear`: remove by API what is left, and forget the tenant
 */
export type TenantStep =
  | "begin"
  | "wait"
  | "discard"
  | "confirm"
  | "fail"
  | "grant"
  | "rest"
  | "withdraw"
  | "destroy"
  | "clear";

/** The next step towards the wish. Pure; every step may be taken again, so nothing but the wish is remembered. */
export function decideStep(now: TenantSnapshot): TenantStep {
  if (now.busy) return "wait";
  return now.wish === "present" ? towardsPresent(now) : towardsAbsent(now);
}

function towardsPresent({ run, hasOwnCloud }: TenantSnapshot): TenantStep {
  if (run === null) return "begin";
  switch (run.status) {
    case "applied":
    case "planned-and-finished":
      return hasOwnCloud ? "rest" : "grant";
    case "planned":
      // The worker itself goes on with what harms nothing. As long as nobody has it, nothing can be harmed.
      if (run.harmless) return "wait";
      return hasOwnCloud ? "discard" : "confirm";
    case "errored":
    case "canceled":
    case "discarded":
      return "fail";
    default:
      return "wait";
  }
}

function towardsAbsent({ run, hasOwnCloud, hasObjects }: TenantSnapshot): TenantStep {
  // First, so that nobody plans another machine there.
  if (hasOwnCloud) return "withdraw";
  if (run === null) return hasObjects ? "destroy" : "clear";
  switch (run.status) {
    case "applied":
    case "planned-and-finished":
      return "clear";
    case "planned":
      return "confirm";
    case "errored":
    case "canceled":
    case "discarded":
      return "fail";
    default:
      return "wait";
  }
}
