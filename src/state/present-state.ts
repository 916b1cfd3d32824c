import type { StateLockHolder, StateVersionEntry } from "../contract/index.ts";
import type { StateEntry, StateLock } from "./ports.ts";

/** A version as people see it. */
export function presentEntry(entry: StateEntry): StateVersionEntry {
  const { serial, lineage, origin, runId, sizeBytes } = entry;
  const person = entry.person?.name ?? null;
  return { serial, lineage, createdAt: entry.createdAt.toISOString(), origin, runId, person, sizeBytes };
}

/** A lock's holder as people see it. */
export function presentLock(lock: StateLock): StateLockHolder {
  const text = (name: string): string | null => {
    const value = lock.document[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  return {
    lockId: lock.id,
    lockedAt: lock.lockedAt.toISOString(),
    runId: lock.runId,
    person: lock.person?.name ?? null,
    who: text("Who"),
    operation: text("Operation"),
  };
}
