import type { Issue, Revision } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { WorkspaceRecord } from "../requirement/index.ts";

/** Throws revision-conflict unless the caller has seen the latest revision. */
export function refuseOutdated(workspace: WorkspaceRecord, latest: Revision, expected: number | undefined): void {
  if (expected === undefined || expected === latest.number) return;
  throw new AppError(
    "revision-conflict",
    `“${workspace.name}” is at revision ${latest.number}, not ${expected}: somebody changed it meanwhile. Read it again and repeat your change.`,
    { workspaceId: workspace.id, latestRevision: latest.number, expectedRevision: expected },
  );
}

export function nameTaken(workspace: WorkspaceRecord, latest: Revision): AppError {
  return new AppError(
    "name-taken",
    `You already have a workspace “${workspace.name}” (${workspace.id}) with another requirement. Choose another name, or send this as its next revision.`,
    { workspaceId: workspace.id, latestRevision: latest.number },
  );
}

export function renameIssue(name: string, wished: string): Issue {
  return {
    pointer: "/name",
    code: "rename-refused",
    message: `The workspace is called “${name}”; the name is part of every object on both clouds, so a change to “${wished}” would make everything anew.`,
    remedy: `Keep “${name}”, or submit the requirement as a new workspace.`,
  };
}

export function validationFailed(issues: readonly Issue[]): AppError {
  const what = issues.length === 1 ? "One thing is wrong" : `${issues.length} things are wrong`;
  return new AppError("validation-failed", `${what} with the requirement; correct every listed field.`, { issues });
}

/** A missing cloud is the operator's to fix, a missing size or image the person's, the rest is an ordinary mistake. */
export function planRefused(issues: readonly Issue[]): AppError {
  const codes = new Set(issues.map(({ code }) => code));
  if (codes.size > 0 && [...codes].every((code) => code === "no-cloud" || code === "cloud-without-catalog")) {
    return new AppError("no-cloud", issues[0]?.message ?? "No suitable cloud is registered.", { issues });
  }
  if ([...codes].some((code) => NOTHING_FITS.has(code))) {
    return new AppError("nothing-fits", "The clouds do not offer everything that is asked for.", { issues });
  }
  return validationFailed(issues);
}

const NOTHING_FITS = new Set([
  "no-offering",
  "no-room",
  "labels-missing",
  "no-image",
  "root-disk-too-small",
  "memory-too-small",
  "no-volume-type",
  "no-disk-offering",
  "no-external-network",
  "no-network-offering",
]);
