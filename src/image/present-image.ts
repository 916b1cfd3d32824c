import type { Image } from "../contract/index.ts";
import type { ImageRecord } from "./ports.ts";

/** What administrators see; an address that may hold a signature is not among it. */
export function presentImage(record: ImageRecord): Image {
  const { id, name, os, status, sizeBytes, receivedBytes, percent, source, content, tags, shared, hidden } = record;
  return {
    ...{ id, name, os, status, sizeBytes, receivedBytes, percent, source, content, shared, hidden },
    ...{ tags: [...tags], problem: record.problem, createdBy: record.createdBy, createdAt: record.createdAt },
    copies: record.copies.map(({ cloudId, cloudName, cloudKind, ...copy }) => ({
      ...{ cloudId, cloudName, cloudKind, status: copy.status, percent: copy.percent },
      ...{ cloudImageId: copy.cloudImageId, problem: copy.problem },
    })),
  };
}
