import type { Run, Workspace } from "../../../../src/contract/index.ts";
import { isMoving } from "../run-group.ts";

/**
 * Whether the review page should make a plan by itself: nobody has planned what was asked for last. A plan that was
 * discarded, failed or canceled is not repeated unasked.
 */
export function planIsDue(workspace: Workspace, runs: readonly Run[]): boolean {
  if (runs.some(isMoving)) return false;
  if (workspace.sites.some(({ appliedRevision }) => appliedRevision === workspace.revision)) return false;
  return !runs.some(({ kind, revision }) => kind === "destroy" || revision >= workspace.revision);
}
