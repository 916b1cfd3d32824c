import { AppError } from "../kernel/app-error.ts";
import type { RunRecord, RunStore } from "./ports.ts";

/** Throws AppError("not-found") for an unknown run and for somebody else's alike. */
export async function findRun(store: Pick<RunStore, "find">, ownerId: string, runId: string): Promise<RunRecord> {
  const run = await store.find(ownerId, runId);
  if (run === null) throw new AppError("not-found", `There is no run ${runId}.`, { runId });
  return run;
}
