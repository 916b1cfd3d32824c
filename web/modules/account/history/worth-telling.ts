import type { AuditEntry } from "../../../../src/contract/index.ts";

/** Done, these are noted a second time by the act itself, which knows more of it than its request. */
const TOLD_BY_THE_ACT: ReadonlySet<string> = new Set([
  ...["changePassword", "changeSettings", "confirmSecondFactor", "endSession", "endSessions", "handOutPasswordReset"],
  ...["logOut", "linkIdentity", "resetSecondFactor", "rollBackState", "turnSecondFactorOff", "unlinkIdentity"],
  "unlockStateByForce",
]);
/** Changes nothing, and is asked at every key that is typed in the wizard. */
const CHANGES_NOTHING: ReadonlySet<string> = new Set(["checkRequirement", "password.prove"]);

/** Whether somebody who looks back at their account wants to read of it; the file and the audit log have everything. */
export function worthTelling({ action, outcome }: Pick<AuditEntry, "action" | "outcome">): boolean {
  return !CHANGES_NOTHING.has(action) && !(outcome === "done" && TOLD_BY_THE_ACT.has(action));
}
