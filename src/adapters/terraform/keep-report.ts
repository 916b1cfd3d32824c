import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { effect } from "../../kernel/effect.ts";
import { errorCode } from "./error-code.ts";
import { OUTPUT_FILE } from "./run-program.ts";

/** Keeps what a dead engine said until its run is taken over; its folder, with secrets in it, need not stay for that. */
export async function keepReport(workRoot: string, folder: string, runId: string): Promise<void> {
  await mkdir(join(workRoot, "reports"), { recursive: true, mode: 0o700 });
  try {
    await effect("file: keep report", () => rename(join(folder, OUTPUT_FILE), reportOf(workRoot, runId)));
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}

/** Reads a kept report once; null when there is none. */
export async function takeReport(workRoot: string, runId: string): Promise<string | null> {
  const path = reportOf(workRoot, runId);
  const text = await readFile(path, "utf8").catch(() => null);
  if (text !== null) await rm(path, { force: true });
  return text;
}

function reportOf(workRoot: string, runId: string): string {
  return join(workRoot, "reports", `${runId}.out`);
}
