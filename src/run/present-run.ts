import type { Run } from "../contract/index.ts";
import type { RunRecord } from "./ports.ts";
import { allowedActions } from "./transitions.ts";

/** A stored run as callers see it. */
export function presentRun(record: RunRecord, queuePosition: number | null = null): Run {
  const { ownerId: _ownerId, createdAt, plannedAt, finishedAt, ...rest } = record;
  return {
    ...rest,
    queuePosition,
    allowedActions: allowedActions(record),
    createdAt: createdAt.toISOString(),
    plannedAt: plannedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
