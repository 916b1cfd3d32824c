import type { StateVersion } from "./ports.ts";
import type { ReadState } from "./read-state.ts";

type Writing = Pick<StateVersion, "bytes" | "md5" | "createdAt" | "runId" | "person">;

/** A version on its way to the store. */
export function stateVersion({ serial, lineage, summary }: ReadState, writing: Writing): StateVersion {
  const origin = writing.person === null ? "run" : "desk";
  return { serial, lineage, ...writing, sizeBytes: writing.bytes.length, origin, summary };
}
