import type { Run } from "../contract/index.ts";
import { explainWaiting } from "./explain-waiting.ts";
import type { RunQueue, RunRecord, WaitingFacts } from "./ports.ts";
import { allowedActions, isFinished } from "./transitions.ts";

/** A stored run as callers see it. Without facts nothing is said about why it waits. */
export function presentRun(record: RunRecord, facts?: WaitingFacts): Run {
  const { ownerId: _ownerId, createdAt, plannedAt, confirmedAt, finishedAt, ...rest } = record;
  return {
    ...rest,
    queuePosition: facts?.position ?? null,
    waitingFor: explainWaiting(record, facts),
    allowedActions: allowedActions(record),
    createdAt: createdAt.toISOString(),
    plannedAt: plannedAt?.toISOString() ?? null,
    confirmedAt: confirmedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

/** Several runs with their places in the queue, which are looked up at once. */
export async function presentRuns(queue: RunQueue, records: readonly RunRecord[]): Promise<readonly Run[]> {
  const open = records.filter(({ status }) => !isFinished(status));
  const facts = await queue.waiting(open.map(({ id }) => id));
  return records.map((record) => presentRun(record, facts.get(record.id)));
}
