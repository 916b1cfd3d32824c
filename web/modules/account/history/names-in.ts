import type { AuditEntry } from "../../../../src/contract/index.ts";

type Named = Pick<AuditEntry, "objectId" | "objectName">;

/** What entries act on, by the name that any of them knows it by; an identifier alone says nothing to a person. */
export function namesIn(entries: readonly Named[]): (entry: Named) => string {
  const names = new Map(
    entries.flatMap(({ objectId, objectName }) => (objectName === null ? [] : [[objectId, objectName]])),
  );
  return ({ objectId, objectName }) => objectName ?? names.get(objectId) ?? "–";
}
