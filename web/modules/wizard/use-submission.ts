import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { RequirementRequest, SubmissionReceipt } from "../../../src/contract/index.ts";
import { workspacesKey } from "../../api/machines.ts";
import { newKey } from "../../api/new-key.ts";
import { ProblemError } from "../../api/problem-error.ts";
import {
  discardRun,
  readPlannedRuns,
  reviseRequirement,
  startRuns,
  submitRequirement,
} from "../../api/requirements.ts";

export interface Submitting {
  readonly request: RequirementRequest;
  readonly submissionKey: string;
  /** The machine that is changed and the revision it was read at; null for a new one. */
  readonly changing: { readonly workspaceId: string; readonly basedOn: number } | null;
}

export interface Submitted {
  readonly receipt: SubmissionReceipt;
  /** Why planning did not start; null when it did, or had nothing to do. */
  readonly notPlanned: unknown;
}

/** Stores the answers and starts to plan them. Sent again after silence, it makes nothing twice. */
export function useSubmission(onDone: (submitted: Submitted) => void, onRefused: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: submit,
    // Offline it says so; it does not wait to do something when nobody looks any more.
    networkMode: "always",
    onSuccess: (submitted) => {
      void client.invalidateQueries({ queryKey: workspacesKey });
      onDone(submitted);
    },
    onError: (error) => {
      if (error instanceof ProblemError) onRefused();
    },
  });
}

async function submit(what: Submitting): Promise<Submitted> {
  const receipt = await send(what);
  if (receipt.outcome === "unchanged" && what.changing !== null) return { receipt, notPlanned: null };
  try {
    await plan(receipt.workspace.id, `${what.submissionKey}-${receipt.revision}`);
    return { receipt, notPlanned: null };
  } catch (error) {
    return { receipt, notPlanned: error };
  }
}

/** A plan of an older revision that waits for its review stands in the way, and cannot be applied any more: it goes. */
async function plan(workspaceId: string, key: string): Promise<void> {
  try {
    await startRuns(workspaceId, key);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== "run-active") throw error;
    const waiting = await readPlannedRuns(workspaceId);
    if (waiting.length === 0) throw error;
    await Promise.all(waiting.map(({ id }) => discardRun(id)));
    await startRuns(workspaceId, key);
  }
}

/** A key that went with other answers before is of no use; the service tells whether those made something. */
async function send(what: Submitting): Promise<SubmissionReceipt> {
  try {
    return await sendAs(what, what.submissionKey);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== "idempotency-key-reused") throw error;
    return sendAs(what, newKey());
  }
}

function sendAs({ request, changing }: Submitting, key: string): Promise<SubmissionReceipt> {
  return changing === null
    ? submitRequirement(request, key)
    : reviseRequirement(changing.workspaceId, request, changing.basedOn, key);
}
