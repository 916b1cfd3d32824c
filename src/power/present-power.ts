import type { PowerAction } from "../contract/index.ts";
import type { PowerRecord } from "./ports.ts";

/** A stored power action as callers see it. */
export function presentPower(record: PowerRecord): PowerAction {
  const { ownerId: _owner, mark: _mark, ticket: _ticket, acceptedAt: _accepted, ...rest } = record;
  return {
    ...rest,
    mayCancel: record.status === "waiting",
    createdAt: record.createdAt.toISOString(),
    sentAt: record.sentAt?.toISOString() ?? null,
    finishedAt: record.finishedAt?.toISOString() ?? null,
  };
}
