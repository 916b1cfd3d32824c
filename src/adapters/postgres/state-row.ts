import type { StateEntry, StateLock, StateOrigin, StatePerson } from "../../state/ports.ts";

/** Columns of `state_version` but its content, in the driver's types. */
export interface EntryRow {
  readonly serial: string;
  readonly lineage: string;
  readonly md5: string;
  readonly size_bytes: string;
  readonly origin: StateOrigin;
  readonly run_id: string | null;
  readonly person_id: string | null;
  readonly person_name: string | null;
  readonly created_at: Date;
  readonly has_objects: boolean;
  readonly instance_id: string | null;
  readonly instance_name: string | null;
}

export interface LockRow {
  readonly lock_id: string;
  readonly document: Readonly<Record<string, unknown>>;
  readonly run_id: string | null;
  readonly person_id: string | null;
  readonly person_name: string | null;
  readonly locked_at: Date;
}

export function entryOf(row: EntryRow): StateEntry {
  return {
    serial: Number(row.serial),
    lineage: row.lineage,
    md5: row.md5,
    sizeBytes: Number(row.size_bytes),
    createdAt: row.created_at,
    origin: row.origin,
    runId: row.run_id,
    person: personOf(row),
    summary: { hasObjects: row.has_objects, instanceId: row.instance_id, instanceName: row.instance_name },
  };
}

export function lockOf(row: LockRow): StateLock {
  return {
    id: row.lock_id,
    document: row.document,
    lockedAt: row.locked_at,
    runId: row.run_id,
    person: personOf(row),
  };
}

function personOf(row: Pick<EntryRow, "person_id" | "person_name">): StatePerson | null {
  return row.person_id === null ? null : { id: row.person_id, name: row.person_name ?? row.person_id };
}
